using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Kinds of field types that behave alike.</summary>
internal static class FieldTypes
{
    public static bool HasOptions(string type) => type is "select" or "multiselect" or "radiobutton" or "multitext" or "smart_address";

    public static bool IsDay(string type) => type is "date" or "birthday";

    public static bool IsMoment(string type) => IsDay(type) || type == "date_time";

    public static bool IsObject(string type) =>
        type is "legal_entity" or "linked_entity" or "file" or "items" or "payer" or "supplier" or "chained_list";
}

/// <summary>Custom field values as v4 shows them.</summary>
internal static class CustomFieldReading
{
    /// <summary>The property's value: null when no field has a value, never an empty array.</summary>
    public static JsonArray? Render(AmoEntity entity, AmoSeed seed, AmoSwitches switches)
    {
        var items = seed.Fields
            .Where(field => field.Kind == entity.Kind && entity.Fields.ContainsKey(field.Id))
            .Select(field => (JsonNode)new JsonObject
            {
                ["field_id"] = field.Id,
                ["field_name"] = field.Name,
                ["field_code"] = field.Code,
                ["field_type"] = field.Type,
                ["values"] = new JsonArray([.. entity.Fields[field.Id].Select(value => Value(field, value, switches))]),
                ["is_computed"] = false,
            })
            .ToArray();
        return items.Length == 0 ? null : new JsonArray(items);
    }

    private static JsonObject Value(AmoField field, FieldValue value, AmoSwitches switches)
    {
        if (field.Type == "chained_list")
            return JsonNode.Parse(value.Text)!.AsObject();
        var shown = new JsonObject { ["value"] = Scalar(field.Type, value.Text, switches) };
        if (!FieldTypes.HasOptions(field.Type))
            return shown;
        shown["enum_id"] = value.EnumId;
        shown["enum_code"] = value.EnumCode;
        return shown;
    }

    private static JsonNode? Scalar(string type, string text, AmoSwitches switches)
    {
        if (FieldTypes.IsMoment(type))
            return long.Parse(text, CultureInfo.InvariantCulture);
        if (FieldTypes.IsObject(type))
            return JsonNode.Parse(text);
        return type switch
        {
            "checkbox" => text == "true",
            "numeric" or "monetary" or "price" when !switches.NumericAsString => decimal.Parse(text, CultureInfo.InvariantCulture),
            _ => text,
        };
    }

    /// <summary>Midnight of the moment's day in the account's zone: a date field keeps a calendar day, not an instant.</summary>
    public static long LocalMidnight(long unixSeconds, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(unixSeconds), zone).Date;
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeSeconds();
    }

    public static ImmutableArray<FieldValue> Text(string text) => [new FieldValue(text)];
}
