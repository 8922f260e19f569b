using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>The newest lines of the service's journal, oldest first, each with its lead's name and its latency. Read by one thread at a time.</summary>
internal sealed class PageJournal(IPageService service, AmoWorld amo, Deeds deeds)
{
    /// <summary>How many lines a page that is opened gets to see.</summary>
    public const int Kept = 100;

    // An entry is stamped a moment before it can be read, and several processes may have written.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private readonly List<JournalLine> _lines = [];
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private DateTimeOffset _newest = DateTimeOffset.UnixEpoch + Overlap;

    public IReadOnlyList<JournalLine> Lines => _lines;

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var found = await service.ReadJournalAsync(_newest - Overlap, cancellationToken);
        foreach (var decision in found.OrderBy(decision => decision.At).Where(decision => _seen.TryAdd(decision.Key, decision.At)))
        {
            _newest = decision.At > _newest ? decision.At : _newest;
            _lines.Add(new JournalLine(decision, amo.Find(EntityKind.Lead, decision.Lead)?.Name, deeds.LatencyOf(decision)?.TotalMilliseconds));
        }

        _lines.RemoveRange(0, Math.Max(0, _lines.Count - Kept));
        foreach (var (key, _) in _seen.Where(one => one.Value < _newest - (2 * Overlap)))
            _seen.Remove(key);
    }
}

/// <summary>A line of the journal as the page shows it.</summary>
/// <param name="Decision">What the service wrote.</param>
/// <param name="Name">The lead's name when it was read; null for a lead that is gone.</param>
/// <param name="LatencyMs">From the deed or the webhook to the entry.</param>
internal sealed record JournalLine(PageDecision Decision, string? Name, double? LatencyMs);
