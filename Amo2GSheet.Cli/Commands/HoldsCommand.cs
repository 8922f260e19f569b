using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Holds;
using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet holds</c>: what the brake holds back, and a person's decision about it.</summary>
internal static class HoldsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandFrame frame) =>
        new("holds", "Shows which edits of the sheet are held back because too many leads would move at once, and lets a person decide about them.")
        {
            List(frame),
            Show(frame),
            Decide(frame, "approve", "Lets the edits of a hold be pushed to amoCRM: exactly the set that is shown.", HoldVerdict.Approved),
            Decide(frame, "discard", "Puts the rows of a hold back to what amoCRM has: exactly the set that is shown.", HoldVerdict.Discarded),
        };

    private static Command List(CommandFrame frame)
    {
        var (json, sandbox) = (CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("list", "Lists the holds: how many edits, since when and why.") { json, sandbox };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox), (context, token) => new HoldsTalk(context, parsed.GetValue(json)).ListAsync(token), cancellationToken));
        return command;
    }

    private static Command Show(CommandFrame frame)
    {
        var (id, json, sandbox) = (Id(), CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("show", "Shows one hold: counts, samples and cost; with --json all its leads.") { id, json, sandbox };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox), (context, token) => new HoldsTalk(context, parsed.GetValue(json)).ShowAsync(parsed.GetValue(id)!, token), cancellationToken));
        return command;
    }

    private static Command Decide(CommandFrame frame, string name, string description, HoldVerdict verdict)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask; for scripts." };
        var (id, json, sandbox) = (Id(), CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command(name, description) { id, yes, json, sandbox };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            (context, token) => new HoldsTalk(context, parsed.GetValue(json)).DecideAsync(parsed.GetValue(id)!, verdict, parsed.GetValue(yes), token),
            cancellationToken));
        return command;
    }

    private static Argument<string> Id() => new("hold") { Description = "The hold's id, as list and /health/details show it", HelpName = "hold id" };
}
