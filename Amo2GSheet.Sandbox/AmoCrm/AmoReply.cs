using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>An answer, complete before the first byte is sent, so that a fault can still take it away.</summary>
internal sealed record AmoReply(int Status, string? ContentType, string? Body)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static AmoReply NoContent { get; } = new(204, null, null);

    public static AmoReply Hal(JsonNode body, int status = 200) => new(status, "application/hal+json", body.ToJsonString(Plain));

    public static AmoReply Json(JsonNode body, int status = 200) => new(status, "application/json", body.ToJsonString(Plain));

    public static AmoReply Problem(int status, string title, string detail) => Problem(status, AmoErrors.Problem(status, title, detail));

    public static AmoReply Problem(int status, JsonObject body) => new(status, "application/problem+json", body.ToJsonString(Plain));

    public static AmoReply Invalid(IReadOnlyList<ItemError> errors) => Problem(400, AmoErrors.Validation(errors));

    public static AmoReply BadRequest(string detail) => Problem(400, "Bad Request", detail);

    public static AmoReply NotFound(string detail = "Not Found") => Problem(404, "Not Found", detail);

    public static AmoReply Html(int status, string title) => new(status, "text/html", AmoErrors.Html(title));

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        if (Body is null)
            return;
        http.Response.ContentType = ContentType;
        var bytes = System.Text.Encoding.UTF8.GetBytes(Body);
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }
}
