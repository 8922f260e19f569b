using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Kpi;

/// <summary>Reads a stretch of amoCRM's history into the ledger, a batch of leads at a time.</summary>
internal sealed class KpiWalk(IAmoStageMoves amo, KpiRecorder recorder)
{
    /// <summary>Leads to a batch: what one call to amoCRM reads.</summary>
    private const int Batch = AmoCrmClient.IdsPerCall;

    /// <summary>Reads it all; when this returns, every move of it is in the ledger.</summary>
    /// <param name="from">Since when.</param>
    /// <param name="until">Until when; null for no end.</param>
    /// <param name="isWanted">Which moves to take in.</param>
    /// <param name="cancellationToken">Stops between two calls; what was taken in stays, and is taken in again without effect.</param>
    public async Task<KpiStretch> ReadAsync(
        DateTimeOffset from, DateTimeOffset? until, Func<StageMove, bool> isWanted, CancellationToken cancellationToken)
    {
        var stretch = new KpiStretch();
        var waiting = new List<StageMove>();
        await foreach (var page in amo.ReadMovesAsync(from, until, cancellationToken))
        {
            stretch.ServerTime ??= page.ServerTime;
            foreach (var move in page.Moves)
            {
                if (stretch.Newest is null || move.At > stretch.Newest)
                    stretch.Newest = move.At;
                if (stretch.Moves.TryAdd(move.Id, move.Lead) && isWanted(move))
                    waiting.Add(move);
            }

            if (waiting.DistinctBy(move => move.Lead).Count() >= Batch)
                await TakeAsync();
        }

        await TakeAsync();
        return stretch;

        async Task TakeAsync()
        {
            if (waiting.Count == 0)
                return;
            var taken = await recorder.TakeAsync(waiting, cancellationToken);
            stretch.Changes += taken.Changes;
            stretch.Unseen.UnionWith(taken.Unseen);
            stretch.Taken += waiting.Count;
            waiting.Clear();
        }
    }
}

/// <summary>What a stretch of history held.</summary>
internal sealed class KpiStretch
{
    /// <summary>The leads of all its events, by the event's id.</summary>
    public Dictionary<string, LeadId> Moves { get; } = [];

    /// <summary>Leads that amoCRM did not show.</summary>
    public HashSet<LeadId> Unseen { get; } = [];

    /// <summary>Moves taken in, those that the ledger had before among them.</summary>
    public int Taken { get; set; }

    /// <summary>Credits written or taken out.</summary>
    public int Changes { get; set; }

    /// <summary>amoCRM's clock when it answered first; null when it did not say.</summary>
    public DateTimeOffset? ServerTime { get; set; }

    /// <summary>When the newest of the events happened.</summary>
    public DateTimeOffset? Newest { get; set; }
}
