using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.State;

/// <summary>Every applied change and every refusal, per lead, newest first.</summary>
public interface IJournal
{
    /// <summary>Writes entries.</summary>
    Task WriteAsync(IReadOnlyCollection<JournalEntry> entries, CancellationToken cancellationToken);

    /// <summary>The entries of one lead, newest first.</summary>
    IAsyncEnumerable<JournalEntry> ReadAsync(LeadId lead, CancellationToken cancellationToken);
}

/// <summary>One decision about one lead.</summary>
public sealed record JournalEntry
{
    /// <summary>The lead.</summary>
    public required LeadId Lead { get; init; }

    /// <summary>When, by our clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The pass that decided.</summary>
    public required string Pass { get; init; }

    /// <summary>The number of the planner's rule (docs/rules.md).</summary>
    public required int Rule { get; init; }

    /// <summary>The named reason or action: <c>RowAppended</c>, <c>LeadMoved</c>, <c>UnknownStatus</c> …</summary>
    public required string What { get; init; }

    /// <summary>What was there before, in words of the sheet and of amoCRM; no personal data.</summary>
    public string? Before { get; init; }

    /// <summary>What is there after.</summary>
    public string? After { get; init; }

    /// <summary>The bells that led to it; null when none rang, as after an edit in the sheet.</summary>
    public Heard? Heard { get; init; }

    /// <summary>Further explanation: the refusing side's words, the loser's value of a conflict.</summary>
    public string? Detail { get; init; }
}

/// <summary>The bells of an inbox entry.</summary>
/// <param name="First">When the first one came, by our clock.</param>
/// <param name="Last">When the newest one came.</param>
/// <param name="Attempts">How many passes before this one could not decide.</param>
public sealed record Heard(DateTimeOffset First, DateTimeOffset Last, int Attempts);
