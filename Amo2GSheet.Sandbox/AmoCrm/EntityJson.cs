using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Leads, contacts and companies as v4 shows them.</summary>
internal sealed class EntityJson(AmoState state, string baseUrl, IReadOnlySet<string> with)
{
    // Links of single cards carry these, whatever was asked.
    private const string StrayPage = "?page=1&limit=50";

    public JsonObject Render(AmoEntity card)
    {
        if (with.Contains("only_deleted"))
            return Deleted(card);
        return card.Kind == EntityKind.Lead ? Lead(card) : Person(card);
    }

    public static string Url(string baseUrl, EntityKind kind, long id) => $"{baseUrl}/api/v4/{kind.Plural()}/{id}";

    private JsonObject Lead(AmoEntity lead)
    {
        var body = new JsonObject
        {
            ["id"] = lead.Id,
            ["name"] = lead.Name,
            ["price"] = (long)decimal.Truncate(lead.Price),
            ["responsible_user_id"] = lead.ResponsibleUserId,
            ["group_id"] = 0,
            ["status_id"] = lead.StatusId,
            ["pipeline_id"] = lead.PipelineId,
            ["loss_reason_id"] = lead.LossReasonId,
            ["created_by"] = lead.CreatedBy,
            ["updated_by"] = lead.UpdatedBy,
            ["created_at"] = lead.CreatedAt,
            ["updated_at"] = lead.UpdatedAt,
            ["closed_at"] = lead.ClosedAt,
            ["closest_task_at"] = lead.ClosestTaskAt,
            ["is_deleted"] = lead.IsDeleted,
            ["custom_fields_values"] = CustomFieldReading.Render(lead, state.Seed, state.Switches),
            ["score"] = null,
            ["account_id"] = state.Seed.Account.Id,
            ["labor_cost"] = null,
            ["is_price_computed"] = false,
            ["price_with_minor_units"] = lead.Price,
        };
        if (with.Contains("is_price_modified_by_robot"))
            body["is_price_modified_by_robot"] = false;
        if (with.Contains("source_id"))
            body["source_id"] = null;
        return Close(body, lead, LeadEmbedded(lead));
    }

    private JsonObject LeadEmbedded(AmoEntity lead)
    {
        var embedded = new JsonObject { ["tags"] = Tags(lead), ["companies"] = Companies(lead) };
        if (with.Contains("contacts"))
        {
            embedded["contacts"] = new JsonArray([.. lead.Contacts.Select(link => (JsonNode)new JsonObject
            {
                ["id"] = link.Id,
                ["is_main"] = link.IsMain,
                ["_links"] = AmoHal.Self(Url(baseUrl, EntityKind.Contact, link.Id)),
            })]);
        }
        if (with.Contains("loss_reason"))
        {
            embedded["loss_reason"] = new JsonArray([.. state.Seed.LossReasons
                .Where(reason => reason.Id == lead.LossReasonId)
                .Select(reason => (JsonNode)DictionaryJson.LossReason(reason, state.Seed, baseUrl))]);
        }
        if (with.Contains("catalog_elements"))
            embedded["catalog_elements"] = new JsonArray();
        return embedded;
    }

    private JsonObject Person(AmoEntity card)
    {
        var body = new JsonObject { ["id"] = card.Id, ["name"] = card.Name };
        if (card.Kind == EntityKind.Contact)
        {
            body["first_name"] = card.FirstName;
            body["last_name"] = card.LastName;
        }
        body["responsible_user_id"] = card.ResponsibleUserId;
        body["group_id"] = 0;
        body["created_by"] = card.CreatedBy;
        body["updated_by"] = card.UpdatedBy;
        body["created_at"] = card.CreatedAt;
        body["updated_at"] = card.UpdatedAt;
        body["closest_task_at"] = card.ClosestTaskAt;
        body["is_deleted"] = card.IsDeleted;
        if (card.Kind == EntityKind.Contact)
            body["is_unsorted"] = false;
        body["custom_fields_values"] = CustomFieldReading.Render(card, state.Seed, state.Switches);
        body["account_id"] = state.Seed.Account.Id;
        var embedded = new JsonObject { ["tags"] = Tags(card) };
        if (card.Kind == EntityKind.Contact)
            embedded["companies"] = Companies(card);
        if (with.Contains("leads"))
            embedded["leads"] = Links(EntityKind.Lead, state.LeadsOf(card));
        if (card.Kind == EntityKind.Company && with.Contains("contacts"))
            embedded["contacts"] = Links(EntityKind.Contact, state.Table(EntityKind.Contact).Values
                .Where(contact => contact.IsLive && contact.CompanyId == card.Id)
                .Select(contact => contact.Id));
        foreach (var name in (string[])["customers", "catalog_elements", "social_profiles"])
        {
            if (with.Contains(name))
                embedded[name] = new JsonArray();
        }
        return Close(body, card, embedded);
    }

    /// <summary>The bin shows hardly more than that there was something.</summary>
    private JsonObject Deleted(AmoEntity card)
    {
        var body = card.Kind == EntityKind.Lead ? Lead(card) : Person(card);
        foreach (var name in body.Select(property => property.Key).ToArray())
        {
            if (name is not ("id" or "updated_by" or "updated_at" or "is_deleted" or "account_id" or "_links" or "_embedded"))
                body[name] = null;
        }
        body["_embedded"] = new JsonObject { ["tags"] = new JsonArray(), ["companies"] = new JsonArray() };
        return body;
    }

    private JsonObject Close(JsonObject body, AmoEntity card, JsonObject embedded)
    {
        body["_links"] = AmoHal.Self(Url(baseUrl, card.Kind, card.Id) + StrayPage);
        body["_embedded"] = embedded;
        return body;
    }

    private static JsonArray Tags(AmoEntity card) => [.. card.Tags.Select(tag =>
        (JsonNode)new JsonObject { ["id"] = tag.Id, ["name"] = tag.Name, ["color"] = null })];

    private JsonArray Companies(AmoEntity card) => Links(EntityKind.Company, card.CompanyId is { } id ? [id] : []);

    private JsonArray Links(EntityKind kind, IEnumerable<long> ids) => [.. ids.Select(id =>
        (JsonNode)new JsonObject { ["id"] = id, ["_links"] = AmoHal.Self(Url(baseUrl, kind, id)) })];
}
