using System.Globalization;
using System.Text.Json;
using Amo2GSheet.Sandbox.Processes;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>How a published worker is started.</summary>
internal static class WorkerProgram
{
    private const string FileName = "worker.config.json";

    /// <summary>Program, arguments and environment as the real host gives them.</summary>
    /// <param name="options">Which worker.</param>
    /// <param name="address">Where it has to connect.</param>
    /// <param name="workerId">Who it is.</param>
    /// <param name="onLine">Takes what it prints.</param>
    /// <exception cref="WorkerHostException">That is no published worker.</exception>
    public static ChildProcessSpec Spec(WorkerHostOptions options, Uri address, string workerId, Action<string> onLine)
    {
        var folder = Path.GetFullPath(options.WorkerFolder);
        var (program, assembly) = Read(folder);
        var requestId = Guid.NewGuid().ToString();
        var most = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        return new ChildProcessSpec
        {
            Name = "worker",
            Command = program,
            Arguments =
            [
                Path.Combine(folder, assembly),
                "--host", address.Host, "--port", address.Port.ToString(CultureInfo.InvariantCulture),
                "--workerId", workerId, "--requestId", requestId, "--grpcMaxMessageLength", most,
                "--functions-uri", address.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", requestId,
                "--functions-grpc-max-message-length", most,
            ],
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?>(options.Settings)
            {
                ["FUNCTIONS_WORKER_DIRECTORY"] = folder,
                ["FUNCTIONS_APPLICATION_DIRECTORY"] = folder,
            },
            OnLine = onLine,
        };
    }

    private static (string Program, string Assembly) Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new WorkerHostException($"There is no {FileName} in {folder}: that is not a published worker. Publish Amo2GSheet.Functions first.");

        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var description = json.RootElement.GetProperty("description");
        return (Text("defaultExecutablePath"), Text("defaultWorkerPath"));

        string Text(string name) => description.GetProperty(name).GetString()!;
    }
}
