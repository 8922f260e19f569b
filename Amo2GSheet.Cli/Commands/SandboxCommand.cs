using System.CommandLine;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet sandbox</c>: the service with simulators of both remote systems, all on this machine.</summary>
internal static class SandboxCommand
{
    private const string SelfHost = "self";
    private const string Worker = "worker";

    /// <summary>Creates the command.</summary>
    /// <param name="run">Runs the sandbox until Ctrl-C, or the smoke story to its end.</param>
    public static Command Create(Func<SandboxSettings, CancellationToken, Task<int>> run)
    {
        var smoke = new Option<bool>("--smoke")
        {
            Description = "Play the main story over HTTP, print one JSON line last, and exit with 0 only if every step held.",
        };
        var host = new Option<string>("--host")
        {
            Description = "What runs the service: the self-host, or the published Functions worker on a host of our own.",
            HelpName = "self|worker",
            DefaultValueFactory = _ => SelfHost,
        };
        host.AcceptOnlyFromAmong(SelfHost, Worker);
        var folder = new Option<string>("--worker-folder")
        {
            Description = "The published worker, for --host worker.",
            HelpName = "folder",
            DefaultValueFactory = _ => Path.Combine("artifacts", "worker", "Release"),
        };
        var amo = Port("--amo-port", "Port of the amoCRM simulator", SandboxSettings.DefaultAmoPort);
        var sheets = Port("--sheets-port", "Port of the Google Sheets simulator", SandboxSettings.DefaultSheetsPort);
        var functions = Port("--functions-port", "Port of the service", SandboxSettings.DefaultFunctionsPort);
        var page = Port("--page-port", "Port of the page to watch it on", SandboxSettings.DefaultPagePort);

        var tables = new Option<string?>("--tables")
        {
            Description = "Where the tables are: sqlite:FILE, azurite (needs Node.js), or the connection string of a storage account or emulator [default: AMO2GSHEET_TABLES if set, else a new SQLite file]",
            HelpName = "where",
        };

        var command = new Command("sandbox", "Runs the service against simulators of amoCRM and Google Sheets; Ctrl-C stops all of it.")
        {
            smoke, host, folder, amo, sheets, functions, page, tables,
        };
        command.SetAction((parsed, cancellationToken) => run(
            SandboxSettings.From(
                parsed.GetValue(smoke), parsed.GetValue(amo), parsed.GetValue(sheets), parsed.GetValue(functions), parsed.GetValue(page),
                parsed.GetValue(host) == Worker ? Path.GetFullPath(parsed.GetRequiredValue(folder)) : null) with
            {
                Tables = parsed.GetValue(tables),
            },
            cancellationToken));
        return command;
    }

    private static Option<int?> Port(string name, string meaning, int usual)
    {
        var option = new Option<int?>(name)
        {
            Description = $"{meaning} on 127.0.0.1 [default: {usual}; with --smoke a free one]",
            HelpName = "port",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var port) && port is > 0 and <= 65535))
            {
                result.AddError($"{name} takes a port from 1 to 65535, not '{token.Value}'.");
            }
        });
        return option;
    }
}
