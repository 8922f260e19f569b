using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>CellData: laid over cells by write requests, and written for replies.</summary>
internal static class CellData
{
    /// <summary>Lays the masked fields over a cell; a field that is masked and absent is reset.</summary>
    public static Cell Apply(Cell cell, JsonElement data, FieldMask mask)
    {
        if (mask.Has("userEnteredValue"))
            cell = Content(cell, data.Find("userEnteredValue"));
        if (mask["userEnteredFormat"] is { } below)
            cell = cell with { Format = Merge(cell.Format, data.Find("userEnteredFormat"), below) };
        if (mask.Has("note"))
            cell = cell with { Note = data.Text("note") is { Length: > 0 } note ? note : null };
        if (mask.Has("dataValidation"))
            cell = cell with { Rule = data.Find("dataValidation") is { } rule ? Validation.Read(rule) : null };
        return cell;
    }

    public static JsonObject ToJson(Cell cell, SheetLocale locale, FieldMask mask)
    {
        var json = new JsonObject();
        if (cell.HasContent)
        {
            if (mask.Has("userEnteredValue"))
                json["userEnteredValue"] = cell.Formula is { } formula ? new JsonObject { ["formulaValue"] = formula } : Extended(cell.Value);
            if (mask.Has("effectiveValue"))
                json["effectiveValue"] = Extended(cell.Value);
            if (mask.Has("formattedValue"))
                json["formattedValue"] = Shown.Text(cell.Value, cell.Format, locale);
        }

        if (cell.Format is { } format)
        {
            if (mask.Has("userEnteredFormat"))
                json["userEnteredFormat"] = format.ToJson();
            if (mask.Has("effectiveFormat"))
                json["effectiveFormat"] = format.ToJson();
        }

        if (cell.Note is not null && mask.Has("note"))
            json["note"] = cell.Note;
        if (cell.Rule is not null && mask.Has("dataValidation"))
            json["dataValidation"] = JsonNode.Parse(cell.Rule.Json);
        return json;
    }

    private static Cell Content(Cell cell, JsonElement? value) => value switch
    {
        null => cell.With(null),
        { } given when given.Text("formulaValue") is { } formula => formula.StartsWith('=') && formula.Length > 1
            ? cell.With(Arithmetic.Evaluate(formula), formula)
            : throw SheetsRefusal.Bad("A formula must start with '='."),
        { } given when given.Text("stringValue") is { } text => cell.With(text.Length == 0 ? null : text),
        { } given when given.Find("numberValue") is { } number => cell.With(number.Number()),
        { } given when given.Find("boolValue") is { } flag => cell.With(flag.GetBoolean()),
        { } given when given.Find("errorValue") is not null => throw SheetsRefusal.Bad("errorValue cannot be set."),
        _ => cell.With(null),
    };

    private static JsonObject? Extended(object? value) => value switch
    {
        string text => new JsonObject { ["stringValue"] = text },
        bool flag => new JsonObject { ["boolValue"] = flag },
        double number => new JsonObject { ["numberValue"] = Math.Abs(number) < 1e15 && number == Math.Floor(number) ? (long)number : number },
        CellError error => new JsonObject
        {
            ["errorValue"] = new JsonObject { ["type"] = error.Type, ["message"] = error.Display },
        },
        _ => null,
    };

    private static CellFormat? Merge(CellFormat? present, JsonElement? given, FieldMask mask)
    {
        var incoming = given.Node() ?? [];
        if (mask.IsAll)
            return CellFormat.From(incoming);
        var merged = present?.ToJson() ?? [];
        Overlay(merged, incoming, mask);
        return CellFormat.From(merged);
    }

    private static void Overlay(JsonObject target, JsonObject source, FieldMask mask)
    {
        foreach (var name in mask.Names)
        {
            var below = mask[name]!;
            if (below.IsAll || source[name] is not (null or JsonObject))
            {
                target.Remove(name);
                if (source[name] is { } value)
                    target[name] = value.DeepClone();
                continue;
            }

            var inner = target[name] as JsonObject ?? [];
            Overlay(inner, source[name] as JsonObject ?? [], below);
            target.Remove(name);
            if (inner.Count > 0)
                target[name] = inner.DeepClone();
        }
    }
}
