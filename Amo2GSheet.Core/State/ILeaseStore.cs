namespace Amo2GSheet.Core.State;

/// <summary>Leases, taken and renewed by ETag, so that one worker at a time does a thing.</summary>
public interface ILeaseStore
{
    /// <summary>Takes a lease that is free, expired or already this owner's.</summary>
    /// <param name="name">The lease's name.</param>
    /// <param name="owner">Who asks; unique to a process.</param>
    /// <param name="duration">How long it holds unless renewed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The lease, or null when somebody else has it.</returns>
    Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Holds a lease longer.</summary>
    /// <returns>The renewed lease, or null when it was lost.</returns>
    Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives a lease back; one that was lost meanwhile is left alone.</summary>
    Task ReleaseAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>When the work that a lease guards was last done: the moment it was given back or ran out. For one who only looks.</summary>
    /// <returns>Null when it was never held; a moment ahead while somebody holds it.</returns>
    Task<DateTimeOffset?> FindEndAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A lease that is held.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="Until">Until when, by our clock.</param>
/// <param name="Undisturbed">True when this process was the last to hold it: nobody else can have done what the lease guards since.</param>
/// <param name="Version">Opaque version.</param>
public sealed record Lease(string Name, string Owner, DateTimeOffset Until, bool Undisturbed, string Version);
