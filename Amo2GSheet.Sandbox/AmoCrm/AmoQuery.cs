using System.Globalization;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>One parameter of a query string: <c>filter[statuses][0][pipeline_id]=5</c> is the path filter, statuses, 0, pipeline_id.</summary>
internal sealed record QueryItem(IReadOnlyList<string> Path, string Value, string Raw)
{
    public string Name => Path[0];
}

/// <summary>A request's query, bracket forms taken apart; brackets may come percent-encoded or not.</summary>
internal sealed class AmoQuery
{
    private const int DefaultPage = 50;

    private AmoQuery(IReadOnlyList<QueryItem> items) => Items = items;

    public IReadOnlyList<QueryItem> Items { get; }

    public int Page => Math.Max(1, Number("page") ?? 1);

    public int Limit(int maximum = 250) => Number("limit") is > 0 and var limit ? Math.Min(limit, maximum) : DefaultPage;

    public IReadOnlySet<string> With => Items
        .Where(item => item.Name == "with")
        .SelectMany(item => item.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .ToHashSet(StringComparer.Ordinal);

    public string? Text(string name) => Items.LastOrDefault(item => item.Name == name && item.Path.Count == 1)?.Value;

    /// <summary>The parts below <c>filter[name]</c>, the two leading words cut off.</summary>
    public IReadOnlyList<QueryItem> Filter(string name) =>
    [
        .. Items
            .Where(item => item.Name == "filter" && item.Path.Count > 1 && item.Path[1] == name)
            .Select(item => item with { Path = [.. item.Path.Skip(2)] }),
    ];

    /// <summary>Field and direction of <c>order[field]=asc|desc</c>, if any.</summary>
    public (string Field, bool IsDescending)? Order =>
        Items.FirstOrDefault(item => item.Name == "order" && item.Path.Count == 2) is { } order
            ? (order.Path[1], order.Value.Equals("desc", StringComparison.OrdinalIgnoreCase))
            : null;

    /// <summary>The same query for another page, everything else as the client wrote it.</summary>
    public string ForPage(int page, int limit)
    {
        var rest = Items.Where(item => item.Name is not ("page" or "limit")).Select(item => item.Raw);
        return "?" + string.Join('&', [$"page={page}", $"limit={limit}", .. rest]);
    }

    public static AmoQuery Parse(string? queryString)
    {
        var parts = (queryString ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        return new AmoQuery([.. parts.Select(ParseItem)]);
    }

    private static QueryItem ParseItem(string raw)
    {
        var equals = raw.IndexOf('=', StringComparison.Ordinal);
        var key = Decode(equals < 0 ? raw : raw[..equals]);
        var value = equals < 0 ? "" : Decode(raw[(equals + 1)..]);
        var bracket = key.IndexOf('[', StringComparison.Ordinal);
        if (bracket <= 0)
            return new QueryItem([key], value, raw);
        var path = new List<string> { key[..bracket] };
        path.AddRange(key[(bracket + 1)..].TrimEnd(']').Split("]["));
        return new QueryItem(path, value, raw);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private int? Number(string name) =>
        int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
