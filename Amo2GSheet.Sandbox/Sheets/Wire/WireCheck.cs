using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Refuses JSON that the API's messages have no place for, in the words of Google's front end.</summary>
internal static partial class WireCheck
{
    /// <summary>Checks a request body.</summary>
    public static void Body(JsonElement body, string message)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw SheetsRefusal.BadField("Invalid JSON payload received. Root element must be a message.", string.Empty);
        // A ValueRange body is the field `data` of its call, and errors say so; batch bodies are the call itself.
        Message(body, message, message == "ValueRange" ? "data" : string.Empty);
    }

    /// <summary>Checks that a reply's mask names fields that the reply can have.</summary>
    public static void Mask(FieldMask mask, string message)
    {
        foreach (var path in mask.Paths())
        {
            if (!Known(path, message))
            {
                var text = string.Join('.', path);
                throw SheetsRefusal.BadField(
                    "Request contains an invalid argument.", text,
                    $"Error expanding 'fields' parameter. Cannot find matching fields for path '{text}'.");
            }
        }
    }

    public static bool Known(IEnumerable<string> path, string message)
    {
        var type = message;
        foreach (var name in path)
        {
            if (name == "*" || type == "*" || WireShapes.FieldsOf(type) is not { } fields)
                return type == "*" || name == "*";
            if (!fields.TryGetValue(name, out var field))
                return false;
            type = field.Type;
        }

        return true;
    }

    private static void Message(JsonElement value, string message, string path)
    {
        var fields = WireShapes.FieldsOf(message)!;
        foreach (var property in value.EnumerateObject())
        {
            if (!fields.TryGetValue(property.Name, out var field))
            {
                var where = path.Length == 0 ? string.Empty : $" at '{path}'";
                throw SheetsRefusal.BadField(
                    $"Invalid JSON payload received. Unknown name \"{property.Name}\"{where}: Cannot find field.", path);
            }

            if (property.Value.ValueKind == JsonValueKind.Null)
                continue;
            var below = (path.Length == 0 ? string.Empty : path + ".") + Snake(property.Name);
            if (!field.Repeated)
                Single(property.Value, field.Type, below);
            else
                List(property.Value, field.Type, below);
        }
    }

    private static void List(JsonElement value, string type, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Single(value, type, path);
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            // For rows of values Google names the list, for messages the item.
            Single(item, type, type == "v" ? path : $"{path}[{index}]");
            index++;
        }
    }

    private static void Single(JsonElement value, string type, string path)
    {
        var fits = type switch
        {
            "*" => true,
            "v" => value.ValueKind == JsonValueKind.Array,
            "s" or "m" => value.ValueKind == JsonValueKind.String,
            "b" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "i" => value.WholeNumber() is not null,
            "n" => value.ValueKind == JsonValueKind.Number || value.ValueKind == JsonValueKind.String
                && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            _ => value.ValueKind == JsonValueKind.Object,
        };
        if (!fits)
        {
            throw SheetsRefusal.BadField($"Invalid value at '{path}' ({TypeName(type)}), {value.GetRawText()}", path);
        }

        if (WireShapes.FieldsOf(type) is not null)
            Message(value, type, path);
    }

    private static string TypeName(string type) => type switch
    {
        "v" => "type.googleapis.com/google.protobuf.ListValue",
        "m" => "type.googleapis.com/google.protobuf.FieldMask",
        "s" => "TYPE_STRING",
        "b" => "TYPE_BOOL",
        "i" => "TYPE_INT32",
        "n" => "TYPE_DOUBLE",
        _ => "type.googleapis.com/google.apps.sheets.v4." + type,
    };

    private static string Snake(string name) => Capitals().Replace(name, match => "_" + match.Value.ToLowerInvariant());

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex Capitals();
}
