namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>What was asked of one route.</summary>
/// <param name="Route">Method and template, <c>GET /api/v4/leads/{id}</c>.</param>
/// <param name="Count">Requests that arrived, refused and broken ones included.</param>
/// <param name="Statuses">Answers by status; 0 is a connection that was dropped without one.</param>
public sealed record AmoRouteCount(string Route, long Count, IReadOnlyDictionary<int, long> Statuses);

/// <summary>Counts requests per route. Control calls are never in here.</summary>
public sealed class AmoCounters
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (long Count, SortedDictionary<int, long> Statuses)> _routes = new(StringComparer.Ordinal);

    /// <summary>Requests to one route, 0 when there were none.</summary>
    /// <param name="route">Method and template, <c>PATCH /api/v4/leads</c>.</param>
    public long Count(string route)
    {
        lock (_gate)
            return _routes.TryGetValue(route, out var found) ? found.Count : 0;
    }

    /// <summary>Requests to all routes.</summary>
    public long Total
    {
        get
        {
            lock (_gate)
                return _routes.Values.Sum(route => route.Count);
        }
    }

    /// <summary>All routes that were asked, in order of their names.</summary>
    public IReadOnlyList<AmoRouteCount> Snapshot()
    {
        lock (_gate)
            return [.. _routes.Select(route => new AmoRouteCount(route.Key, route.Value.Count, new Dictionary<int, long>(route.Value.Statuses)))];
    }

    /// <summary>Starts again from zero.</summary>
    public void Reset()
    {
        lock (_gate)
            _routes.Clear();
    }

    internal void Add(string route, int status)
    {
        lock (_gate)
        {
            var (count, statuses) = _routes.TryGetValue(route, out var found) ? found : (0, []);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            _routes[route] = (count + 1, statuses);
        }
    }
}
