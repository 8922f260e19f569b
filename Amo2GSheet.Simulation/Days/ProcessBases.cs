using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// One process's bases: shows the checker what is being saved, and lets one caller in after the other. The store does so itself, but by a
/// semaphore, which resumes those who wait on a thread of the pool.
/// </summary>
/// <param name="inner">The store.</param>
/// <param name="time">The process's clock.</param>
internal sealed class ProcessBases(IBaseStore inner, ProcessTime time) : IBaseStore
{
    private Task _last = Task.CompletedTask;

    /// <summary>What the save that is under way saves.</summary>
    public IReadOnlyCollection<Base> Saving { get; private set; } = [];

    public Task<IReadOnlyDictionary<LeadId, Base>> LoadAsync(bool undisturbed, CancellationToken cancellationToken) =>
        InTurnAsync(() => inner.LoadAsync(undisturbed, cancellationToken));

    public Task<IReadOnlyDictionary<LeadId, Base>> ReadAsync(bool remembered, CancellationToken cancellationToken) =>
        InTurnAsync(() => inner.ReadAsync(remembered, cancellationToken));

    public Task<Base?> FindAsync(LeadId lead, CancellationToken cancellationToken) => inner.FindAsync(lead, cancellationToken);

    public Task<IReadOnlyList<Base>> SaveAsync(IReadOnlyCollection<Base> bases, CancellationToken cancellationToken) => InTurnAsync(() =>
    {
        Saving = bases;
        return inner.SaveAsync(bases, cancellationToken);
    });

    private async Task<T> InTurnAsync<T>(Func<Task<T>> call)
    {
        await time.ComeHomeAsync();
        var before = _last;
        var done = new TaskCompletionSource();
        _last = done.Task;
        await before;
        try
        {
            return await call();
        }
        finally
        {
            done.SetResult();
        }
    }
}
