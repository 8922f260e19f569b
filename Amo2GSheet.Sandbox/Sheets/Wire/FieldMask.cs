using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// A `fields` mask: commas, dots or slashes, parentheses, `*`. A field named last on its path brings everything below it.
/// </summary>
internal sealed class FieldMask
{
    private readonly Dictionary<string, FieldMask> _children = new(StringComparer.Ordinal);

    private bool _whole;

    public static FieldMask All { get; } = new() { _whole = true };

    /// <summary>`a,a.b` asks for all of a.</summary>
    public bool IsAll => _whole;

    public IEnumerable<string> Names => _children.Keys;

    /// <summary>The mask below a field; null when the field is not asked for.</summary>
    public FieldMask? this[string field] =>
        IsAll ? All : _children.GetValueOrDefault(field) ?? _children.GetValueOrDefault("*");

    public bool Has(string field) => this[field] is not null;

    public static FieldMask Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim() == "*")
            return All;
        var root = new FieldMask();
        var at = 0;
        ParseList(text, ref at, root, 0);
        if (at < text.Length)
            throw Invalid(text);
        return root;
    }

    public JsonNode? Apply(JsonNode? node)
    {
        if (IsAll)
            return node?.DeepClone();
        switch (node)
        {
            case JsonArray array:
                return new JsonArray([.. array.Select(Apply)]);
            case JsonObject source:
                var kept = new JsonObject();
                foreach (var (name, value) in source)
                {
                    if (this[name] is { } below)
                        kept[name] = below.Apply(value);
                }

                return kept;
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>Every path of the mask, outermost first: for checking them against what the reply can hold.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths()
    {
        foreach (var (name, below) in _children)
        {
            if (below.IsAll)
            {
                yield return [name];
                continue;
            }

            foreach (var path in below.Paths())
                yield return [name, .. path];
        }
    }

    private static void ParseList(string text, ref int at, FieldMask into, int depth)
    {
        if (depth > 50)
            throw Invalid(text);
        do
        {
            ParsePath(text, ref at, into, depth);
        }
        while (at < text.Length && text[at] == ',' && ++at > 0);
    }

    private static void ParsePath(string text, ref int at, FieldMask into, int depth)
    {
        var node = into;
        while (true)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '*' or ' '))
                at++;
            var name = text[start..at].Trim();
            if (name.Length == 0)
                throw Invalid(text);
            if (!node._children.TryGetValue(name, out var below))
                node._children[name] = below = new FieldMask();
            node = below;
            if (at < text.Length && text[at] == '(')
            {
                at++;
                ParseList(text, ref at, node, depth + 1);
                if (at >= text.Length || text[at] != ')')
                    throw Invalid(text);
                at++;
                return;
            }

            if (at >= text.Length || text[at] is not ('.' or '/'))
            {
                node._whole = true;
                return;
            }

            at++;
        }
    }

    private static SheetsRefusal Invalid(string text) => SheetsRefusal.BadField(
        "Request contains an invalid argument.", "fields", $"Error expanding 'fields' parameter. Cannot find matching fields for path '{text}'.");
}
