using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Why;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sync;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet why</c>: what happened to a lead, and why.</summary>
internal static class WhyCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandFrame frame)
    {
        var (lead, json, sandbox) = (CommonOptions.Lead(), CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("why", "Tells what the service did about a lead, by which rule, or why it did nothing.") { lead, json, sandbox };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            (context, token) => RunAsync(context, parsed.GetValue(lead), parsed.GetValue(json), token),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, LeadId lead, bool json, CancellationToken cancellationToken)
    {
        await context.Service.EnsureTablesAsync(cancellationToken);
        var history = await context.Get<LeadTimeline>().ReadAsync(lead, cancellationToken);
        if (json)
            await context.Terminal.Output.WriteLineAsync(CommandJson.Of(new { lead = lead.Value, history.Entries, history.Waiting, history.Base }));

        if (history is { Entries.Count: 0, Waiting: null, Base: null })
        {
            context.Terminal.Fail($"The service never heard of lead {lead}: no webhook named it, and no row bears its id.");
            return CommandFrame.Failed;
        }

        if (!json)
        {
            var story = await LeadStory.PrepareAsync(context, cancellationToken);
            context.Terminal.Note(story.Opening(history));
            foreach (var line in story.Lines(history))
                await context.Terminal.Output.WriteLineAsync(line);
        }

        return CommandFrame.Fine;
    }
}
