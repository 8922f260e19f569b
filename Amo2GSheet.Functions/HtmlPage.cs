using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary>A small page for people, in Russian as the sheet is. All that it shows is encoded; it runs no script and loads nothing.</summary>
/// <param name="Title">Title and heading.</param>
/// <param name="Paragraphs">The text.</param>
/// <param name="Links">Links, relative to the page's own address.</param>
internal sealed record HtmlPage(string Title, IReadOnlyList<string> Paragraphs, IReadOnlyList<(string Address, string Text)> Links)
{
    private const string Style = "body{font:1.1rem/1.5 sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#222}h1{font-size:1.5rem}";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Answers with the page.</summary>
    public async Task<HttpResponseData> AnswerAsync(HttpRequestData request, HttpStatusCode status)
    {
        var response = request.CreateResponse(status);
        response.Headers.Add("Content-Type", "text/html; charset=utf-8");
        response.Headers.Add("Content-Security-Policy", Policy);
        response.Headers.Add("X-Content-Type-Options", "nosniff");
        response.Headers.Add("Cache-Control", "no-store");
        response.Headers.Add("Referrer-Policy", "no-referrer");
        await response.WriteStringAsync(Html());
        return response;
    }

    private string Html()
    {
        var title = Encoder.Encode(Title);
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"ru\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append($"<title>{title}</title><style>{Style}</style></head>\n<body>\n<h1>{title}</h1>\n");
        foreach (var paragraph in Paragraphs)
            html.Append($"<p>{Encoder.Encode(paragraph)}</p>\n");
        foreach (var (address, text) in Links)
            html.Append($"<p><a href=\"{Encoder.Encode(address)}\">{Encoder.Encode(text)}</a></p>\n");
        return html.Append("</body>\n</html>\n").ToString();
    }
}
