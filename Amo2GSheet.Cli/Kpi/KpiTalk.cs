using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Kpi;

/// <summary>What the commands of the ledger say.</summary>
/// <param name="context">The command's surroundings.</param>
/// <param name="json">One document instead of lines.</param>
internal sealed class KpiTalk(CommandContext context, bool json)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Reads a range into the ledger.</summary>
    public async Task<int> BackfillAsync(KpiRange range, CancellationToken cancellationToken)
    {
        await context.Service.EnsureReadyAsync(cancellationToken);
        var desk = context.Get<KpiDesk>();
        var order = await desk.OrderBackfillAsync(range, cancellationToken);
        if (order.DaysDone > 0)
            context.Terminal.Note($"Going on after {order.DaysDone} of {range.Days} days.");

        await InTurnAsync(() => desk.TryRunBackfillAsync(new Days(context.Terminal), cancellationToken), cancellationToken);
        // The service can have been quicker than this command, or somebody ordered another range meanwhile.
        var end = await desk.ReadBackfillAsync(cancellationToken);
        if (end is null || end.Range != range || !end.Done)
        {
            context.Terminal.Fail($"Another back-fill took the place of this one: {end?.Range.ToString() ?? "the ledger was emptied"}.");
            return CommandFrame.Failed;
        }

        await context.Terminal.Output.WriteLineAsync(json
            ? CommandJson.Of(new { from = range.From, to = range.To, days = range.Days, moves = end.Moves })
            : string.Create(CultureInfo.InvariantCulture, $"{range}: {range.Days} days, {end.Moves} moves of leads are in the ledger."));
        return CommandFrame.Fine;
    }

    /// <summary>Computes the ledger anew.</summary>
    public async Task<int> RebuildAsync(CancellationToken cancellationToken)
    {
        await context.Service.EnsureReadyAsync(cancellationToken);
        int? leads = null;
        await InTurnAsync(
            async () => (leads = await context.Get<KpiDesk>().TryRebuildAsync(new Leads(context.Terminal), cancellationToken)) is not null,
            cancellationToken);
        await context.Terminal.Output.WriteLineAsync(json
            ? CommandJson.Of(new { leads })
            : string.Create(CultureInfo.InvariantCulture, $"The credits of {leads} leads were computed anew."));
        return CommandFrame.Fine;
    }

    /// <summary>Tells a lead's moves.</summary>
    public async Task<int> ExplainAsync(LeadId lead, CancellationToken cancellationToken)
    {
        await context.Service.EnsureReadyAsync(cancellationToken);
        if (await context.Get<KpiDesk>().ExplainAsync(lead, cancellationToken) is not { } explanation)
        {
            context.Terminal.Fail($"The ledger knows no move of lead {lead} in a pipeline in scope. Older ones: amo2gsheet kpi backfill.");
            return CommandFrame.Failed;
        }

        var account = await context.Get<IAmoCrm>().ReadAccountAsync(fresh: false, cancellationToken);
        var text = new KpiText(context.Get<PipelineBooks>().BookOf(account), context.Get<IOptions<DisplayOptions>>().Value.Zone(account.TimeZone));
        if (json)
            await context.Terminal.Output.WriteLineAsync(CommandJson.Of(text.Document(explanation)));
        else
        {
            foreach (var line in text.Lines(explanation))
                await context.Terminal.Output.WriteLineAsync(line);
        }

        return CommandFrame.Fine;
    }

    /// <summary>Empties the ledger.</summary>
    public async Task<int> ResetAsync(bool yes, CancellationToken cancellationToken)
    {
        await context.Service.EnsureReadyAsync(cancellationToken);
        if (!yes && !await IsMeantAsync(cancellationToken))
        {
            context.Terminal.Fail("Nothing was done.");
            return CommandFrame.Failed;
        }

        await InTurnAsync(() => context.Get<KpiDesk>().TryResetAsync(cancellationToken), cancellationToken);
        await context.Terminal.Output.WriteLineAsync(json
            ? CommandJson.Of(new { done = true })
            : "The ledger is empty. Bring it back: amo2gsheet kpi backfill --from <day> --to <day>.");
        return CommandFrame.Fine;
    }

    private async Task<bool> IsMeantAsync(CancellationToken cancellationToken)
    {
        context.Terminal.Note("All credits are forgotten, with the codes and budgets that were seen when each lead moved. A back-fill sees those of today. Type yes to go on:");
        return string.Equals((await context.Terminal.ReadLineAsync(cancellationToken))?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Waits for our turn: the service writes the ledger for seconds, and works on a back-fill for minutes.</summary>
    private async Task InTurnAsync(Func<Task<bool>> work, CancellationToken cancellationToken)
    {
        var told = false;
        while (!await work())
        {
            if (!told)
                context.Terminal.Note("The service writes the ledger now; waiting for it.");
            told = true;
            await Task.Delay(Patience, context.Get<TimeProvider>(), cancellationToken);
        }
    }

    private sealed class Days(Terminal terminal) : IProgress<KpiBackfillProgress>
    {
        public void Report(KpiBackfillProgress value) => terminal.Note(string.Create(
            CultureInfo.InvariantCulture, $"{value.Range.From.AddDays(value.DaysDone - 1):yyyy-MM-dd}: {value.DaysDone} of {value.Range.Days} days, {value.Moves} moves"));
    }

    private sealed class Leads(Terminal terminal) : IProgress<int>
    {
        public void Report(int value) => terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{value} leads"));
    }
}
