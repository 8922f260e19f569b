using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Kpi;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet kpi</c>: the ledger that salaries are made of.</summary>
internal static class KpiCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandFrame frame) =>
        new("kpi", "Fills the ledger of consuls, orders and dumkas from amoCRM's history, computes it anew, tells why a lead has its credits, and empties it.")
        {
            Backfill(frame),
            Rebuild(frame),
            Explain(frame),
            Reset(frame),
        };

    private static Command Backfill(CommandFrame frame)
    {
        var (from, to) = (Day("--from", "The first day"), Day("--to", "The last day, itself included"));
        var (json, sandbox) = (CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("backfill", "Reads amoCRM's history of a range of days into the ledger. Stopped, it goes on where it was; what the ledger has is left alone.")
        {
            from, to, json, sandbox,
        };
        command.Validators.Add(result =>
        {
            // A day that is none has its own error, and no value.
            if (result.GetResult(from)?.Tokens is not [var first] || result.GetResult(to)?.Tokens is not [var last]
                || DisplayDay.Read(first.Value) is not { } begin || DisplayDay.Read(last.Value) is not { } end)
                return;
            if (end < begin)
                result.AddError("--to is earlier than --from.");
            else if (end.DayNumber - begin.DayNumber >= KpiRange.LongestDays)
                result.AddError("--from and --to are more than ten years apart.");
        });
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            (context, token) => new KpiTalk(context, parsed.GetValue(json)).BackfillAsync(new KpiRange(parsed.GetValue(from), parsed.GetValue(to)), token),
            cancellationToken));
        return command;
    }

    private static Command Rebuild(CommandFrame frame)
    {
        var (json, sandbox) = (CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("rebuild", "Computes all credits anew from the moves that the ledger knows, by the settings and stage names of now.") { json, sandbox };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox), (context, token) => new KpiTalk(context, parsed.GetValue(json)).RebuildAsync(token), cancellationToken));
        return command;
    }

    private static Command Explain(CommandFrame frame)
    {
        var (lead, json, sandbox) = (CommonOptions.Lead(), CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("explain", "Lists a lead's moves: the events behind each credit, and why the others count for nothing.") { lead, json, sandbox };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox), (context, token) => new KpiTalk(context, parsed.GetValue(json)).ExplainAsync(parsed.GetValue(lead), token), cancellationToken));
        return command;
    }

    private static Command Reset(CommandFrame frame)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask; for scripts." };
        var (json, sandbox) = (CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("reset", "Empties the ledger: every credit, what is known of the leads, and who came in. A back-fill brings it back, with codes and budgets as they are then.")
        {
            yes, json, sandbox,
        };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox), (context, token) => new KpiTalk(context, parsed.GetValue(json)).ResetAsync(parsed.GetValue(yes), token), cancellationToken));
        return command;
    }

    private static Option<DateOnly> Day(string name, string description) => new(name)
    {
        Description = $"{description}, YYYY-MM-DD, in the zone in which the sheet shows moments",
        HelpName = "day",
        Required = true,
        CustomParser = result =>
        {
            var day = DisplayDay.Read(result.Tokens[0].Value);
            if (day is null)
                result.AddError($"{name} takes a day such as 2026-03-01, not '{result.Tokens[0].Value}'.");
            return day ?? default;
        },
    };
}
