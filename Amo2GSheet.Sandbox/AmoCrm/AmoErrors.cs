using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>One refused value: code, dotted path inside the item, sentence.</summary>
internal sealed record ItemError(string RequestId, string Code, string Path, string Detail)
{
    public static ItemError NotSupported(string requestId, string path) =>
        new(requestId, "NotSupportedChoice", path, "The value you selected is not a valid choice.");

    public static ItemError InvalidType(string requestId, string path, string type) =>
        new(requestId, "InvalidType", path, $"This value should be of type {type}.");

    public static ItemError NotExpected(string requestId, string path) =>
        new(requestId, "FieldNotExpected", path, "This field was not expected.");

    public static ItemError Missing(string requestId, string path) =>
        new(requestId, "FieldMissing", path, "This field is missing.");
}

/// <summary>Bodies of refusals, as amoCRM words them.</summary>
internal static class AmoErrors
{
    public static JsonObject Problem(int status, string title, string detail) => new()
    {
        ["title"] = title,
        ["type"] = $"https://httpstatus.es/{status}",
        ["status"] = status,
        ["detail"] = detail,
    };

    public static JsonObject Validation(IReadOnlyList<ItemError> errors)
    {
        var items = errors.GroupBy(error => error.RequestId).Select(group => (JsonNode)new JsonObject
        {
            ["request_id"] = group.Key,
            ["errors"] = new JsonArray([.. group.Select(error => (JsonNode)new JsonObject
            {
                ["code"] = error.Code,
                ["path"] = error.Path,
                ["detail"] = error.Detail,
            })]),
        });
        var body = new JsonObject { ["validation-errors"] = new JsonArray([.. items]) };
        foreach (var (key, value) in Problem(400, "Bad Request", "Request validation failed"))
            body[key] = value?.DeepClone();
        return body;
    }

    public static JsonObject TooMany(int retryAfter)
    {
        var body = Problem(429, "Too Many Requests", "The allowed number of requests per second has been exceeded.");
        body["retry_after"] = retryAfter;
        return body;
    }

    public static JsonObject Internal(long number)
    {
        var body = Problem(500, "ErrInternalServer", "Internal server error");
        body["trace_id"] = $"{number:x32}";
        return body;
    }

    /// <summary>The token endpoint's own shape: no <c>error</c> key, the reason stands in <c>hint</c>.</summary>
    public static JsonObject OAuth(int status, string hint) => new()
    {
        ["hint"] = hint,
        ["title"] = "Некорректный запрос",
        ["type"] = "https://developers.amocrm.ru/v3/errors/OAuthProblemJson",
        ["status"] = status,
        ["detail"] = "В запросе отсутствует ряд параметров или параметры невалидны",
    };

    /// <summary>What the gateway says before the application is reached.</summary>
    public static string Html(string title) =>
        $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
}
