using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amo2GSheet.Tests.Hosts;

namespace Amo2GSheet.Tests.Functions;

/// <summary>The published worker as a process whose start fails, without a host that it could reach: it fails before it connects.</summary>
public sealed class WorkerStartTests
{
    [Fact]
    public async Task All_wrong_settings_are_one_line_that_names_each_and_the_exit_code_is_1()
    {
        await using var world = await HostWorld.StartAsync();
        world.Settings["AMO_REQUEST_DELAY_SEC"] = "slow";
        world.Settings["BRAKE_MAX_MOVES"] = "many";
        world.Settings["BRAKE_MAX_PERCENT"] = "-1";
        world.Settings["GOOGLE_SHEET_ID"] = null;
        world.Settings["AMO2GSHEET_TABLES"] = "garbage";

        var (code, lines) = await RunAsync(world);

        var line = Assert.Single(lines);
        Assert.StartsWith("Critical: Amo2GSheet.Functions: ", line, StringComparison.Ordinal);
        Assert.All(
            (string[])["AMO_REQUEST_DELAY_SEC", "BRAKE_MAX_MOVES", "BRAKE_MAX_PERCENT", "GOOGLE_SHEET_ID", "AMO2GSHEET_TABLES"],
            name => Assert.Contains(name, line, StringComparison.Ordinal));
        Assert.DoesNotContain("slow", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Tables_out_of_reach_are_one_line_that_names_their_setting()
    {
        await using var world = await HostWorld.StartAsync();
        using var refusing = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        refusing.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        world.Settings["AMO2GSHEET_TABLES"] =
            $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0;TableEndpoint=http://{refusing.LocalEndPoint}/devstoreaccount1;";

        var (code, lines) = await RunAsync(world);

        Assert.Contains("AMO2GSHEET_TABLES", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task A_storage_identity_without_a_token_is_one_line_that_names_its_setting()
    {
        await using var world = await HostWorld.StartAsync();
        world.Settings["AMO2GSHEET_TABLES"] = null;
        world.Settings["AzureWebJobsStorage"] = null;
        world.Settings["AzureWebJobsStorage__tableServiceUri"] = "https://127.0.0.1:9/";
        // No other credential of this machine is tried, and this one has nothing to log in with.
        world.Settings["AZURE_TOKEN_CREDENTIALS"] = "EnvironmentCredential";
        foreach (var name in (string[])["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_SECRET"])
            world.Settings[name] = null;

        var (code, lines) = await RunAsync(world);

        Assert.Contains("AzureWebJobsStorage__tableServiceUri", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task A_relative_path_is_looked_for_beside_the_app_wherever_the_process_is_started()
    {
        await using var world = await HostWorld.StartAsync();
        world.Settings["GOOGLE_SERVICE_ACCOUNT_JSON"] = null;
        world.Settings["GOOGLE_SERVICE_ACCOUNT_FILE"] = "host.json";

        var (_, lines) = await RunAsync(world);

        // It was found and read: it only is no key.
        Assert.Contains("GOOGLE_SERVICE_ACCOUNT_FILE is not the JSON key of a service account", Assert.Single(lines), StringComparison.Ordinal);
    }

    private static async Task<(int Code, IReadOnlyList<string> Lines)> RunAsync(HostWorld world)
    {
        var elsewhere = Directory.CreateTempSubdirectory("worker");
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
            {
                WorkingDirectory = elsewhere.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            string[] arguments =
            [
                Path.Combine(Published.Folder, "Amo2GSheet.Functions.dll"), "--functions-uri", "http://127.0.0.1:9/", "--functions-worker-id", "worker",
                "--functions-request-id", "request", "--functions-grpc-max-message-length", "2147483647",
            ];
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument);
            foreach (var (name, value) in world.Settings)
            {
                if (value is null)
                    start.Environment.Remove(name);
                else
                    start.Environment[name] = value;
            }

            using var worker = Process.Start(start)!;
            var (output, error) = (worker.StandardOutput.ReadToEndAsync(), worker.StandardError.ReadToEndAsync());
            await worker.WaitForExitAsync();
            return (worker.ExitCode, [.. (await output + await error).Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }
}
