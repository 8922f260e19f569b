using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amo2GSheet.Cli.Frame;

/// <summary>The documents that commands print with <c>--json</c>: one on standard output, and nothing else there.</summary>
internal static class CommandJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // A terminal and a file are no HTML page: Cyrillic stays legible.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The document's text.</summary>
    public static string Of<T>(T document) => JsonSerializer.Serialize(document, Options);
}
