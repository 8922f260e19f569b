using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.State;

/// <summary>Holds the bases of one account. A warm worker keeps them in memory and reloads only what another worker changed.</summary>
public interface IBaseStore
{
    /// <summary>All bases, as stored now.</summary>
    /// <param name="undisturbed">
    /// True when the caller knows that nobody else can have written since this worker's last call (it held or was the last to hold the
    /// pass lease): a warm worker then needs no storage call at all.
    /// </param>
    /// <param name="cancellationToken">Stops the load.</param>
    Task<IReadOnlyDictionary<LeadId, Base>> LoadAsync(bool undisturbed, CancellationToken cancellationToken);

    /// <summary>
    /// All bases, for one who only looks: what this worker remembers may be brought up to date, and what <see cref="SaveAsync"/> takes for its
    /// last call stays as it was, so that a pass under way is still fenced off by what others committed.
    /// </summary>
    /// <param name="remembered">True when what this worker remembers will do, however old: a warm worker then needs no storage call.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyDictionary<LeadId, Base>> ReadAsync(bool remembered, CancellationToken cancellationToken);

    /// <summary>One lead's base as stored now, for people who ask; it changes nothing of what this worker remembers.</summary>
    Task<Base?> FindAsync(LeadId lead, CancellationToken cancellationToken);

    /// <summary>Saves bases, a hundred entities to a transaction, each only over the version that it was read with.</summary>
    /// <returns>The same bases in the same order, with their new versions. One that the storage cannot hold is not among them; the others are saved.</returns>
    /// <exception cref="StateConflictException">
    /// Somebody else committed any base since this worker's last call, or the answer to a commit was lost: re-read, re-plan, never overwrite.
    /// </exception>
    Task<IReadOnlyList<Base>> SaveAsync(IReadOnlyCollection<Base> bases, CancellationToken cancellationToken);
}

/// <summary>Somebody else moved on: what was about to be saved rests on an old reading. The pass ends; the next one reads again.</summary>
/// <param name="message">What was in the way.</param>
/// <param name="inner">The cause.</param>
public sealed class StateConflictException(string message, Exception? inner = null) : Exception(message, inner);
