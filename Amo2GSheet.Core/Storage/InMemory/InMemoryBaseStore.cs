using System.Collections.Immutable;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>The bases that all workers share, and the number of commits.</summary>
internal sealed class InMemoryBases
{
    public InMemoryGate Gate { get; } = new();

    public ImmutableDictionary<LeadId, Base> All { get; set; } = ImmutableDictionary<LeadId, Base>.Empty;

    public long Commit { get; set; }
}

/// <summary>Bases in memory as one worker sees them: like its remote twin it remembers, and it is fenced off by others' commits.</summary>
internal sealed class InMemoryBaseStore(InMemoryBases shared) : IBaseStore
{
    private ImmutableDictionary<LeadId, Base>? _remembered;
    private long? _commit;

    public Task<IReadOnlyDictionary<LeadId, Base>> LoadAsync(bool undisturbed, CancellationToken cancellationToken) =>
        shared.Gate.Answer<IReadOnlyDictionary<LeadId, Base>>(() =>
        {
            if (undisturbed && _remembered is not null)
                return _remembered;

            _commit = shared.Commit;
            return _remembered = shared.All;
        }, cancellationToken);

    public Task<IReadOnlyDictionary<LeadId, Base>> ReadAsync(bool remembered, CancellationToken cancellationToken) =>
        shared.Gate.Answer<IReadOnlyDictionary<LeadId, Base>>(() => remembered && _remembered is not null ? _remembered : shared.All, cancellationToken);

    public Task<Base?> FindAsync(LeadId lead, CancellationToken cancellationToken) =>
        shared.Gate.Answer(() => shared.All.GetValueOrDefault(lead), cancellationToken);

    public Task<IReadOnlyList<Base>> SaveAsync(IReadOnlyCollection<Base> bases, CancellationToken cancellationToken) =>
        shared.Gate.Answer<IReadOnlyList<Base>>(() =>
        {
            BaseRules.RefuseDuplicates(bases);
            return [.. bases.Chunk(TableBaseStore.Chunk).SelectMany(Commit)];
        }, cancellationToken);

    private List<Base> Commit(Base[] bases)
    {
        if ((_commit ?? shared.Commit) != shared.Commit || bases.Any(@base => @base.Version != shared.All.GetValueOrDefault(@base.Lead)?.Version))
        {
            _remembered = null;
            _commit = null;
            throw new StateConflictException("Bases were saved by somebody else meanwhile.");
        }

        var saved = bases.Select(@base => @base with
        {
            LeadUpdatedAt = BaseRules.ToTheSecond(@base.LeadUpdatedAt),
            Version = shared.Gate.NextVersion(),
        }).ToList();
        shared.All = shared.All.SetItems(saved.Select(@base => KeyValuePair.Create(@base.Lead, @base)));
        _commit = ++shared.Commit;
        _remembered = _remembered is null ? null : shared.All;
        return saved;
    }
}
