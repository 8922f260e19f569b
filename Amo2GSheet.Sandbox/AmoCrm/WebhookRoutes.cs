using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Subscriptions: known by their destination, never by id.</summary>
internal static class WebhookRoutes
{
    private const string Root = "/api/v4/webhooks";

    public static void Map(IEndpointRouteBuilder routes, AmoGate gate)
    {
        routes.MapGet(Root, gate.Open(List));
        routes.MapPost(Root, gate.Open(Install));
        routes.MapDelete(Root, gate.Open(Remove));
    }

    public static JsonObject Json(AmoWebhook hook, AmoSeed seed) => new()
    {
        ["id"] = hook.Id,
        ["destination"] = hook.Destination,
        ["created_at"] = hook.CreatedAt,
        ["updated_at"] = hook.UpdatedAt,
        ["account_id"] = seed.Account.Id,
        ["created_by"] = hook.CreatedBy,
        ["sort"] = hook.Sort,
        ["disabled"] = hook.IsDisabled,
        ["settings"] = new JsonArray([.. hook.Settings.Select(setting => (JsonNode)setting)]),
    };

    private static AmoReply List(AmoCall call) => call.World.With(state =>
    {
        var wanted = call.Query.Filter("destination").Select(item => item.Value).ToArray();
        var hooks = state.Webhooks.All.Where(hook => wanted.Length == 0 || wanted.Contains(hook.Destination)).ToArray();
        return hooks.Length == 0
            ? AmoReply.NoContent
            : AmoReply.Hal(AmoHal.Whole(call.Url, "webhooks", [.. hooks.Select(hook => Json(hook, state.Seed))]));
    });

    private static AmoReply Install(AmoCall call)
    {
        var body = call.Body!.Value;
        var errors = new List<ItemError>();
        var destination = Destination(body, errors);
        var settings = new List<string>();
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("settings", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            errors.Add(ItemError.Missing("0", "settings"));
        }
        else
        {
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && AmoWebhooks.KnownSettings.Contains(item.GetString()!))
                    settings.Add(item.GetString()!);
                else
                    errors.Add(ItemError.NotSupported("0", $"settings.{settings.Count}"));
            }
        }
        if (errors.Count > 0)
            return AmoReply.Invalid(errors);
        int? sort = body.TryGetProperty("sort", out var given) && given.TryInt(out var number) ? (int)number : null;
        return call.World.With(state =>
        {
            if (state.Webhooks.Find(destination!) is null && state.Webhooks.All.Count >= AmoWebhooks.Maximum)
                return AmoReply.Problem(422, "Unprocessable Entity", $"Limit {AmoWebhooks.Maximum} webhooks per account");
            var hook = state.Webhooks.Install(destination!, settings, sort, call.Bearer.UserId, call.World.Now);
            return AmoReply.Hal(Json(hook, state.Seed), state.Switches.WebhookCreatedStatus);
        });
    }

    private static AmoReply Remove(AmoCall call)
    {
        var errors = new List<ItemError>();
        var destination = Destination(call.Body!.Value, errors);
        if (errors.Count > 0)
            return AmoReply.Invalid(errors);
        return call.World.With(state => state.Webhooks.Remove(destination!)) ? AmoReply.NoContent : AmoReply.NotFound("Webhook not found");
    }

    private static string? Destination(JsonElement body, List<ItemError> errors)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("destination", out var given))
            errors.Add(ItemError.Missing("0", "destination"));
        else if (given.ValueKind != JsonValueKind.String)
            errors.Add(ItemError.InvalidType("0", "destination", "string"));
        else if (!Uri.TryCreate(given.GetString(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            errors.Add(ItemError.NotSupported("0", "destination"));
        else
            return given.GetString();
        return null;
    }
}
