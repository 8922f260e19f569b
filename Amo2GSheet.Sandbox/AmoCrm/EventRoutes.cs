using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>The history.</summary>
internal static class EventRoutes
{
    public static void Map(IEndpointRouteBuilder routes, AmoGate gate)
    {
        routes.MapGet("/api/v4/events", gate.Open(List));
        routes.MapGet("/api/v4/events/{id}", gate.Open(call => call.World.With(state =>
            state.Events.Find((string)call.Http.GetRouteValue("id")!) is { } found ? AmoReply.Hal(Json(found, state.Seed, call.BaseUrl)) : AmoReply.NoContent)));
    }

    private static AmoReply List(AmoCall call) => call.World.With(state =>
    {
        var (found, problem) = state.Events.Search(call.Query, state.Switches);
        if (problem is not null)
            return AmoReply.BadRequest(problem);
        var limit = call.Query.Limit(state.Switches.EventsPageLimit);
        var skip = (call.Query.Page - 1) * limit;
        var page = found.Skip(skip).Take(limit).Select(item => Json(item, state.Seed, call.BaseUrl)).ToArray();
        return page.Length == 0
            ? AmoReply.NoContent
            : AmoReply.Hal(AmoHal.Page(call.Url, call.Query, limit, skip + limit < found.Count, "events", page));
    });

    private static JsonObject Json(AmoEvent item, AmoSeed seed, string baseUrl) => new()
    {
        ["id"] = item.Id,
        ["type"] = item.Type,
        ["entity_id"] = item.EntityId,
        ["entity_type"] = item.Kind.Singular(),
        ["created_by"] = item.CreatedBy,
        ["created_at"] = item.CreatedAt,
        ["value_after"] = item.After.DeepClone(),
        ["value_before"] = item.Before.DeepClone(),
        ["account_id"] = seed.Account.Id,
        ["_links"] = AmoHal.Self($"{baseUrl}/api/v4/events/{item.Id}"),
        ["_embedded"] = new JsonObject
        {
            ["entity"] = new JsonObject
            {
                ["id"] = item.EntityId,
                ["_links"] = AmoHal.Self(EntityJson.Url(baseUrl, item.Kind, item.EntityId)),
            },
        },
    };
}
