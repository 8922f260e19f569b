using System.Globalization;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>All that the service knows about one lead.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Entries">What happened, the oldest first; empty for a lead that the service never heard of.</param>
/// <param name="Waiting">Its inbox entry when it waits for a pass, else null.</param>
/// <param name="Base">What both sides agreed on last; null when the lead was never tracked.</param>
public sealed record LeadHistory(LeadId Lead, IReadOnlyList<TimelineEntry> Entries, WaitingLead? Waiting, AgreedState? Base)
{
    /// <summary>The history as lines of text for a person: when, what, why; the last lines say how things stand.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var entry in Entries)
            yield return entry.Line();
        if (Entries.Count == 0)
            yield return $"Nothing is recorded about lead {Lead}.";
        if (Waiting is { } waiting)
            yield return waiting.Line();
        yield return Base?.Line() ?? "The lead is not tracked: it has no base.";
    }

    internal static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>One thing that happened.</summary>
public sealed record TimelineEntry
{
    /// <summary>When, by our clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The pass that decided; null for an arrival.</summary>
    public string? Pass { get; init; }

    /// <summary>The number of the rule that matched (<c>docs/rules.md</c>); null for an arrival.</summary>
    public int? Rule { get; init; }

    /// <summary>When that rule matches, in the words of <c>docs/rules.md</c>.</summary>
    public string? RuleText { get; init; }

    /// <summary><c>Heard</c> (a bell rang), <c>Read</c> (amoCRM was asked), else the <see cref="Reason"/> by name.</summary>
    public required string What { get; init; }

    /// <summary>What was done, or why nothing was, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What was there before.</summary>
    public string? Before { get; init; }

    /// <summary>What is there after.</summary>
    public string? After { get; init; }

    /// <summary>Further explanation: the refusing side's words, the loser's value of a conflict.</summary>
    public string? Detail { get; init; }

    /// <summary>The entry as one line of text.</summary>
    public string Line()
    {
        var change = (Before, After) is (null, null) ? "" : $" [{Before ?? "—"} → {After ?? "—"}]";
        var rule = Rule is { } number ? $" (rule {number}: {RuleText})" : "";
        return $"{LeadHistory.Time(At)}  {What}: {Sentence}{change}{(Detail is null ? "" : $" {Detail}")}{rule}";
    }
}

/// <summary>A lead that waits for a pass.</summary>
/// <param name="Since">When the first bell came.</param>
/// <param name="LastHeard">When a bell last told something new.</param>
/// <param name="Attempts">How many passes could not decide.</param>
/// <param name="LastError">Why the last of them could not.</param>
public sealed record WaitingLead(DateTimeOffset Since, DateTimeOffset LastHeard, int Attempts, string? LastError)
{
    internal static WaitingLead Of(InboxEntry entry) => new(entry.FirstSeen, entry.LastSeen, entry.Attempts, entry.LastError);

    /// <summary>The state as one line of text.</summary>
    public string Line() => string.Create(
        CultureInfo.InvariantCulture,
        $"It waits in the inbox since {LeadHistory.Time(Since)}, {Attempts} passes could not decide{(LastError is null ? "" : $": {LastError}")}");
}

/// <summary>A base in plain values.</summary>
/// <param name="PipelineId">The pipeline of the stage last agreed; null when amoCRM does not know the lead.</param>
/// <param name="StatusId">The status inside it.</param>
/// <param name="Status">The row's status cell.</param>
/// <param name="OrderNumber">The row's order number; empty when there is none.</param>
/// <param name="SheetId">The tab in which the row was last seen, by Google's <c>sheetId</c>.</param>
/// <param name="LeadUpdatedAt">The lead's newest <c>updated_at</c> that we know.</param>
/// <param name="Missing">The row is gone from the sheet (rule 10).</param>
/// <param name="LeadGone">The lead is deleted or merged in amoCRM (rule 11).</param>
/// <param name="Announced">A status that is announced and not known to be written; null when none is.</param>
/// <param name="Refused">A person's edit was refused and stands until it changes (rule 9).</param>
public sealed record AgreedState(
    long? PipelineId, long? StatusId, string Status, string OrderNumber, long SheetId, DateTimeOffset LeadUpdatedAt,
    bool Missing, bool LeadGone, string? Announced, bool Refused)
{
    /// <summary>The hold in which a person's edit waits (rule 16); null when none does.</summary>
    public string? Hold { get; init; }

    internal static AgreedState Of(Base known) => new(
        known.Stage?.PipelineId, known.Stage?.StatusId, known.Status, known.OrderNumber, known.Tab.Value, known.LeadUpdatedAt,
        known.Missing, known.LeadGone, known.Intent?.Status, known.Refused is not null)
    {
        Hold = known.Held?.Hold,
    };

    /// <summary>The state as one line of text.</summary>
    public string Line()
    {
        string?[] remarks =
        [
            Missing ? "its row is gone from the sheet" : null,
            LeadGone ? "the lead is gone from amoCRM" : null,
            Announced is null ? null : $"«{Announced}» is announced and not known to be written",
            Refused ? "an edit was refused and stands" : null,
            Hold is null ? null : $"an edit waits in hold {Hold}",
        ];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Both sides agreed on: status «{Status}», order number «{OrderNumber}», stage {(PipelineId is null ? "unknown" : $"{PipelineId}:{StatusId}")}, tab {SheetId}{string.Concat(remarks.Where(one => one is not null).Select(one => $"; {one}"))}");
    }
}
