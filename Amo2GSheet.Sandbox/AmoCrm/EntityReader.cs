namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>A page of a list. No items means 204.</summary>
internal sealed record EntityPage(IReadOnlyList<AmoEntity> Items, bool HasNext, string? Problem = null);

/// <summary>Reads cards as the API lets a client see them, a lagging replica included.</summary>
internal sealed class EntityReader(AmoState state, DateTimeOffset now, string route)
{
    public EntityPage List(EntityKind kind, AmoQuery query)
    {
        var filter = new EntityFilter(query, state.Seed, state.Switches.FilterBoundsInclusive);
        if (filter.Problem() is { } problem)
            return new EntityPage([], false, problem);
        var isBin = query.With.Contains("only_deleted");
        var seen = Candidates(kind, query).Select(View()).Where(card => isBin ? IsInBin(card) : card.IsLive);
        var limit = query.Limit();
        var page = filter.Apply(seen).Skip((query.Page - 1) * limit).Take(limit + 1).ToArray();
        return new EntityPage(page.Length > limit ? page[..limit] : page, page.Length > limit);
    }

    public AmoEntity? ById(EntityKind kind, long id, AmoQuery query)
    {
        if (state.Table(kind).GetValueOrDefault(id) is not { } current)
            return null;
        var seen = View()(current);
        if (IsInBin(seen))
            return state.Switches.DeletedReadableById || query.With.Contains("only_deleted") ? seen : null;
        return seen.IsLive ? seen : null;
    }

    private static bool IsInBin(AmoEntity card) => card.IsDeleted && card.MergedInto is null;

    /// <summary>Reading by ids is by far the commonest; it must not walk a large account.</summary>
    private IEnumerable<AmoEntity> Candidates(EntityKind kind, AmoQuery query)
    {
        var table = state.Table(kind);
        var ids = query.Filter("id");
        if (ids.Count == 0)
            return table.Values;
        return ids.Select(item => long.TryParse(item.Value, out var id) ? table.GetValueOrDefault(id) : null)
            .OfType<AmoEntity>()
            .DistinctBy(card => card.Id);
    }

    private Func<AmoEntity, AmoEntity> View()
    {
        if (state.Faults.Take(AmoFaults.StaleReads, route) is not { } stale)
            return card => card;
        var moment = now.AddSeconds(-(stale.Seconds ?? 10));
        return card => state.AsOf(card, moment);
    }
}
