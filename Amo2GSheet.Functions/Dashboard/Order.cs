using System.Text.Json;
using Amo2GSheet.Core.Kpi;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>Reads what is posted as JSON. What cannot be read is a <see cref="QuestionException"/>.</summary>
internal static class Order
{
    private const int LongestBody = 4_096;

    /// <summary>The body, a JSON object.</summary>
    public static async Task<JsonElement> ReadAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        var body = new byte[LongestBody];
        var length = await request.Body.ReadAtLeastAsync(body, LongestBody, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory(0, length));
            if (length < LongestBody && document.RootElement.ValueKind is JsonValueKind.Object)
                return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Said below, like any other body that is no object.
        }

        throw new QuestionException("Тело запроса: нужен объект JSON.");
    }

    /// <summary>A property's text; null for anything else.</summary>
    public static string? Text(JsonElement body, string name)
    {
        try
        {
            return body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate, or bytes that are no UTF-8: the parser lets them through, and only reading the text finds them.
            throw new QuestionException("Тело запроса: текст в нём не в UTF-8.");
        }
    }

    /// <summary>The days of a back-fill.</summary>
    public static KpiRange Range(JsonElement body)
    {
        var (from, to) = (Question.Day(Text(body, "from"), "from"), Question.Day(Text(body, "to"), "to"));
        return Question.Range(from, to, KpiRange.LongestDays);
    }
}
