using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Import;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet import</c>: the rows of a workbook become leads.</summary>
internal static class ImportCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="frame">Runs it.</param>
    public static Command Create(CommandFrame frame)
    {
        var file = new Argument<string>("file") { Description = "The workbook (.xlsx)." };
        var sheet = new Option<string?>("--sheet") { Description = "The sheet's name [default: the first one]", HelpName = "name" };
        var pipeline = new Option<string?>("--pipeline") { Description = "The pipeline of rows that name none", HelpName = "name" };
        var dates = new Option<string?>("--dates") { Description = "How 05/06/2026 is read: dmy or mdy; without it such a row is refused", HelpName = "order" };
        dates.AcceptOnlyFromAmong("dmy", "mdy");
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be created, and create nothing." };
        var sendUnclear = new Option<bool>("--send-unclear")
        {
            Description = "Send rows again that an earlier import sent without an answer and that are not found for certain; look in amoCRM first.",
        };
        var ledger = new Option<string?>("--ledger") { Description = "Write every row's outcome into this CSV file", HelpName = "out.csv" };
        var (sandbox, json) = (CommonOptions.Sandbox(), CommonOptions.Json());

        var command = new Command("import", "Makes leads in amoCRM out of the rows of an Excel workbook, each row once however often it is run.")
        {
            file, sheet, pipeline, dates, dryRun, sendUnclear, ledger, json, sandbox,
        };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            (context, token) => new ImportSession(
                context,
                parsed.GetValue(file)!,
                parsed.GetValue(sheet),
                new ImportWishes(
                    parsed.GetValue(pipeline),
                    parsed.GetValue(dates) switch { "dmy" => DayOrder.Dmy, "mdy" => DayOrder.Mdy, _ => DayOrder.Unsaid },
                    parsed.GetValue(dryRun),
                    parsed.GetValue(sendUnclear)),
                parsed.GetValue(ledger),
                parsed.GetValue(json)).RunAsync(token),
            cancellationToken));
        return command;
    }
}
