using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>One call of the API, already authenticated and checked against the messages' shapes.</summary>
internal sealed record SheetsCall(string Who, string SpreadsheetId, string Argument, SheetsQuery Query, JsonElement Body);

/// <summary>Query parameters; a name may come several times.</summary>
internal sealed class SheetsQuery(IEnumerable<KeyValuePair<string, string>> pairs)
{
    private readonly ILookup<string, string> _values = pairs.ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    public string? this[string name] => _values[name].LastOrDefault();

    public IEnumerable<string> All(string name) => _values[name];

    public bool Flag(string name) => string.Equals(this[name], "true", StringComparison.OrdinalIgnoreCase) || this[name] == "1";

    public Rendering Rendering(string prefix = "") => prefix.Length == 0
        ? Sheets.Rendering.Of(this["majorDimension"], this["valueRenderOption"], this["dateTimeRenderOption"])
        : Sheets.Rendering.Of(null, this[prefix + "ValueRenderOption"], this[prefix + "DateTimeRenderOption"]);
}

/// <summary>Writes a reply's body, as far as its mask asks for it.</summary>
internal delegate void SheetsReply(Utf8JsonWriter json, FieldMask mask);

/// <summary>One method of the API.</summary>
/// <param name="Label">Verb and path as counters and faults name it, e.g. `POST v4/spreadsheets/{id}:batchUpdate`.</param>
/// <param name="IsWrite">Counts against the write quota and needs a writer's share.</param>
/// <param name="NeedsWriteScope">The readonly scopes do not do.</param>
/// <param name="Body">Message of the request body; null when there is none.</param>
/// <param name="Reply">Message of the reply, for its mask.</param>
/// <param name="Handle">The rules of the method.</param>
internal sealed record SheetsMethod(
    string Label, bool IsWrite, bool NeedsWriteScope, string? Body, string Reply, Func<SheetWorld, SheetsCall, SheetsReply> Handle);

internal static class Replies
{
    public static SheetsReply Json(JsonObject body) => (json, mask) => mask.Apply(body)!.WriteTo(json);
}
