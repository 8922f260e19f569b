namespace Amo2GSheet.EmbeddedTables;

/// <summary>A request of the REST protocol, wherever it came in.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query as sent, escaped.</param>
/// <param name="Body">The body; empty if there is none.</param>
internal readonly record struct TableRequest(string Method, string Target, ReadOnlyMemory<byte> Body)
{
    /// <summary>The header <c>Content-Type</c>; of interest for a transaction, whose parts it separates.</summary>
    public string? ContentType { get; init; }

    /// <summary>The header <c>Accept</c>.</summary>
    public string? Accept { get; init; }

    /// <summary>The header <c>If-Match</c>.</summary>
    public string? IfMatch { get; init; }

    /// <summary>The header <c>Prefer</c>.</summary>
    public string? Prefer { get; init; }
}

/// <summary>An answer of the REST protocol.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The type of the body; null if there is none.</param>
/// <param name="Body">The body.</param>
internal sealed record TableResponse(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    private List<(string Name, string Value)>? _headers;

    /// <summary>All headers but the type of the body.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers => _headers ?? [];

    /// <summary>An answer without a body.</summary>
    public static TableResponse NoContent() => new(204, null, default);

    /// <summary>The same answer with one header more, unless its value is null.</summary>
    public TableResponse With(string name, string? value)
    {
        if (value is not null)
            (_headers ??= []).Add((name, value));
        return this;
    }
}
