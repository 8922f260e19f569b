using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Values = System.Collections.Immutable.ImmutableDictionary<long, System.Collections.Immutable.ImmutableArray<Amo2GSheet.Sandbox.AmoCrm.FieldValue>>;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>
/// Writes <c>custom_fields_values</c> over what a card has: fields named in the request are replaced or cleared, all others
/// stay. Every bad value is reported with its path; nothing is guessed and no option is made up.
/// </summary>
internal sealed class CustomFieldWriting(AmoSeed seed, EntityKind kind, string requestId, List<ItemError> errors)
{
    private const string Root = "custom_fields_values";

    public Values Apply(Values before, JsonElement fields)
    {
        if (fields.ValueKind == JsonValueKind.Null)
            return before;
        if (fields.ValueKind != JsonValueKind.Array)
        {
            errors.Add(ItemError.InvalidType(requestId, Root, "array"));
            return before;
        }
        var after = before;
        var index = 0;
        foreach (var item in fields.EnumerateArray())
            after = ApplyOne(after, item, $"{Root}.{index++}");
        return after;
    }

    private Values ApplyOne(Values values, JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            errors.Add(ItemError.InvalidType(requestId, path, "array"));
            return values;
        }
        if (Definition(item, path) is not { } field)
            return values;
        if (!item.TryGetProperty("values", out var list))
        {
            errors.Add(ItemError.Missing(requestId, $"{path}.values"));
            return values;
        }
        if (list.ValueKind == JsonValueKind.Null)
            return values.Remove(field.Id);
        if (list.ValueKind != JsonValueKind.Array)
        {
            errors.Add(ItemError.InvalidType(requestId, $"{path}.values", "array"));
            return values;
        }
        var parsed = ImmutableArray.CreateBuilder<FieldValue>();
        var index = 0;
        foreach (var value in list.EnumerateArray())
        {
            if (One(field, value, $"{path}.values.{index++}") is { } good)
                parsed.Add(good);
        }
        return parsed.Count == 0 ? values.Remove(field.Id) : values.SetItem(field.Id, parsed.ToImmutable());
    }

    private AmoField? Definition(JsonElement item, string path)
    {
        if (item.TryGetProperty("field_id", out var id) && id.ValueKind != JsonValueKind.Null)
        {
            if (id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out var number))
            {
                errors.Add(ItemError.InvalidType(requestId, $"{path}.field_id", "int"));
                return null;
            }
            return Known(seed.Fields.FirstOrDefault(field => field.Kind == kind && field.Id == number), $"{path}.field_id");
        }
        if (item.TryGetProperty("field_code", out var code) && code.ValueKind == JsonValueKind.String)
        {
            var text = code.GetString();
            return Known(seed.Fields.FirstOrDefault(field => field.Kind == kind && field.Code == text), $"{path}.field_code");
        }
        errors.Add(ItemError.Missing(requestId, $"{path}.field_id"));
        return null;
    }

    private AmoField? Known(AmoField? field, string path)
    {
        if (field is null)
            errors.Add(ItemError.NotSupported(requestId, path));
        return field;
    }

    private FieldValue? One(AmoField field, JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            errors.Add(ItemError.InvalidType(requestId, path, "array"));
            return null;
        }
        if (field.Type == "chained_list")
            return new FieldValue(item.GetRawText());
        if (FieldTypes.HasOptions(field.Type))
            return field.Type is "multitext" or "smart_address" ? Typed(field, item, path) : Chosen(field, item, path);
        foreach (var name in (string[])["enum_id", "enum_code"])
        {
            if (Has(item, name, out _))
            {
                errors.Add(ItemError.NotExpected(requestId, $"{path}.{name}"));
                return null;
            }
        }
        if (!item.TryGetProperty("value", out var value))
        {
            errors.Add(ItemError.Missing(requestId, $"{path}.value"));
            return null;
        }
        return value.ValueKind == JsonValueKind.Null ? null : Scalar(field.Type, value, $"{path}.value");
    }

    private FieldValue? Scalar(string type, JsonElement value, string path)
    {
        if (FieldTypes.IsMoment(type))
            return Moment(type, value, path);
        if (FieldTypes.IsObject(type))
            return value.ValueKind == JsonValueKind.Object ? new FieldValue(value.GetRawText()) : Wrong(path, "object");
        return type switch
        {
            "checkbox" => value.ValueKind switch
            {
                JsonValueKind.True => new FieldValue("true"),
                JsonValueKind.False => null, // An unset box is simply absent.
                _ => Wrong(path, "bool"),
            },
            "numeric" or "monetary" or "price" => Number(value, path),
            _ when value.ValueKind == JsonValueKind.String => value.GetString() is { Length: > 0 } text ? new FieldValue(text) : null,
            _ => Wrong(path, "string"),
        };
    }

    private FieldValue? Number(JsonElement value, string path)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new FieldValue(number.ToString("0.##########", CultureInfo.InvariantCulture))
            : Wrong(path, "numeric");
    }

    private FieldValue? Moment(string type, JsonElement value, string path)
    {
        long seconds;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var unix))
            seconds = unix;
        else if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            seconds = moment.ToUnixTimeSeconds();
        else
            return Wrong(path, "int");
        // Beyond these the day cannot be told; amoCRM's own absurd dates end near the year 8500.
        if (seconds is < -62_000_000_000 or > 253_000_000_000)
            return Wrong(path, "int");
        if (FieldTypes.IsDay(type))
            seconds = CustomFieldReading.LocalMidnight(seconds, seed.Account.TimeZone);
        return new FieldValue(seconds.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>One chosen option: by id, by exact label or by code.</summary>
    private FieldValue? Chosen(AmoField field, JsonElement item, string path)
    {
        AmoFieldOption? option;
        if (Has(item, "enum_id", out var id))
            option = id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number)
                ? field.Options.FirstOrDefault(candidate => candidate.Id == number)
                : null;
        else if (Has(item, "value", out var label))
            option = label.ValueKind == JsonValueKind.String
                ? field.Options.FirstOrDefault(candidate => candidate.Value == label.GetString())
                : null;
        else if (Has(item, "enum_code", out var code))
            option = field.Options.FirstOrDefault(candidate => candidate.Code is { } known && code.ValueKind == JsonValueKind.String && known == code.GetString());
        else
            return null; // {"value": null} chooses nothing.
        if (option is not null)
            return new FieldValue(option.Value, option.Id, option.Code);
        errors.Add(ItemError.NotSupported(requestId, $"{path}.value"));
        return null;
    }

    /// <summary>A phone or mail: free text with a type from the options, the first one by default.</summary>
    private FieldValue? Typed(AmoField field, JsonElement item, string path)
    {
        if (!item.TryGetProperty("value", out var value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            return Wrong($"{path}.value", "string");
        if (value.GetString() is not { Length: > 0 } text)
            return null;
        var option = field.Options[0];
        if (Has(item, "enum_id", out var id))
            option = field.Options.FirstOrDefault(candidate => id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) && candidate.Id == number);
        else if (Has(item, "enum_code", out var code))
            option = field.Options.FirstOrDefault(candidate => code.ValueKind == JsonValueKind.String && candidate.Code == code.GetString());
        if (option is not null)
            return new FieldValue(text, option.Id, option.Code);
        errors.Add(ItemError.NotSupported(requestId, $"{path}.value"));
        return null;
    }

    private FieldValue? Wrong(string path, string type)
    {
        errors.Add(ItemError.InvalidType(requestId, path, type));
        return null;
    }

    private static bool Has(JsonElement item, string name, out JsonElement value) =>
        item.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
