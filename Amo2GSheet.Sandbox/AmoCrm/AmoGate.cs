using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>One admitted request.</summary>
internal sealed record AmoCall(HttpContext Http, AmoWorld World, AmoBearer Bearer, string Route, JsonElement? Body)
{
    public string BaseUrl => $"{Http.Request.Scheme}://{Http.Request.Host}";

    /// <summary>The address as called, without its query.</summary>
    public string Url => $"{BaseUrl}{Http.Request.Path}";

    public AmoQuery Query { get; } = AmoQuery.Parse(Http.Request.QueryString.Value);

    public long Id(string name = "id") => long.Parse((string)Http.Request.RouteValues[name]!, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// The door of the API: counts, strikes with faults, checks the bearer and the limits, and only then lets a handler work.
/// </summary>
internal sealed class AmoGate(AmoWorld world, AmoCounters counters)
{
    private long _traces;

    public RequestDelegate Open(Func<AmoCall, AmoReply> handler)
    {
        return http => Serve(http, isApi: true, Answer);

        Task<AmoReply> Answer(AmoCall call) => Task.FromResult(handler(call));
    }

    /// <summary>A route outside /api: faults and counters apply, bearer and limits do not.</summary>
    public RequestDelegate OpenPublic(Func<AmoCall, Task<AmoReply>> handler) => http => Serve(http, isApi: false, handler);

    /// <summary>Counts a request that no route took.</summary>
    public void CountStray(HttpContext http, int status) => counters.Add($"{http.Request.Method} {http.Request.Path}", status);

    private async Task Serve(HttpContext http, bool isApi, Func<AmoCall, Task<AmoReply>> handler)
    {
        var route = RouteName(http);
        var fault = world.With(state => state.Faults.TakeAtTheDoor(route));
        if (fault?.Kind == AmoFaults.Hang)
        {
            await HangAsync(http, route, fault);
            return;
        }
        var (call, refusal) = fault is not null ? (null, Strike(fault)) : await AdmitAsync(http, route, isApi);
        var reply = refusal ?? await handler(call!);
        if (refusal is null && world.With(state => state.Faults.Take(AmoFaults.AnswerLost, route)) is not null)
        {
            counters.Add(route, 0);
            http.Abort();
            return;
        }
        counters.Add(route, reply.Status);
        http.Response.Headers.Date = HeaderUtilities.FormatDate(world.Time.GetUtcNow());
        world.RaiseAnswering($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        await reply.WriteAsync(http);
    }

    private async Task<(AmoCall? Call, AmoReply? Refusal)> AdmitAsync(HttpContext http, string route, bool isApi)
    {
        var bearer = new AmoBearer("", 0);
        if (isApi)
        {
            var (known, refusal) = Admit(http);
            if (refusal is not null)
                return (null, refusal);
            bearer = known!;
        }
        JsonElement? body = null;
        if (isApi && !HttpMethods.IsGet(http.Request.Method))
        {
            using var reader = new StreamReader(http.Request.Body);
            var text = await reader.ReadToEndAsync(http.RequestAborted);
            if (string.IsNullOrWhiteSpace(text))
                return (null, AmoReply.BadRequest("Request data can not be empty"));
            try
            {
                using var document = JsonDocument.Parse(text);
                body = document.RootElement.Clone();
            }
            catch (JsonException)
            {
                return (null, AmoReply.BadRequest("Request body is not valid JSON"));
            }
            if (IsEmpty(body.Value))
                return (null, AmoReply.BadRequest("Request data can not be empty"));
        }
        return (new AmoCall(http, world, bearer, route, body), null);
    }

    private (AmoBearer? Bearer, AmoReply? Refusal) Admit(HttpContext http) => world.With<(AmoBearer?, AmoReply?)>(state =>
    {
        var switches = state.Switches;
        if (state.Limits.IsBlocked)
            return (null, Blocked());
        var header = http.Request.Headers[HeaderNames.Authorization].ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
        if (state.Tokens.Check(token, world.Now) is not { } bearer)
            return (null, Unauthorized());
        return state.Limits.Check(bearer.ClientId, world.Now) switch
        {
            LimitVerdict.TooMany => (null, TooMany(switches.LimitAnswersHtml, switches.RetryAfterSeconds)),
            _ when switches.Unpaid => (null, Unpaid()),
            _ => (bearer, null),
        };
    });

    private AmoReply Strike(AmoFault fault) => fault.Kind switch
    {
        AmoFaults.TooMany => TooMany(fault.Html, (int)(fault.Seconds ?? world.Switches.RetryAfterSeconds)),
        AmoFaults.Forbidden => Blocked(),
        AmoFaults.Unpaid => Unpaid(),
        AmoFaults.Unauthorized => Unauthorized(),
        AmoFaults.GatewayTimeout => GatewayTimeout(),
        _ => AmoReply.Problem(500, AmoErrors.Internal(Interlocked.Increment(ref _traces))),
    };

    /// <summary>Holds the request, then drops the connection without a word.</summary>
    private async Task HangAsync(HttpContext http, string route, AmoFault fault)
    {
        counters.Add(route, 0);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(fault.Seconds ?? 30), world.Time, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client gave up first.
        }
        http.Abort();
    }

    public static AmoReply GatewayTimeout() => AmoReply.Html(504, "504 Gateway Time-out");

    private static AmoReply Blocked() => AmoReply.Html(403, "403 Forbidden");

    private static AmoReply Unauthorized() => AmoReply.Problem(401, "Unauthorized", "Invalid user name or password");

    private static AmoReply Unpaid() => AmoReply.Problem(402, "Payment Required", "The account is not paid for");

    private static AmoReply TooMany(bool isHtml, int retryAfter) =>
        isHtml ? AmoReply.Html(429, "429 Too Many Requests") : AmoReply.Problem(429, AmoErrors.TooMany(retryAfter));

    private static bool IsEmpty(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => body.GetArrayLength() == 0,
        JsonValueKind.Object => !body.EnumerateObject().MoveNext(),
        _ => false,
    };

    /// <summary>Method and template without constraints: <c>PATCH /api/v4/leads/{id}</c>.</summary>
    private static string RouteName(HttpContext http)
    {
        var template = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? http.Request.Path;
        return $"{http.Request.Method} {template.Replace(":long", "", StringComparison.Ordinal)}";
    }
}
