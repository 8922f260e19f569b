using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Lists, single cards, POST and PATCH of leads, contacts and companies.</summary>
internal static class EntityRoutes
{
    private const int Largest = 250;
    private const int LargestComplex = 50;

    public static void Map(IEndpointRouteBuilder routes, AmoGate gate)
    {
        foreach (var kind in EntityKinds.All)
        {
            var root = $"/api/v4/{kind.Plural()}";
            routes.MapGet(root, gate.Open(call => List(call, kind)));
            routes.MapGet(root + "/{id:long}", gate.Open(call => ById(call, kind)));
            routes.MapPost(root, gate.Open(call => Write(call, kind, isNew: true)));
            routes.MapPatch(root, gate.Open(call => Write(call, kind, isNew: false)));
            routes.MapPatch(root + "/{id:long}", gate.Open(call => WriteOne(call, kind)));
        }
        routes.MapPost("/api/v4/leads/complex", gate.Open(Complex));
    }

    private static AmoReply List(AmoCall call, EntityKind kind) => call.World.With(state =>
    {
        var page = new EntityReader(state, call.World.Time.GetUtcNow(), call.Route).List(kind, call.Query);
        if (page.Problem is { } problem)
            return AmoReply.BadRequest(problem);
        if (page.Items.Count == 0)
            return AmoReply.NoContent;
        var json = new EntityJson(state, call.BaseUrl, call.Query.With);
        return AmoReply.Hal(AmoHal.Page(call.Url, call.Query, call.Query.Limit(), page.HasNext, kind.Plural(), page.Items.Select(json.Render)));
    });

    private static AmoReply ById(AmoCall call, EntityKind kind) => call.World.With(state =>
    {
        var card = new EntityReader(state, call.World.Time.GetUtcNow(), call.Route).ById(kind, call.Id(), call.Query);
        return card is null ? AmoReply.NoContent : AmoReply.Hal(new EntityJson(state, call.BaseUrl, call.Query.With).Render(card));
    });

    private static AmoReply Write(AmoCall call, EntityKind kind, bool isNew)
    {
        var items = call.Body!.Value;
        var count = items.ValueKind == JsonValueKind.Array ? items.GetArrayLength() : 0;
        if (count > Largest)
            return AmoReply.Problem(422, "Unprocessable Entity", $"Limit {Largest} per page");
        if (call.World.Switches.GatewayTimeoutAbove is > 0 and var above && count > above)
            return AmoGate.GatewayTimeout();
        var isPartial = !isNew && call.World.With(state => state.Faults.Take(AmoFaults.PartialBatch, call.Route)) is not null;
        var outcome = call.World.Write(kind, items, isNew, call.Bearer.UserId, isPartial ? (count + 1) / 2 : null);
        if (outcome.Errors.Count > 0)
            return AmoReply.Invalid(outcome.Errors);
        if (isPartial)
            return AmoGate.GatewayTimeout();
        return AmoReply.Hal(new JsonObject
        {
            ["_links"] = AmoHal.Self(call.Url),
            ["_embedded"] = AmoHal.Embedded(kind.Plural(), outcome.Items.Select(item => Written(call, item, isNew))),
        });
    }

    private static AmoReply WriteOne(AmoCall call, EntityKind kind)
    {
        if (call.Body!.Value.ValueKind != JsonValueKind.Object)
            return AmoReply.Invalid([ItemError.InvalidType("0", "", "object")]);
        var item = JsonObject.Create(call.Body.Value)!;
        item["id"] = call.Id();
        var outcome = call.World.Write(kind, JsonSerializer.SerializeToElement(new JsonArray(item)), isNew: false, call.Bearer.UserId);
        if (outcome.Errors.Count > 0)
            return AmoReply.Invalid(outcome.Errors);
        return outcome.Items is [var written] ? AmoReply.Hal(Written(call, written, isNew: false)) : AmoReply.NotFound();
    }

    /// <summary>What an answer to a write holds: never the values.</summary>
    private static JsonObject Written(AmoCall call, WrittenItem item, bool isNew)
    {
        var body = new JsonObject { ["id"] = item.Entity.Id };
        if (!isNew)
            body["updated_at"] = item.Entity.UpdatedAt;
        if (isNew || item.IsNamed)
            body["request_id"] = item.RequestId;
        body["_links"] = AmoHal.Self(EntityJson.Url(call.BaseUrl, item.Entity.Kind, item.Entity.Id));
        return body;
    }

    private static AmoReply Complex(AmoCall call)
    {
        var items = call.Body!.Value;
        if (items.ValueKind == JsonValueKind.Array && items.GetArrayLength() > LargestComplex)
            return AmoReply.Problem(422, "Unprocessable Entity", $"Limit {LargestComplex} per page");
        var count = items.ValueKind == JsonValueKind.Array ? items.GetArrayLength() : 0;
        if (call.World.Switches.GatewayTimeoutAbove is > 0 and var above && count > above)
            return AmoGate.GatewayTimeout();
        var isPartial = call.World.With(state => state.Faults.Take(AmoFaults.PartialBatch, call.Route)) is not null;
        var (made, errors) = call.World.Changing(
            state => new ComplexWriter(state, call.World.Time, call.Bearer.UserId).Write(items, isPartial ? (count + 1) / 2 : null));
        if (errors.Count > 0)
            return AmoReply.Invalid(errors);
        return isPartial ? AmoGate.GatewayTimeout() : AmoReply.Hal(made);
    }
}
