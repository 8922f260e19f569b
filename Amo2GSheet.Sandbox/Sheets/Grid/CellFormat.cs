using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// A userEnteredFormat. Kept as text, because a parsed JsonObject fills itself while being read and committed books are read by
/// several threads at once; what rendering needs is taken out once.
/// </summary>
internal sealed record CellFormat
{
    private CellFormat(string json, string? numberType, string? pattern)
    {
        Json = json;
        NumberType = numberType;
        Pattern = pattern;
    }

    public string Json { get; }

    /// <summary>TEXT, NUMBER, PERCENT, CURRENCY, DATE, TIME, DATE_TIME, SCIENTIFIC; null = automatic.</summary>
    public string? NumberType { get; }

    public string? Pattern { get; }

    public bool IsText => NumberType == "TEXT";

    public bool IsDate => NumberType is "DATE" or "TIME" or "DATE_TIME";

    public static CellFormat? From(JsonObject? format)
    {
        if (format is null || format.Count == 0)
            return null;
        var number = format["numberFormat"] as JsonObject;
        return new CellFormat(format.ToJsonString(), (string?)number?["type"], (string?)number?["pattern"]);
    }

    public static CellFormat Number(string type, string pattern, CellFormat? kept = null)
    {
        var format = kept?.ToJson() ?? [];
        format["numberFormat"] = new JsonObject { ["type"] = type, ["pattern"] = pattern };
        return From(format)!;
    }

    public JsonObject ToJson() => JsonNode.Parse(Json)!.AsObject();
}
