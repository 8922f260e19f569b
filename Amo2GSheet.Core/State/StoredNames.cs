using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amo2GSheet.Core.State;

/// <summary>
/// Named values as they are stored. Two versions may work on the same tables for a while, after an update or when it is taken back, so a name
/// that this version does not know is a value like any other, and its readers have to say what they do then.
/// </summary>
internal static class StoredNames
{
    /// <summary>The value of a name; null for one of a newer version.</summary>
    public static T? Find<T>(string? name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name, out var value) && value.ToString() == name ? value : null;
}

/// <summary>Reads names in JSON, those of a newer version as <paramref name="unknown"/>.</summary>
/// <param name="unknown">The value of a name that this version does not know.</param>
internal sealed class StoredNameConverter<T>(T unknown) : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? StoredNames.Find<T>(reader.GetString()) ?? unknown : throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
