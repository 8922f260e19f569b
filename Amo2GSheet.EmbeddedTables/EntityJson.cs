using System.Globalization;
using System.Text.Json;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>How much of the types an answer tells.</summary>
internal enum Metadata
{
    None,
    Minimal,
    Full,
}

/// <summary>Entities as JSON of the Table service.</summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/payload-format-for-table-service-operations"/>
internal static class EntityJson
{
    private const string TypeSuffix = "@odata.type";

    /// <summary>Reads an entity that a client sent.</summary>
    /// <returns>The keys as given (null if they are missing), and the other properties; null values and the service's own properties are left out.</returns>
    /// <exception cref="TableServiceException">The text is no entity.</exception>
    public static (string? Partition, string? Row, EntityProperty[] Properties) Read(ReadOnlySpan<byte> json)
    {
        string? partition = null, row = null;
        var properties = new List<EntityProperty>(12);
        List<(string Name, string Type)>? types = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw Wrong();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (name.EndsWith(TypeSuffix, StringComparison.Ordinal))
                    (types ??= []).Add((name[..^TypeSuffix.Length], reader.GetString() ?? throw Wrong()));
                else if (name is "PartitionKey")
                    partition = Key(ref reader);
                else if (name is "RowKey")
                    row = Key(ref reader);
                else if (name is "Timestamp" || name.StartsWith("odata.", StringComparison.Ordinal))
                    reader.Skip();
                else if (Value(ref reader) is { } value)
                    properties.Add(new EntityProperty(name, value));
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
                throw Wrong();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No text, or text that is no Unicode: a lone surrogate.
            throw Wrong();
        }

        if (types is not null)
            SetTypes(properties, types);
        RefuseDuplicates(properties);
        return (partition, row, [.. properties]);
    }

    /// <summary>Writes an entity.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="table">Its table; named in full metadata.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="select">The properties that were asked for; null for all.</param>
    /// <param name="metadata">How much of the types is told.</param>
    /// <param name="context">The address of the description of the entity, where the entity is the whole answer; else null.</param>
    public static void Write(Utf8JsonWriter json, string table, Entity entity, HashSet<string>? select, Metadata metadata, string? context)
    {
        json.WriteStartObject();
        if (metadata != Metadata.None)
        {
            if (context is not null)
                json.WriteString("odata.metadata", context);
            if (metadata == Metadata.Full)
            {
                var address = $"{table}(PartitionKey='{Escaped(entity.Key.Partition)}',RowKey='{Escaped(entity.Key.Row)}')";
                json.WriteString("odata.type", $"account.{table}");
                json.WriteString("odata.id", address);
                json.WriteString("odata.editLink", address);
            }

            json.WriteString("odata.etag", entity.ETag);
        }

        if (select?.Contains("PartitionKey") != false)
            json.WriteString("PartitionKey", entity.Key.Partition);
        if (select?.Contains("RowKey") != false)
            json.WriteString("RowKey", entity.Key.Row);
        if (select?.Contains("Timestamp") != false)
        {
            if (metadata == Metadata.Full)
                json.WriteString("Timestamp@odata.type", "Edm.DateTime");
            WriteDate(json, "Timestamp", new DateTime(entity.Timestamp, DateTimeKind.Utc));
        }

        foreach (var (name, value) in entity.Properties)
        {
            if (select?.Contains(name) != false)
                WriteProperty(json, name, value, metadata);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes properties with their types, as an engine keeps them; <see cref="Read"/> reads them.</summary>
    public static void WriteProperties(Utf8JsonWriter json, EntityProperty[] properties)
    {
        json.WriteStartObject();
        foreach (var (name, value) in properties)
            WriteProperty(json, name, value, Metadata.Minimal);
        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value, Metadata metadata)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case long number:
                Type(json, name, "Edm.Int64", metadata);
                json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTime date:
                Type(json, name, "Edm.DateTime", metadata);
                WriteDate(json, name, date);
                break;
            case Guid guid:
                Type(json, name, "Edm.Guid", metadata);
                json.WriteString(name, guid);
                break;
            case byte[] binary:
                Type(json, name, "Edm.Binary", metadata);
                json.WriteBase64String(name, binary);
                break;
            case double number when double.IsFinite(number):
                // The decimal point tells a double from an integer.
                var digits = number.ToString("R", CultureInfo.InvariantCulture);
                json.WritePropertyName(name);
                json.WriteRawValue(digits.AsSpan().IndexOfAny(".E") < 0 ? digits + ".0" : digits, skipInputValidation: true);
                break;
            case double number:
                Type(json, name, "Edm.Double", metadata);
                json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void Type(Utf8JsonWriter json, string name, string type, Metadata metadata)
    {
        if (metadata != Metadata.None)
            json.WriteString(name + TypeSuffix, type);
    }

    private static void WriteDate(Utf8JsonWriter json, string name, DateTime date)
    {
        // All seven digits: the writer's own form leaves out trailing zeros.
        Span<char> text = stackalloc char[28];
        date.TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    private static string? Key(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw Wrong(),
    };

    private static object? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.TryGetInt32(out var whole):
                return whole;
            case JsonTokenType.Number when reader.GetDouble() is var number && double.IsFinite(number):
                return number;
            default:
                throw Wrong();
        }
    }

    private static void SetTypes(List<EntityProperty> properties, List<(string Name, string Type)> types)
    {
        foreach (var (name, type) in types)
        {
            var index = properties.FindIndex(property => property.Name == name);
            if (index >= 0)
                properties[index] = new EntityProperty(name, Typed(properties[index].Value, type));
        }
    }

    private static object Typed(object value, string type)
    {
        try
        {
            return (type, value) switch
            {
                ("Edm.String", string) => value,
                ("Edm.Boolean", bool) => value,
                ("Edm.Boolean", string text) => bool.Parse(text),
                ("Edm.Int32", int) => value,
                ("Edm.Int32", string text) => int.Parse(text, CultureInfo.InvariantCulture),
                ("Edm.Int64", string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                ("Edm.Int64", int number) => (long)number,
                ("Edm.Double", int number) => (double)number,
                ("Edm.Double", double) => value,
                ("Edm.Double", string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
                ("Edm.DateTime", string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
                ("Edm.Guid", string text) => Guid.Parse(text),
                ("Edm.Binary", string text) => Convert.FromBase64String(text),
                _ => throw Wrong(),
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw Wrong();
        }
    }

    private static void RefuseDuplicates(List<EntityProperty> properties)
    {
        for (var index = 1; index < properties.Count; index++)
        {
            for (var before = 0; before < index; before++)
            {
                if (properties[before].Name == properties[index].Name)
                    throw new TableServiceException(400, "DuplicatePropertiesSpecified", "A property is specified more than once.");
            }
        }
    }

    private static string Escaped(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private static TableServiceException Wrong() => TableServiceException.InvalidInput("One of the request inputs is not valid.");
}
