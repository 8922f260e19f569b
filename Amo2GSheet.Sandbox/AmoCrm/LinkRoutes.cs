using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Links of a lead to contacts and its company.</summary>
internal static class LinkRoutes
{
    public static void Map(IEndpointRouteBuilder routes, AmoGate gate)
    {
        routes.MapGet("/api/v4/leads/{id:long}/links", gate.Open(call => call.World.Find(EntityKind.Lead, call.Id()) is { IsLive: true } lead
            ? Answer(call, Links(lead))
            : AmoReply.NotFound()));
        routes.MapPost("/api/v4/leads/{id:long}/link", gate.Open(call => Change(call, isLink: true)));
        routes.MapPost("/api/v4/leads/{id:long}/unlink", gate.Open(call => Change(call, isLink: false)));
    }

    private sealed record LinkTo(EntityKind Kind, long Id, bool IsMain);

    private static AmoReply Change(AmoCall call, bool isLink)
    {
        if (call.World.Find(EntityKind.Lead, call.Id()) is not { IsLive: true })
            return AmoReply.NotFound();
        var (wanted, errors) = Parse(call);
        if (errors.Count > 0)
            return AmoReply.Invalid(errors);
        foreach (var link in wanted)
            call.World.Link(call.Id(), link.Kind, link.Id, link.IsMain, isLink);
        return isLink ? Answer(call, wanted) : AmoReply.NoContent;
    }

    private static (IReadOnlyList<LinkTo> Wanted, IReadOnlyList<ItemError> Errors) Parse(AmoCall call)
    {
        var body = call.Body!.Value;
        if (body.ValueKind != JsonValueKind.Array)
            return ([], [ItemError.InvalidType("0", "", "array")]);
        var wanted = new List<LinkTo>();
        var errors = new List<ItemError>();
        foreach (var (index, item) in body.EnumerateArray().Index())
        {
            var requestId = $"{index}";
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("to_entity_id", out var id) || !id.TryInt(out var number))
                errors.Add(ItemError.Missing(requestId, "to_entity_id"));
            else if (!item.TryGetProperty("to_entity_type", out var type) || type.ValueKind != JsonValueKind.String
                || type.GetString() is not ("contacts" or "companies"))
                errors.Add(ItemError.NotSupported(requestId, "to_entity_type"));
            else
                Add(new LinkTo(type.GetString() == "contacts" ? EntityKind.Contact : EntityKind.Company, number, IsMain(item)), requestId);
        }
        return (wanted, errors);

        void Add(LinkTo link, string requestId)
        {
            if (call.World.Find(link.Kind, link.Id) is { IsLive: true })
                wanted.Add(link);
            else
                errors.Add(ItemError.NotSupported(requestId, "to_entity_id"));
        }
    }

    private static bool IsMain(JsonElement item) =>
        item.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("is_main", out var main) && main.ValueKind == JsonValueKind.True;

    private static IReadOnlyList<LinkTo> Links(AmoEntity lead)
    {
        var links = lead.Contacts.Select(link => new LinkTo(EntityKind.Contact, link.Id, link.IsMain));
        return [.. lead.CompanyId is { } company ? links.Append(new LinkTo(EntityKind.Company, company, false)) : links];
    }

    private static AmoReply Answer(AmoCall call, IReadOnlyList<LinkTo> links) => links.Count == 0
        ? AmoReply.NoContent
        : AmoReply.Hal(AmoHal.Whole(call.Url, "links", [.. links.Select(link => (JsonNode)new JsonObject
        {
            ["entity_id"] = call.Id(),
            ["entity_type"] = "leads",
            ["to_entity_id"] = link.Id,
            ["to_entity_type"] = link.Kind.Plural(),
            ["metadata"] = link.Kind == EntityKind.Contact ? new JsonObject { ["main_contact"] = link.IsMain } : null,
        })]));
}
