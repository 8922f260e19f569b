using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>The HTTP face: tokens, quotas, faults, and the mapping of requests to the world and of its answers to JSON. No rules of sheets.</summary>
internal sealed class SheetsFace(
    SheetWorld world, SheetAccounts accounts, SheetCounters counters, SheetFaults faults, Func<Quota?> quota, TimeProvider time)
{
    /// <summary>Runs before routing: ranges carry encoded slashes and colons, which routing would decode in its own way.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var (path, query) = Target(context);
        if (path.StartsWith("/_control", StringComparison.Ordinal) || path == "/")
        {
            await next(context);
            return;
        }

        try
        {
            if (path.EndsWith("/token", StringComparison.Ordinal) && context.Request.Method == "POST")
                await GrantAsync(context);
            else
                await CallAsync(context, path, query);
        }
        catch (SheetsRefusal refusal)
        {
            await RefuseAsync(context, refusal);
        }
    }

    private async Task GrantAsync(HttpContext context)
    {
        var (status, body) = accounts.Grant(ParseForm(await ReadTextAsync(context)));
        context.Response.StatusCode = status;
        await WriteAsync(context, pretty: true, json => body.WriteTo(json));
    }

    private async Task CallAsync(HttpContext context, string path, string queryText)
    {
        var verb = context.Request.Method;
        var query = ParseForm(queryText);
        var body = default(string);
        if (verb == "POST" && context.Request.Headers["X-HTTP-Method-Override"] == "GET")
        {
            // A GET too long for a URL: the query travels as the body.
            verb = "GET";
            query = ParseForm(string.Join('&', queryText, await ReadTextAsync(context)));
            body = string.Empty;
        }

        if (SheetsRoute.Find(verb, path) is not { } route)
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("Not Found");
            return;
        }

        var method = route.Method;
        counters.Add(method);
        var fault = faults.Take(method.Label);
        if (fault?.Kind == SheetFault.Timeout)
        {
            await Task.Delay(TimeSpan.FromSeconds(fault.HoldSeconds), time, context.RequestAborted);
            context.Abort();
            return;
        }

        if (fault is not null && fault.Kind != SheetFault.Lost)
            throw Injected(fault.Kind, method.IsWrite);

        var caller = Authenticate(context, query);
        if (!caller.Allows(method.NeedsWriteScope))
            throw SheetsRefusal.ScopeTooSmall();
        if (quota()?.Take(caller.Email, method.IsWrite) is { } over)
            throw over;

        body ??= await ReadTextAsync(context);
        var mask = FieldMask.Parse(query["fields"]);
        var call = new SheetsCall(caller.Email, route.SpreadsheetId, route.Argument, query, ParseBody(body, method));
        WireCheck.Mask(mask, method.Reply);
        if (faults.TakeAmbush(method.IsWrite) is { } ambush)
            world.Do(ambush.SpreadsheetId, ambush.Edits);
        var reply = method.Handle(world, call);
        if (fault?.Kind == SheetFault.Lost)
        {
            context.Abort();
            return;
        }

        await WriteAsync(context, query["prettyPrint"] is not ("false" or "0"), json => reply(json, mask));
    }

    private AccessToken Authenticate(HttpContext context, SheetsQuery query)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var bearer = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : query["access_token"] ?? query["oauth_token"];
        if (string.IsNullOrEmpty(bearer))
            throw header.Length > 0 ? SheetsRefusal.Unauthenticated() : SheetsRefusal.NoCredentials();
        return accounts.Find(bearer) ?? throw SheetsRefusal.Unauthenticated();
    }

    private async Task RefuseAsync(HttpContext context, SheetsRefusal refusal)
    {
        context.Response.StatusCode = refusal.Code;
        if (refusal.Code == 401 && world.Switches.ChallengeOn401)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"";
        if (refusal.Code == 429 && world.Switches.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await WriteAsync(context, pretty: true, json => refusal.ToJson().WriteTo(json));
    }

    private static SheetsRefusal Injected(string kind, bool isWrite) => kind switch
    {
        "429" => Quota.Refusal(isWrite),
        "500" => SheetsRefusal.Internal(),
        _ => SheetsRefusal.Unavailable(),
    };

    private static JsonElement ParseBody(string body, SheetsMethod method)
    {
        JsonElement json;
        try
        {
            json = JsonDocument.Parse(string.IsNullOrWhiteSpace(body) || method.Body is null ? "{}" : body).RootElement;
        }
        catch (JsonException)
        {
            throw SheetsRefusal.Bad("Invalid JSON payload received. Unexpected token.");
        }

        if (method.Body is { } message)
            WireCheck.Body(json, message);
        return json;
    }

    /// <summary>The path as it was sent, still encoded, and the query.</summary>
    private static (string Path, string Query) Target(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (Uri.TryCreate(raw, UriKind.Absolute, out var absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal))
            raw = absolute.PathAndQuery;
        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (raw, string.Empty) : (raw[..mark], raw[(mark + 1)..]);
    }

    private static SheetsQuery ParseForm(string text) => new(
        from pair in QueryHelpers.ParseQuery(text)
        from value in pair.Value
        select KeyValuePair.Create(pair.Key, value));

    private static async Task<string> ReadTextAsync(HttpContext context)
    {
        var body = context.Request.Body;
        var zipped = context.Request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        await using var plain = zipped ? new GZipStream(body, CompressionMode.Decompress) : body;
        using var reader = new StreamReader(plain);
        try
        {
            return await reader.ReadToEndAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw SheetsRefusal.Bad("The request body is not valid gzip.");
        }
    }

    private static async Task WriteAsync(HttpContext context, bool pretty, Action<Utf8JsonWriter> write)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=UTF-8";
        response.Headers.Vary = "Origin, X-Origin, Referer";
        response.Headers.CacheControl = "private";
        // The writer fills the response's own pipe: a large reply is never held twice.
        await using (var json = new Utf8JsonWriter(
            response.BodyWriter, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = pretty }))
        {
            write(json);
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
