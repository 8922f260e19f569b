namespace Amo2GSheet.EmbeddedTables;

/// <summary>What a request is about: its path and query, read.</summary>
internal readonly struct TableTarget
{
    private readonly string _query;

    private TableTarget(string resource, string? name, EntityKey? key, string query)
    {
        (Resource, Name, Key) = (resource, name, key);
        _query = query;
    }

    /// <summary><c>Tables</c>, <c>$batch</c>, or the name of a table.</summary>
    public string Resource { get; }

    /// <summary>The name in <c>Tables('name')</c>; else null.</summary>
    public string? Name { get; }

    /// <summary>The key in <c>table(PartitionKey='…',RowKey='…')</c>; else null.</summary>
    public EntityKey? Key { get; }

    /// <summary>Reads path and query as sent. What goes before the last slash of the path, the account for one, does not matter.</summary>
    /// <exception cref="TableServiceException">The path is of another shape.</exception>
    public static TableTarget Parse(string target)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target.AsSpan() : target.AsSpan(0, question);
        var query = question < 0 ? "" : target[(question + 1)..];
        path = path[(path.LastIndexOf('/') + 1)..];

        var bracket = path.IndexOf('(');
        if (bracket < 0)
            return new TableTarget(Unescaped(path), null, null, query);
        if (path[^1] != ')')
            throw Wrong();

        var resource = Unescaped(path[..bracket]);
        var inner = Unescaped(path[(bracket + 1)..^1]);
        if (inner.Length == 0)
            return new TableTarget(resource, null, null, query);
        // Only a table is named by one value.
        if (inner[0] == '\'')
            return Quoted(inner, 0, out var end) is { } name && end == inner.Length && resource.Equals("Tables", StringComparison.OrdinalIgnoreCase) ? new TableTarget(resource, name, null, query) : throw Wrong();
        return new TableTarget(resource, null, KeyOf(inner), query);
    }

    /// <summary>An option of the query, unescaped; null if it is not given.</summary>
    public string? Option(string name)
    {
        foreach (var range in _query.AsSpan().Split('&'))
        {
            var option = _query.AsSpan()[range];
            var sign = option.IndexOf('=');
            if (sign < 0)
                continue;
            if (option[..sign].SequenceEqual(name) || (option[0] == '%' && Unescaped(option[..sign]) == name))
                return Unescaped(option[(sign + 1)..]);
        }

        return null;
    }

    private static EntityKey KeyOf(string text)
    {
        string? partition = null, row = null;
        for (var at = 0; at < text.Length; at++)
        {
            var sign = text.IndexOf('=', at);
            if (sign < 0 || sign + 1 == text.Length || text[sign + 1] != '\'')
                throw Wrong();
            var value = Quoted(text, sign + 1, out var end);
            switch (text.AsSpan(at, sign - at).Trim())
            {
                case "PartitionKey":
                    partition = value;
                    break;
                case "RowKey":
                    row = value;
                    break;
                default:
                    throw Wrong();
            }

            if (end < text.Length && text[end] != ',')
                throw Wrong();
            at = end;
        }

        return new EntityKey(partition ?? throw Wrong(), row ?? throw Wrong());
    }

    private static string Quoted(string text, int start, out int end)
    {
        var first = start + 1;
        for (var at = text.IndexOf('\'', first); at >= 0; at = text.IndexOf('\'', at + 2))
        {
            if (at + 1 < text.Length && text[at + 1] == '\'')
                continue;
            end = at + 1;
            return text[first..at].Replace("''", "'", StringComparison.Ordinal);
        }

        throw Wrong();
    }

    private static string Unescaped(ReadOnlySpan<char> text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text.ToString();

    private static TableServiceException Wrong() => TableServiceException.InvalidInput("The address of the request is not valid.");
}
