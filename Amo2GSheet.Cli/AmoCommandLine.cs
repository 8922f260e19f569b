using System.CommandLine;
using System.CommandLine.Invocation;
using Amo2GSheet.Cli.Commands;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Sandbox;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Cli.Soak;

namespace Amo2GSheet.Cli;

/// <summary>The command line <c>amo2gsheet</c>: which commands there are, and what runs them.</summary>
internal static class AmoCommandLine
{
    /// <summary>After Ctrl-C or SIGTERM: long enough for a running request and for the children to end in order.</summary>
    private static readonly TimeSpan Termination = TimeSpan.FromSeconds(30);

    /// <summary>Parses and runs one command.</summary>
    /// <param name="args">As typed, without the program's name.</param>
    /// <param name="terminal">Where commands read and write; the process's own when null.</param>
    /// <param name="open">Opens the service's parts for a command; for tests.</param>
    /// <returns>The process's exit code: 0 fine, 1 something blocks or failed, 2 typed wrongly.</returns>
    public static async Task<int> RunAsync(
        string[] args, Terminal? terminal = null, Func<bool, CancellationToken, Task<CliService>>? open = null)
    {
        var frame = new CommandFrame(terminal ?? Terminal.OfProcess(), open ?? CliService.OpenAsync);
        var parsed = Root(frame).Parse(args);
        var isWrong = parsed.Action is ParseErrorAction;
        var code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            ProcessTerminationTimeout = Termination,
            // Standard output is for what was asked for, and help was not.
            Output = isWrong ? frame.Terminal.Error : frame.Terminal.Output,
            Error = frame.Terminal.Error,
        });
        return isWrong ? CommandFrame.Usage : code;
    }

    private static RootCommand Root(CommandFrame frame)
    {
        var sandbox = SandboxCommand.Create(SandboxRun.RunAsync);
        var serve = ServeCommand.Create(SelfHostEntry.RunAsync);
        var workerHost = WorkerHostCommand.Create();
        var check = CheckCommand.Create(frame);
        var setUp = SetUpSheetCommand.Create(frame);
        var inspect = InspectCommand.Create(frame);
        var logIn = LogInCommand.Create(frame);
        var why = WhyCommand.Create(frame);
        var holds = HoldsCommand.Create(frame);
        var adopt = AdoptSheetCommand.Create(frame);
        var import = ImportCommand.Create(frame);
        var verify = VerifyCommand.Create(frame);
        var kpi = KpiCommand.Create(frame);
        var hash = HashPasswordCommand.Create(frame.Terminal);
        var simulate = SimulateCommand.Create(frame.Terminal);
        var soak = SoakCommand.Create(frame.Terminal, SoakRun.RunAsync);
        var tables = TablesCommand.Create((serving, cancellationToken) => serving.RunAsync(frame.Terminal, cancellationToken));
        var backup = BackupCommand.Create(frame);
        var restore = BackupCommand.CreateRestore(frame);
        var root = new RootCommand("Keeps amoCRM and a Google Sheet in step, both ways.") { sandbox, serve, workerHost, check, logIn, setUp, inspect, import, why, holds, adopt, verify, kpi, hash, tables, backup, restore, soak, simulate };

        root.ShowExamplesInHelp(new Dictionary<Command, string>
        {
            [sandbox] = "amo2gsheet sandbox --functions-port 7071",
            [serve] = "amo2gsheet serve --port 7071",
            [check] = "amo2gsheet check --sandbox",
            [logIn] = "amo2gsheet login",
            [setUp] = "amo2gsheet setup-sheet --staff people.csv",
            [inspect] = "amo2gsheet inspect --leads 3 --sandbox",
            [why] = "amo2gsheet why 40100001 --sandbox",
            [holds] = "amo2gsheet holds list --sandbox",
            [holds.Subcommands[1]] = "amo2gsheet holds show 5f0c7a21be34 --sandbox",
            [holds.Subcommands[2]] = "amo2gsheet holds approve 5f0c7a21be34",
            [holds.Subcommands[3]] = "amo2gsheet holds discard 5f0c7a21be34 --yes",
            [adopt] = "amo2gsheet adopt-sheet",
            [verify] = "amo2gsheet verify --json",
            [kpi] = "amo2gsheet kpi backfill --from 2026-03-01 --to 2026-03-31",
            [kpi.Subcommands[0]] = "amo2gsheet kpi backfill --from 2026-03-01 --to 2026-03-31 --sandbox",
            [kpi.Subcommands[1]] = "amo2gsheet kpi rebuild",
            [kpi.Subcommands[2]] = "amo2gsheet kpi explain 40100001 --sandbox",
            [kpi.Subcommands[3]] = "amo2gsheet kpi reset --yes",
            [hash] = "amo2gsheet hash-password",
            [simulate] = "amo2gsheet simulate --seeds 10000 --first 1",
            [tables] = "amo2gsheet tables --file tables.db",
            [backup] = "amo2gsheet backup before-update.backup",
            [restore] = "amo2gsheet restore before-update.backup --replace",
            [soak] = "amo2gsheet soak --minutes 1 --seed 7",
            [import] = "amo2gsheet import docs/samples/orders.xlsx --sandbox --pipeline \"Sotuv 1\"",
        });
        return root;
    }
}
