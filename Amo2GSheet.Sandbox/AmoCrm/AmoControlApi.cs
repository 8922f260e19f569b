using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>
/// The control API: plays the people and the faults. It is neither counted nor limited; <see cref="ControlGuard"/> lets in who may use it.
/// Described in docs/sandbox-amocrm.md.
/// </summary>
internal static class AmoControlApi
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static void Map(IEndpointRouteBuilder routes, AmoWorld world, AmoCounters counters)
    {
        var control = routes.MapGroup("/_control");
        control.AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (Exception error) when (error is ArgumentException or JsonException or InvalidOperationException or FormatException)
            {
                return Results.Json(new JsonObject { ["error"] = error.Message }, statusCode: 400);
            }
        });
        ControlCards.Map(control, world);
        ControlAccount.Map(control, world);
        // Where amoCRM itself has a page for people: links to a lead lead somewhere here, too.
        routes.MapGet("/leads/detail/{id:long}", (long id, HttpContext http) => ControlGuard.IsLoopback(http.Request.Host.Host)
            ? ControlCards.Show(world, id)
            : Results.StatusCode(StatusCodes.Status403Forbidden));
        MapSetUp(control, world, counters);
        MapFaults(control, world);
        MapWebhooks(control, world);
    }

    /// <summary>The request's JSON object; an empty body is an empty object.</summary>
    public static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        return string.IsNullOrWhiteSpace(text)
            ? []
            : JsonNode.Parse(text) as JsonObject ?? throw new ArgumentException("The body must be a JSON object");
    }

    private static void MapSetUp(RouteGroupBuilder control, AmoWorld world, AmoCounters counters)
    {
        control.MapPost("/reset", () =>
        {
            world.Reset();
            counters.Reset();
            return Results.NoContent();
        });
        control.MapPost("/code", () => Results.Json(new JsonObject { ["code"] = world.MakeCode() }));
        control.MapPost("/token", async (HttpContext http) =>
        {
            var days = (await ReadAsync(http))["days"]?.GetValue<int>() ?? 1;
            return Results.Json(new JsonObject { ["access_token"] = world.MakeLongLivedToken(TimeSpan.FromDays(days)) });
        });
        control.MapPost("/tokens/revoke", () => world.With(state => state.Tokens.RevokeAll()));
        control.MapPost("/unblock", () => world.With(state => state.Limits.Reset()));
        control.MapPost("/block", () => world.With(state => state.Limits.Block()));
        control.MapGet("/switches", () => Results.Json(world.Switches, Web));
        control.MapPatch("/switches", async (HttpContext http) =>
        {
            var merged = JsonSerializer.SerializeToNode(world.Switches, Web)!.AsObject();
            foreach (var (name, value) in await ReadAsync(http))
            {
                if (!merged.ContainsKey(name))
                    throw new ArgumentException($"There is no switch {name}");
                merged[name] = value?.DeepClone();
            }
            world.Switches = merged.Deserialize<AmoSwitches>(Web)!;
            return Results.Json(world.Switches, Web);
        });
        control.MapGet("/counters", () => Results.Json(
            new { total = counters.Total, violations = world.With(state => state.Limits.Violations), routes = counters.Snapshot() }, Web));
        control.MapPost("/counters/reset", () => counters.Reset());
    }

    private static void MapFaults(RouteGroupBuilder control, AmoWorld world)
    {
        control.MapGet("/faults", () => Results.Json(world.With(state => state.Faults.All), Web));
        control.MapPost("/faults", async (HttpContext http) =>
        {
            var fault = (await ReadAsync(http)).Deserialize<AmoFault>(Web)!;
            if (!AmoFaults.Kinds.Contains(fault.Kind))
                throw new ArgumentException($"Unknown kind; known are {string.Join(", ", AmoFaults.Kinds)}");
            world.With(state => state.Faults.Add(fault, world.Time.GetUtcNow()));
            return Results.Json(fault, Web);
        });
        control.MapDelete("/faults", (string? kind) => world.With(state => state.Faults.Remove(kind)));
    }

    private static void MapWebhooks(RouteGroupBuilder control, AmoWorld world)
    {
        control.MapGet("/webhooks", () => Results.Json(world.With(state => new JsonObject
        {
            ["webhooks"] = new JsonArray([.. state.Webhooks.All.Select(hook => (JsonNode)Shown(hook, state.Seed))]),
            ["waiting"] = state.Queue.Waiting,
            ["attempts"] = new JsonArray([.. state.Queue.Attempts.Select(attempt => (JsonNode)new JsonObject
            {
                ["number"] = attempt.Delivery.Number,
                ["destination"] = WebhookDestination.Masked(attempt.Delivery.Destination),
                ["attempt"] = attempt.Delivery.Attempt,
                ["status"] = attempt.Status,
                ["error"] = attempt.Error,
                ["at"] = attempt.At.ToUnixTimeSeconds(),
            })]),
        })));
        control.MapPost("/webhooks", async (HttpContext http) =>
        {
            var body = await ReadAsync(http);
            if (!Uri.TryCreate(body["destination"]?.GetValue<string>(), UriKind.Absolute, out var destination) || destination.Scheme is not ("http" or "https"))
                throw new ArgumentException("destination must be an absolute URL of http or https");
            if (!WebhookDestination.IsLocal(destination))
                throw new ArgumentException(WebhookDestination.NotLocal);
            string[] settings = body["settings"] is JsonArray list
                ? [.. list.Select(item => item!.GetValue<string>())]
                : ["add_lead", "update_lead", "status_lead", "delete_lead", "restore_lead"];
            if (settings.FirstOrDefault(setting => !AmoWebhooks.KnownSettings.Contains(setting)) is { } unknown)
                throw new ArgumentException($"There is no event {unknown}");
            world.InstallWebhook(destination, settings);
            return Results.Json(world.With(state => Shown(state.Webhooks.Find(destination.OriginalString)!, state.Seed)));
        });
        control.MapPatch("/webhooks", async (HttpContext http) =>
        {
            var body = await ReadAsync(http);
            if (!Uri.TryCreate(body["destination"]?.GetValue<string>(), UriKind.Absolute, out var destination))
                throw new ArgumentException("destination must be an absolute URL");
            var isDisabled = body["disabled"]?.GetValue<bool>() ?? throw new ArgumentException("disabled must be true or false");
            return world.SwitchWebhook(destination, isDisabled) ? Results.NoContent() : Results.NotFound();
        });
        control.MapDelete("/webhooks", async (HttpContext http) =>
        {
            var destination = (await ReadAsync(http))["destination"]?.GetValue<string>() ?? "";
            return world.With(state => state.Webhooks.Remove(destination)) ? Results.NoContent() : Results.NotFound();
        });
    }

    /// <summary>A subscription as anyone on this machine may see it: the query of its address carries the service's key.</summary>
    private static JsonObject Shown(AmoWebhook hook, AmoSeed seed)
    {
        var json = WebhookRoutes.Json(hook, seed);
        json["destination"] = WebhookDestination.Masked(hook.Destination);
        return json;
    }
}
