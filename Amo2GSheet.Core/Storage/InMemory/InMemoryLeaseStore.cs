using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>The leases that all workers share.</summary>
internal sealed class InMemoryLeases
{
    public InMemoryGate Gate { get; } = new();

    public Dictionary<string, LeaseRow> Rows { get; } = [];
}

/// <summary>Leases in memory, as one worker sees them.</summary>
/// <param name="shared">What all workers share.</param>
/// <param name="clock">The worker's own clock.</param>
internal sealed class InMemoryLeaseStore(InMemoryLeases shared, TimeProvider clock) : ILeaseStore
{
    public Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        shared.Gate.Answer(() =>
        {
            var row = shared.Rows.GetValueOrDefault(name, LeaseRow.Never);
            var now = clock.GetUtcNow();
            return row.CanBeTakenBy(owner, now)
                ? Write(name, row.TakenBy(owner, now + duration)).Held(name, undisturbed: row.LastOwner == owner)
                : null;
        }, cancellationToken);

    public Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        shared.Gate.Answer(() => IsCurrent(lease)
            ? Write(lease.Name, LeaseRow.Of(lease) with { Until = clock.GetUtcNow() + duration }).Held(lease.Name, lease.Undisturbed)
            : null, cancellationToken);

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) =>
        shared.Gate.Answer(() => IsCurrent(lease) ? Write(lease.Name, LeaseRow.Of(lease).GivenBack(clock.GetUtcNow())) : null, cancellationToken);

    public Task<DateTimeOffset?> FindEndAsync(string name, CancellationToken cancellationToken) =>
        shared.Gate.Answer(() => shared.Rows.TryGetValue(name, out var row) ? row.Until : (DateTimeOffset?)null, cancellationToken);

    private bool IsCurrent(Lease lease) => shared.Rows.TryGetValue(lease.Name, out var row) && row.Version == lease.Version;

    private LeaseRow Write(string name, LeaseRow row) => shared.Rows[name] = row with { Version = shared.Gate.NextVersion() };
}
