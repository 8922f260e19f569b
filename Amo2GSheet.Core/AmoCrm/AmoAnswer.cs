using System.Net;
using System.Text.Json;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>What is sent to amoCRM.</summary>
/// <param name="Method">GET, POST or PATCH.</param>
/// <param name="Path">Path and query, relative to the account's host.</param>
/// <param name="Body">A JSON body, or none.</param>
internal sealed record AmoRequest(HttpMethod Method, string Path, byte[]? Body = null)
{
    /// <summary>The request without its query, fit for messages.</summary>
    public string Name
    {
        get
        {
            var query = Path.IndexOf('?', StringComparison.Ordinal);
            return $"{Method} /{(query < 0 ? Path : Path[..query])}";
        }
    }
}

/// <summary>What amoCRM answered, read whole. The body may be anything: gateways answer in HTML whatever was asked.</summary>
internal sealed record AmoAnswer(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    private const int LongestWord = 200;

    /// <summary>The sender's clock (the <c>Date</c> header); null when it did not say.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsServerError => (int)Status >= 500;

    /// <summary>Judged by the body, because gateways and amoCRM name content types loosely.</summary>
    public bool IsJson => Body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>The body as JSON; null when it is not.</summary>
    public JsonDocument? TryJson()
    {
        if (!IsJson)
            return null;

        try
        {
            return JsonDocument.Parse(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>amoCRM's own words on an error, cut short: <c>hint</c> (token endpoint), <c>detail</c> or <c>title</c>; else the status.</summary>
    public string Words()
    {
        using var json = TryJson();
        var words = json is null ? null : json.RootElement.Text("hint") ?? json.RootElement.Text("detail") ?? json.RootElement.Text("title");
        return string.IsNullOrWhiteSpace(words) ? $"HTTP {(int)Status}" : words.Length <= LongestWord ? words : words[..LongestWord];
    }
}

/// <summary>The call went out and no whole answer came back: what it did is unknown.</summary>
internal sealed class AmoAnswerLostException(string message, Exception? inner = null) : Exception(message, inner);
