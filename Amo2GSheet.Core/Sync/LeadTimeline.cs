using System.Globalization;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Tells what happened to a lead and why: the arrivals, the reads and the decisions, in order of time, out of journal, inbox, dedup and
/// base. Reads only; asks neither amoCRM nor Google.
/// </summary>
/// <param name="journal">What was decided.</param>
/// <param name="inbox">What waits.</param>
/// <param name="dedup">When the lead was read last at each status, also when there was nothing to do.</param>
/// <param name="bases">What both sides agreed on.</param>
public sealed class LeadTimeline(IJournal journal, IInboxStore inbox, IDedupStore dedup, IBaseStore bases)
{
    /// <summary>The lead's history.</summary>
    /// <param name="lead">The lead; one that nobody ever heard of has an empty history.</param>
    /// <param name="cancellationToken">Stops the reads.</param>
    public async Task<LeadHistory> ReadAsync(LeadId lead, CancellationToken cancellationToken)
    {
        var (waiting, known, handled) = (inbox.FindAsync(lead, cancellationToken), bases.FindAsync(lead, cancellationToken), dedup.ReadAsync(lead, cancellationToken));
        var decided = new List<JournalEntry>();
        await foreach (var entry in journal.ReadAsync(lead, cancellationToken))
            decided.Add(entry);
        decided.Reverse();

        var heard = decided.Select(entry => entry.Heard);
        if (await waiting is { } waits)
            heard = heard.Append(new Heard(waits.FirstSeen, waits.LastSeen, waits.Attempts));
        // Sorted stably: of one instant, what was heard comes before what was read, and that before what was decided.
        var entries = heard.OfType<Heard>().SelectMany(Arrivals).DistinctBy(entry => entry.At)
            .Concat((await handled).Select(Read))
            .Concat(decided.Select(Decided))
            .OrderBy(entry => entry.At);
        return new LeadHistory(
            lead,
            [.. entries],
            await waiting is { } still ? new WaitingLead(still.FirstSeen, still.LastSeen, still.Attempts, still.LastError) : null,
            await known is { } agreed ? AgreedState.Of(agreed) : null);
    }

    private static IEnumerable<TimelineEntry> Arrivals(Heard heard)
    {
        yield return new TimelineEntry { At = heard.First, What = nameof(Heard), Sentence = "A bell rang: look at this lead." };
        if (heard.Last > heard.First)
            yield return new TimelineEntry { At = heard.Last, What = nameof(Heard), Sentence = "The newest bell of those that rang meanwhile." };
    }

    private static TimelineEntry Read(Handled handled) => new()
    {
        At = handled.ReadAt,
        What = "Read",
        Sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"amoCRM was asked, for the last time at this status: the lead stood at status {handled.StatusId}, changed {LeadHistory.Time(handled.LastModified)}."),
    };

    private static TimelineEntry Decided(JournalEntry entry) => new()
    {
        At = entry.At,
        Pass = entry.Pass,
        Rule = entry.Rule,
        RuleText = RuleTexts.Of(entry.Rule),
        What = entry.What,
        Sentence = ReasonTexts.Of(entry.What),
        Before = entry.Before,
        After = entry.After,
        Detail = entry.Detail,
    };
}
