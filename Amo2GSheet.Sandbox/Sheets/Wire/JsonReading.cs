using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Reads checked request bodies; what is absent or null reads as null.</summary>
internal static class JsonReading
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    public static JsonElement? Find(this JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A message field; an empty message when absent, as protobuf reads it.</summary>
    public static JsonElement Message(this JsonElement message, string name) => message.Find(name) ?? Nothing;

    public static string? Text(this JsonElement message, string name) => message.Find(name)?.GetString();

    public static int? Int(this JsonElement message, string name) => message.Find(name)?.WholeNumber();

    public static bool Flag(this JsonElement message, string name) => message.Find(name)?.GetBoolean() ?? false;

    /// <summary>A list field; one value alone reads as a list of one.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement message, string name) => message.Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { } single => [single],
    };

    public static double Number(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.Parse(value.GetString()!, CultureInfo.InvariantCulture);

    /// <summary>Protobuf takes `7`, `7.0` and `"7"` for an int32.</summary>
    public static int? WholeNumber(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue =>
            (int)number,
        JsonValueKind.String when int.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            number,
        _ => null,
    };

    public static JsonObject? Node(this JsonElement? value) => value is { } found ? JsonNode.Parse(found.GetRawText())!.AsObject() : null;

    /// <summary>The mask of an update request; refused when it names nothing.</summary>
    public static FieldMask UpdateMask(this JsonElement request, string message)
    {
        var text = request.Text("fields");
        if (string.IsNullOrWhiteSpace(text))
            throw SheetsRefusal.NoMask();
        var mask = FieldMask.Parse(text);
        foreach (var path in mask.Paths())
        {
            if (!WireCheck.Known(path, message))
                throw SheetsRefusal.BadField($"Invalid field: {string.Join('.', path)}", "fields");
        }

        return mask;
    }
}
