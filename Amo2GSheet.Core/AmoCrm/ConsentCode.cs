using System.Text.Json;
using System.Web;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Finds the code of amoCRM's consent page in what a person pastes: the whole address or the code alone.</summary>
public static class ConsentCode
{
    private const int MostBytes = 16 * 1024;

    /// <summary>Reads <c>{"redirect_url": …}</c> or <c>{"code": …}</c>.</summary>
    /// <param name="body">The request's body; no more than 16 KiB of it is read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The code, or null when there is none.</returns>
    public static async Task<string?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes];
        var length = await body.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(buffer.AsMemory(0, length));
            return Text(json.RootElement, "code") ?? OfUrl(Text(json.RootElement, "redirect_url"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text.Trim()
            : null;

    private static string? OfUrl(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && HttpUtility.ParseQueryString(url.Query)["code"] is { Length: > 0 } code ? code : null;
}
