using System.CommandLine;
using Amo2GSheet.Cli.Check;
using Amo2GSheet.Cli.Frame;
using Spectre.Console;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet check</c>: looks the whole installation over, and mends what needs no person.</summary>
internal static class CheckCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandFrame frame)
    {
        var fix = new Option<bool>("--fix")
        {
            Description = "Mend what needs no person (webhook, missing tabs, header of an empty tab, dropdown), then check again.",
        };
        var (sandbox, json) = (CommonOptions.Sandbox(), CommonOptions.Json());
        var command = new Command("check", "Checks settings, storage, amoCRM, webhook and spreadsheet; exits with 0 only if nothing blocks.")
        {
            fix, json, sandbox,
        };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            (context, token) => RunAsync(context, parsed.GetValue(fix), parsed.GetValue(json), token),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, bool fix, bool json, CancellationToken cancellationToken)
    {
        var time = context.Get<TimeProvider>();
        var run = new CheckRun([new SettingsCheck(context, time), new StorageCheck(context), new AmoCrmCheck(context), new WebhookCheck(context), new SpreadsheetCheck(context)]);
        var report = fix ? await run.FixAsync(cancellationToken) : await run.LookAsync(cancellationToken);
        if (json)
            await context.Terminal.Output.WriteLineAsync(CommandJson.Of(report));
        else
            Print(context.Terminal.Data, report);

        var (blocks, warnings) = (report.Count(CheckLevel.Blocks), report.Count(CheckLevel.Warning));
        if (report.Ok)
            context.Terminal.Note($"Nothing blocks; warnings: {warnings}.");
        else
            context.Terminal.Fail($"Blocking: {blocks}; warnings: {warnings}.");
        return report.Ok ? CommandFrame.Fine : CommandFrame.Failed;
    }

    private static void Print(IAnsiConsole console, CheckReport report)
    {
        foreach (var area in report.Findings.GroupBy(finding => finding.Area))
        {
            console.MarkupLineInterpolated($"[bold]{area.Key}[/]");
            foreach (var finding in area)
            {
                var (colour, word) = finding switch
                {
                    { Fixed: true } => ("green", "fixed"),
                    { Level: CheckLevel.Ok } => ("green", "ok"),
                    { Level: CheckLevel.Warning } => ("yellow", "warning"),
                    _ => ("red", "BLOCKS"),
                };
                console.MarkupLine($"  [{colour}]{word,-8}[/]{Markup.Escape(finding.Sentence)}");
                if (finding.Fix is { } how)
                    console.MarkupLine($"  {"",-8}[grey]→ {Markup.Escape(how)}[/]");
            }
        }
    }
}
