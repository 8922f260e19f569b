using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>Leases in memory.</summary>
internal sealed class InMemoryLeaseStore(TimeProvider clock) : ILeaseStore
{
    private readonly InMemoryGate _gate = new();
    private readonly Dictionary<string, LeaseRow> _rows = [];

    public Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
        {
            var row = _rows.GetValueOrDefault(name, LeaseRow.Never);
            var now = clock.GetUtcNow();
            return row.CanBeTakenBy(owner, now)
                ? Write(name, row.TakenBy(owner, now + duration)).Held(name, undisturbed: row.LastOwner == owner)
                : null;
        }, cancellationToken);

    public Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        _gate.Answer(() => IsCurrent(lease)
            ? Write(lease.Name, LeaseRow.Of(lease) with { Until = clock.GetUtcNow() + duration }).Held(lease.Name, lease.Undisturbed)
            : null, cancellationToken);

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) =>
        _gate.Answer(() => IsCurrent(lease) ? Write(lease.Name, LeaseRow.Of(lease).GivenBack(clock.GetUtcNow())) : null, cancellationToken);

    public Task<DateTimeOffset?> FindEndAsync(string name, CancellationToken cancellationToken) =>
        _gate.Answer(() => _rows.TryGetValue(name, out var row) ? row.Until : (DateTimeOffset?)null, cancellationToken);

    private bool IsCurrent(Lease lease) => _rows.TryGetValue(lease.Name, out var row) && row.Version == lease.Version;

    private LeaseRow Write(string name, LeaseRow row) => _rows[name] = row with { Version = _gate.NextVersion() };
}
