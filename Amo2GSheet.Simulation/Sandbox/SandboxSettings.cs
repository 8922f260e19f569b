using Amo2GSheet.Sandbox.Processes;

namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>How the sandbox is to run. Ports are on 127.0.0.1.</summary>
/// <param name="Smoke">Play the story and end, rather than wait for Ctrl-C.</param>
/// <param name="AmoPort">Of the amoCRM simulator.</param>
/// <param name="SheetsPort">Of the Google Sheets simulator.</param>
/// <param name="FunctionsPort">Of the service.</param>
/// <param name="PagePort">Of the page; a smoke run has none.</param>
/// <param name="WorkerFolder">The published worker that runs the service; null for the self-host.</param>
internal sealed record SandboxSettings(bool Smoke, int AmoPort, int SheetsPort, int FunctionsPort, int PagePort, string? WorkerFolder = null)
{
    /// <summary>Where the tables are, as typed: <c>azurite</c>, a connection string or <c>sqlite:FILE</c>; null for a new file.</summary>
    public string? Tables { get; init; }

    /// <summary>What Azure Functions Core Tools use, so that every example works with either host.</summary>
    public const int DefaultFunctionsPort = 7071;

    /// <summary>Of the amoCRM simulator, when not a smoke run.</summary>
    public const int DefaultAmoPort = 7072;

    /// <summary>Of the Google Sheets simulator, when not a smoke run.</summary>
    public const int DefaultSheetsPort = 7073;

    /// <summary>Of the page, when not a smoke run.</summary>
    public const int DefaultPagePort = 7070;

    /// <summary>Settings from what was typed. A smoke run takes free ports, so that it can run beside a sandbox, or another one.</summary>
    public static SandboxSettings From(bool smoke, int? amo, int? sheets, int? functions, int? page = null, string? workerFolder = null)
    {
        return new SandboxSettings(
            smoke, Port(amo, DefaultAmoPort), Port(sheets, DefaultSheetsPort), Port(functions, DefaultFunctionsPort), Port(page, DefaultPagePort), workerFolder);

        int Port(int? typed, int usual) => typed ?? (smoke ? FreePort.Find() : usual);
    }
}
