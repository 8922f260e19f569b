using System.IO.Compression;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>How the dashboard answers: JSON that is never kept, pages that run nothing but our own scripts.</summary>
internal static class DashboardAnswers
{
    /// <summary>What a page of ours may do. Everything comes from here, nothing is embedded, nobody may frame it.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const int WorthCompressing = 1_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // The answer is never put into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new LeadIdConverter() },
    };

    /// <summary>JSON, compressed when the browser takes it.</summary>
    public static HttpResponseData Data(this HttpRequestData request, HttpStatusCode status, object body)
    {
        var response = request.CreateResponse(status);
        response.Headers.Add("Content-Type", "application/json; charset=utf-8");
        response.Headers.Add("Cache-Control", "no-store");
        response.Headers.Add("X-Content-Type-Options", "nosniff");
        request.Write(response, JsonSerializer.SerializeToUtf8Bytes(body, Json));
        return response;
    }

    /// <summary>A refusal as JSON: one Russian sentence.</summary>
    public static HttpResponseData Refusal(this HttpRequestData request, HttpStatusCode status, string sentence) => request.Data(status, new { error = sentence });

    /// <summary>A page. Never compressed: it bears a token beside what somebody else may have put into its address.</summary>
    public static async Task<HttpResponseData> PageAsync(this HttpRequestData request, HttpStatusCode status, string html)
    {
        var response = request.CreateResponse(status);
        response.Headers.Add("Content-Type", "text/html; charset=utf-8");
        response.Headers.Add("Content-Security-Policy", Policy);
        response.Headers.Add("X-Content-Type-Options", "nosniff");
        response.Headers.Add("Cache-Control", "no-store");
        response.Headers.Add("Referrer-Policy", "no-referrer");
        await response.WriteStringAsync(html);
        return response;
    }

    /// <summary>Sends the browser on, with a GET whatever it came with.</summary>
    public static HttpResponseData GoTo(this HttpRequestData request, string path)
    {
        var response = request.CreateResponse(HttpStatusCode.SeeOther);
        response.Headers.Add("Location", path);
        response.Headers.Add("Cache-Control", "no-store");
        return response;
    }

    /// <summary>A file of the page, or 304 when the browser has it. It is asked for again each time, so that a new version is never missed.</summary>
    public static HttpResponseData File(this HttpRequestData request, DashboardFile file)
    {
        var isKnown = request.Header("If-None-Match")?.Split(',').Any(tag => tag.Trim().TrimStart('W', '/') == file.Tag) is true;
        var response = request.CreateResponse(isKnown ? HttpStatusCode.NotModified : HttpStatusCode.OK);
        response.Headers.Add("ETag", file.Tag);
        response.Headers.Add("Cache-Control", "no-cache");
        if (isKnown)
            return response;
        response.Headers.Add("Content-Type", file.Type);
        response.Headers.Add("X-Content-Type-Options", "nosniff");
        request.Write(response, file.Content);
        return response;
    }

    /// <summary>A header's value; null when the request has none.</summary>
    public static string? Header(this HttpRequestData request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>The caller's address, as the proxy before us writes it; null without one.</summary>
    public static string? ClientAddress(this HttpRequestData request) =>
        request.Header("X-Forwarded-For")?.Split(',')[^1].Trim() is { Length: > 0 and < 100 } last ? WithoutPort(last) : null;

    /// <summary>A cookie's value; null when the request has none.</summary>
    public static string? Cookie(this HttpRequestData request, string name)
    {
        if (!request.Headers.TryGetValues("Cookie", out var values))
            return null;
        var start = $"{name}=";
        return values.SelectMany(value => value.Split(';')).Select(pair => pair.Trim())
            .FirstOrDefault(pair => pair.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
    }

    /// <summary>
    /// Sets a cookie that no script can read. An answer sets one at most: the Functions host joins equal headers with commas.
    /// </summary>
    /// <param name="response">The answer.</param>
    /// <param name="name">The cookie's name.</param>
    /// <param name="value">Its value, of letters that need no quoting.</param>
    /// <param name="age">How long the browser keeps it; zero takes it away.</param>
    /// <param name="sameSite"><c>Strict</c> or <c>Lax</c>.</param>
    public static void SetCookie(this HttpResponseData response, string name, string value, TimeSpan age, string sameSite) =>
        response.Headers.Add("Set-Cookie", FormattableString.Invariant($"{name}={value}; Path=/; Max-Age={(long)age.TotalSeconds}; HttpOnly; Secure; SameSite={sameSite}"));

    // Azure's front end writes the port behind the address, which is another one each time.
    private static string WithoutPort(string address) => IPEndPoint.TryParse(address, out var end) ? end.Address.ToString() : address;

    private static void Write(this HttpRequestData request, HttpResponseData response, byte[] content)
    {
        response.Headers.Add("Vary", "Accept-Encoding");
        if (content.Length < WorthCompressing || !TakesGzip(request))
        {
            response.Body.Write(content);
            return;
        }

        response.Headers.Add("Content-Encoding", "gzip");
        using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(content);
    }

    private static bool TakesGzip(HttpRequestData request) => request.Header("Accept-Encoding")?.Split(',')
        .Any(one => one.Split(';') is [var name, .. var rest] && name.Trim() == "gzip" && !rest.Any(quality => quality.Replace(" ", "", StringComparison.Ordinal) is "q=0" or "q=0.0")) is true;
}
