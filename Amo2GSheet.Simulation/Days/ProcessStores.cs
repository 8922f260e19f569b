using System.Runtime.CompilerServices;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Simulation.Days;

/// <summary>The stores as one process reaches them: every call that a pass makes is a step at which things can go wrong.</summary>
internal sealed class ProcessBases(IBaseStore inner, ProcessSteps steps, Action<IReadOnlyCollection<Base>> saves) : IBaseStore
{
    public Task<IReadOnlyDictionary<LeadId, Base>> LoadAsync(bool undisturbed, CancellationToken cancellationToken) =>
        steps.StoreAsync("load bases", () => inner.LoadAsync(undisturbed, cancellationToken), false, null, cancellationToken);

    public Task<IReadOnlyDictionary<LeadId, Base>> ReadAsync(bool remembered, CancellationToken cancellationToken) =>
        steps.StoreAsync("read bases", () => inner.ReadAsync(remembered, cancellationToken), false, null, cancellationToken);

    public Task<Base?> FindAsync(LeadId lead, CancellationToken cancellationToken) =>
        steps.StoreAsync("find base", () => inner.FindAsync(lead, cancellationToken), false, null, cancellationToken);

    public Task<IReadOnlyList<Base>> SaveAsync(IReadOnlyCollection<Base> bases, CancellationToken cancellationToken) => steps.StoreAsync(
        $"save bases {string.Join(' ', bases.Select(one => $"{one.Lead}{(one.Intent is { } intent ? $"→«{intent.Status}»" : "")}"))}",
        () =>
        {
            saves(bases);
            return inner.SaveAsync(bases, cancellationToken);
        },
        true,
        () => new StateConflictException("The answer to a commit was lost."),
        cancellationToken);
}

/// <inheritdoc cref="ProcessBases"/>
internal sealed class ProcessInbox(IInboxStore inner, ProcessSteps steps) : IInboxStore
{
    public Task PutAsync(IReadOnlyCollection<LeadBell> bells, DateTimeOffset now, CancellationToken cancellationToken) => steps.StoreAsync(
        $"put into inbox {string.Join(' ', bells.Select(bell => bell.Lead))}", Done(() => inner.PutAsync(bells, now, cancellationToken)), true, null, cancellationToken);

    public Task<IReadOnlyList<InboxEntry>> ReadAsync(int max, CancellationToken cancellationToken) =>
        steps.StoreAsync("read inbox", () => inner.ReadAsync(max, cancellationToken), false, null, cancellationToken);

    public Task<InboxEntry?> FindAsync(LeadId lead, CancellationToken cancellationToken) =>
        steps.StoreAsync("find in inbox", () => inner.FindAsync(lead, cancellationToken), false, null, cancellationToken);

    public Task<int> CompleteAsync(IReadOnlyCollection<InboxEntry> entries, CancellationToken cancellationToken) => entries.Count == 0
        ? inner.CompleteAsync(entries, cancellationToken)
        : steps.StoreAsync(
            $"complete inbox {string.Join(' ', entries.Select(entry => entry.Lead))}", () => inner.CompleteAsync(entries, cancellationToken), true, null, cancellationToken);

    public Task PostponeAsync(IReadOnlyCollection<(InboxEntry Entry, string Reason)> entries, CancellationToken cancellationToken) => entries.Count == 0
        ? inner.PostponeAsync(entries, cancellationToken)
        : steps.StoreAsync("postpone inbox", Done(() => inner.PostponeAsync(entries, cancellationToken)), true, null, cancellationToken);

    private static Func<Task<bool>> Done(Func<Task> call) => async () =>
    {
        await call();
        return true;
    };
}

/// <inheritdoc cref="ProcessBases"/>
internal sealed class ProcessDedup(IDedupStore inner, ProcessSteps steps) : IDedupStore
{
    public Task<Handled?> FindAsync(LeadId lead, long statusId, CancellationToken cancellationToken) =>
        steps.StoreAsync("find dedup", () => inner.FindAsync(lead, statusId, cancellationToken), false, null, cancellationToken);

    public Task<IReadOnlyList<Handled>> ReadAsync(LeadId lead, CancellationToken cancellationToken) => inner.ReadAsync(lead, cancellationToken);

    public Task MarkAsync(IReadOnlyCollection<Handled> handled, CancellationToken cancellationToken) => handled.Count == 0
        ? Task.CompletedTask
        : steps.StoreAsync<bool>(
            $"mark dedup {string.Join(' ', handled.Select(one => one.Lead))}",
            async () =>
            {
                await inner.MarkAsync(handled, cancellationToken);
                return true;
            },
            true, null, cancellationToken);
}

/// <inheritdoc cref="ProcessBases"/>
internal sealed class ProcessJournal(IJournal inner, ProcessSteps steps) : IJournal
{
    public Task WriteAsync(IReadOnlyCollection<JournalEntry> entries, CancellationToken cancellationToken) => steps.StoreAsync<bool>(
        $"journal {string.Join(' ', entries.Select(entry => $"{entry.Lead}:{entry.Rule}/{entry.What}"))}",
        async () =>
        {
            await inner.WriteAsync(entries, cancellationToken);
            return true;
        },
        true, null, cancellationToken);

    public async IAsyncEnumerable<JournalEntry> ReadAsync(LeadId lead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in inner.ReadAsync(lead, cancellationToken))
            yield return entry;
    }
}

/// <inheritdoc cref="ProcessBases"/>
internal sealed class ProcessCursors(ICursorStore inner, ProcessSteps steps) : ICursorStore
{
    public Task<Cursor?> ReadAsync(string name, CancellationToken cancellationToken) =>
        steps.StoreAsync($"read cursor {name}", () => inner.ReadAsync(name, cancellationToken), false, null, cancellationToken);

    public Task<Cursor?> WriteAsync(string name, string value, string? version, CancellationToken cancellationToken) =>
        steps.StoreAsync($"write cursor {name}", () => inner.WriteAsync(name, value, version, cancellationToken), true, null, cancellationToken);
}

/// <inheritdoc cref="ProcessBases"/>
internal sealed class ProcessLeases(ILeaseStore inner, ProcessSteps steps) : ILeaseStore
{
    public Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        steps.StoreAsync($"take lease {name}", () => inner.TryAcquireAsync(name, owner, duration, cancellationToken), true, null, cancellationToken);

    public Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        steps.StoreAsync($"renew lease {lease.Name}", () => inner.RenewAsync(lease, duration, cancellationToken), true, null, cancellationToken);

    public Task<DateTimeOffset?> FindEndAsync(string name, CancellationToken cancellationToken) =>
        steps.StoreAsync($"find lease {name}", () => inner.FindEndAsync(name, cancellationToken), false, null, cancellationToken);

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => steps.StoreAsync<bool>(
        $"release lease {lease.Name}",
        async () =>
        {
            await inner.ReleaseAsync(lease, cancellationToken);
            return true;
        },
        true, null, cancellationToken);
}

/// <inheritdoc cref="ProcessBases"/>
internal sealed class ProcessTokens(ITokenStore inner, ProcessSteps steps) : ITokenStore
{
    public Task<StoredTokens?> ReadAsync(CancellationToken cancellationToken) =>
        steps.StoreAsync("read tokens", () => inner.ReadAsync(cancellationToken), false, null, cancellationToken);

    public Task<StoredTokens?> SaveAsync(AmoTokens tokens, string? version, CancellationToken cancellationToken) =>
        steps.StoreAsync("save tokens", () => inner.SaveAsync(tokens, version, cancellationToken), true, null, cancellationToken);

    // The lease behind it is a step already.
    public Task<IAsyncDisposable?> TryLockRefreshAsync(CancellationToken cancellationToken) => inner.TryLockRefreshAsync(cancellationToken);
}
