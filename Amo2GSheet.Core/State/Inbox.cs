using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Core.State;

/// <summary>
/// The one door through which news of leads comes in. Drops what was handled already, stores the rest durably.
/// </summary>
/// <param name="store">Where entries wait.</param>
/// <param name="dedup">What was handled.</param>
/// <param name="window">How long a handled bell makes an equal one a duplicate.</param>
/// <param name="time">Our clock.</param>
public sealed class Inbox(IInboxStore store, IDedupStore dedup, DedupWindow window, TimeProvider time)
{
    /// <summary>amoCRM's times have whole seconds: a lead read within this time of a change may have been read before a second one.</summary>
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(2);

    private const int MostLookedUp = 8;

    /// <summary>Stores bells; when this returns, they survive a crash.</summary>
    /// <returns>How many were stored; the others were duplicates.</returns>
    public async Task<int> ReceiveAsync(IReadOnlyCollection<LeadBell> bells, CancellationToken cancellationToken)
    {
        // A bulk change is stored as it is: looking each lead up would take longer than amoCRM waits, and the inbox folds doubles anyway.
        var fresh = bells;
        if (bells.Count <= MostLookedUp)
        {
            var duplicates = await Task.WhenAll(bells.Select(bell => IsDuplicateAsync(bell, cancellationToken)));
            fresh = [.. bells.Where((_, index) => !duplicates[index])];
        }

        if (fresh.Count > 0)
            await store.PutAsync(fresh, time.GetUtcNow(), cancellationToken);
        return fresh.Count;
    }

    /// <summary>
    /// A bell is a duplicate when the same lead was handled at the same status within the window, at a change that is not older, and was
    /// read late enough to have shown every change of that second. A→B→A inside a minute is therefore no duplicate (failure 2).
    /// </summary>
    private async Task<bool> IsDuplicateAsync(LeadBell bell, CancellationToken cancellationToken)
    {
        if (window.Length <= TimeSpan.Zero || bell is not { StatusId: { } status, LastModified: { } modified, Deleted: false })
            return false;
        var handled = await dedup.FindAsync(bell.Lead, status, cancellationToken);
        return handled is not null
            && modified <= handled.LastModified
            && handled.ReadAt >= modified + Granularity
            && time.GetUtcNow() - handled.ReadAt < window.Length;
    }
}

/// <summary>How long a handled bell makes an equal one a duplicate.</summary>
/// <param name="Length">The window (<c>WEBHOOK_DEDUP_TTL_SEC</c>); zero switches the check off.</param>
public sealed record DedupWindow(TimeSpan Length);
