using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary>How functions answer: JSON in camelCase, Russian text as text.</summary>
internal static class Answers
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // The answer is never put into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new LeadIdConverter() },
    };

    /// <summary>Answers with a JSON body.</summary>
    public static async Task<HttpResponseData> AnswerAsync(this HttpRequestData request, HttpStatusCode status, object body)
    {
        var response = request.CreateResponse();
        response.StatusCode = status;
        response.Headers.Add("Content-Type", "application/json; charset=utf-8");
        await response.WriteStringAsync(JsonSerializer.Serialize(body, Json));
        return response;
    }

    /// <summary>Answers with a reason: a name for programs and a sentence for people.</summary>
    public static Task<HttpResponseData> RefuseAsync(this HttpRequestData request, HttpStatusCode status, string reason, string detail) =>
        request.AnswerAsync(status, new Refusal(reason, detail));
}

/// <summary>Why a request is refused.</summary>
/// <param name="Reason">A name for programs.</param>
/// <param name="Detail">A sentence for people.</param>
internal sealed record Refusal(string Reason, string Detail)
{
    /// <summary>Also the answer of a host that refuses such a body before it reaches a function.</summary>
    public static Refusal TooLarge { get; } = new(nameof(WebhookDefect.TooLarge), "The body is longer than any webhook of amoCRM.");
}

/// <summary>A lead's id as its number.</summary>
internal sealed class LeadIdConverter : JsonConverter<LeadId>
{
    /// <inheritdoc />
    public override LeadId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, LeadId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
