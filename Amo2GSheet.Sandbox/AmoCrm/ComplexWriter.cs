using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary><c>leads/complex</c>: leads with a whole contact and company each, made together or not at all.</summary>
internal sealed class ComplexWriter(AmoState state, TimeProvider time, long actorId)
{
    private const int MostValues = 40;

    /// <summary>Cards that were there before the request: duplicates inside one request are not noticed.</summary>
    private readonly IReadOnlyList<AmoEntity> _known = [.. state.Table(EntityKind.Contact).Values.Where(contact => contact.IsLive)];

    /// <param name="items">The request's body.</param>
    /// <param name="onlyFirst">Makes no more than this; null makes all.</param>
    public (JsonArray Made, IReadOnlyList<ItemError> Errors) Write(JsonElement items, int? onlyFirst = null)
    {
        if (items.ValueKind != JsonValueKind.Array)
            return ([], [ItemError.InvalidType("0", "", "array")]);
        var errors = Check(items);
        if (errors.Count > 0)
            return ([], errors);
        var made = new JsonArray();
        var index = 0;
        foreach (var item in items.EnumerateArray().Take(onlyFirst ?? int.MaxValue))
            made.Add(Make(JsonObject.Create(item)!, index++));
        return (made, []);
    }

    /// <summary>Judges every part beforehand on a copy of nothing: a refused company must not leave a contact behind.</summary>
    private List<ItemError> Check(JsonElement items)
    {
        var errors = new List<ItemError>();
        var context = new WriteContext(
            state.Seed, state.Switches, time.GetUtcNow().ToUnixTimeSeconds(), actorId, (kind, id) => state.Table(kind).GetValueOrDefault(id), state.Tags);
        var index = 0;
        foreach (var item in items.EnumerateArray())
        {
            var requestId = EntityWriter.RequestId(item) ?? index.ToString(CultureInfo.InvariantCulture);
            index++;
            if (item.ValueKind != JsonValueKind.Object)
            {
                errors.Add(ItemError.InvalidType(requestId, "", "array"));
                continue;
            }
            var main = state.Seed.Pipelines.First(pipeline => pipeline.IsMain);
            var blank = new AmoEntity { Kind = EntityKind.Lead, Id = 0, PipelineId = main.Id, StatusId = main.FirstStage.Id };
            new EntityPatch(context, requestId, errors).Apply(blank, item);
            if (item.TryGetProperty("custom_fields_values", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > MostValues)
                errors.Add(ItemError.NotExpected(requestId, $"custom_fields_values.{MostValues}"));
            foreach (var kind in (EntityKind[])[EntityKind.Contact, EntityKind.Company])
                CheckPart(context, item, kind, requestId, errors);
        }
        return errors;
    }

    private static void CheckPart(WriteContext context, JsonElement item, EntityKind kind, string requestId, List<ItemError> errors)
    {
        var root = $"_embedded.{kind.Plural()}";
        if (Part(item, kind) is not { } list)
            return;
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(part => part.ValueKind != JsonValueKind.Object))
        {
            errors.Add(ItemError.InvalidType(requestId, root, "array"));
            return;
        }
        if (list.GetArrayLength() > 1)
            errors.Add(ItemError.NotExpected(requestId, $"{root}.1"));
        foreach (var part in list.EnumerateArray().Take(1))
        {
            var own = new List<ItemError>();
            new EntityPatch(context, requestId, own).Apply(new AmoEntity { Kind = kind, Id = 0 }, part);
            if (part.TryGetProperty("id", out var id) && (!id.TryInt(out var number) || context.Find(kind, number) is not { IsLive: true }))
                own.Add(ItemError.NotSupported(requestId, "id"));
            errors.AddRange(own.Select(error => error with { Path = $"{root}.0.{error.Path}" }));
        }
    }

    private static JsonElement? Part(JsonElement item, EntityKind kind) =>
        item.TryGetProperty("_embedded", out var embedded) && embedded.ValueKind == JsonValueKind.Object
            && embedded.TryGetProperty(kind.Plural(), out var list) && list.ValueKind != JsonValueKind.Null ? list : null;

    private JsonObject Make(JsonObject item, int index)
    {
        // PHP clients write an empty object as [].
        var given = item["_embedded"] as JsonObject;
        if (state.Switches.DuplicateControl && Duplicate(item, given) is { } duplicate)
            return Merge(item, index, duplicate);
        var company = Card(EntityKind.Company, given?["companies"]?.AsArray().FirstOrDefault(), null);
        var contact = Card(EntityKind.Contact, given?["contacts"]?.AsArray().FirstOrDefault(), company);
        var lead = (JsonObject)item.DeepClone();
        var embedded = new JsonObject();
        if (given?["tags"] is { } tags)
            embedded["tags"] = tags.DeepClone();
        if (contact is { } contactId)
            embedded["contacts"] = new JsonArray(new JsonObject { ["id"] = contactId });
        if (company is { } companyId)
            embedded["companies"] = new JsonArray(new JsonObject { ["id"] = companyId });
        lead["_embedded"] = embedded;
        return Answer(item, index, New(EntityKind.Lead, lead), contact, company, isMerged: false);
    }

    private static JsonObject Answer(JsonObject item, int index, long lead, long? contact, long? company, bool isMerged) => new()
    {
        ["id"] = lead,
        ["contact_id"] = contact,
        ["company_id"] = company,
        ["request_id"] = new JsonArray(item["request_id"]?.ToString() ?? index.ToString(CultureInfo.InvariantCulture)),
        ["merged"] = isMerged,
    };

    /// <summary>Duplicate control: the open lead, in the same pipeline, of a contact who has one of these phones.</summary>
    private AmoEntity? Duplicate(JsonObject item, JsonObject? given)
    {
        var phones = (given?["contacts"]?.AsArray().FirstOrDefault()?["custom_fields_values"]?.AsArray() ?? [])
            .Where(field => field?["field_code"]?.ToString() == "PHONE")
            .SelectMany(field => field!["values"]?.AsArray() ?? [])
            .Select(value => Digits(value?["value"]?.ToString()))
            .Where(digits => digits.Length > 0)
            .ToHashSet();
        var field = state.Seed.Fields.First(known => known is { Kind: EntityKind.Contact, Code: "PHONE" });
        var owners = _known.Where(contact => contact.Fields.TryGetValue(field.Id, out var own) && own.Any(value => phones.Contains(Digits(value.Text))))
            .Select(contact => contact.Id)
            .ToHashSet();
        var pipeline = item["pipeline_id"]?.GetValue<long>() ?? state.Seed.Pipelines.First(main => main.IsMain).Id;
        return state.Table(EntityKind.Lead).Values.FirstOrDefault(lead => lead.IsLive && lead.ClosedAt is null
            && lead.PipelineId == pipeline && lead.Contacts.Any(contact => owners.Contains(contact.Id)));
    }

    private JsonObject Merge(JsonObject item, int index, AmoEntity lead)
    {
        var patch = (JsonObject)item.DeepClone();
        patch["id"] = lead.Id;
        patch.Remove("_embedded");
        new EntityWriter(state, time).Write(EntityKind.Lead, JsonSerializer.SerializeToElement(new JsonArray(patch)), isNew: false, actorId, null);
        return Answer(item, index, lead.Id, lead.Contacts[0].Id, lead.CompanyId, isMerged: true);
    }

    private static string Digits(string? phone) => string.Concat((phone ?? "").Where(char.IsAsciiDigit));

    /// <summary>A part with an id is a card that there is; without, it is made.</summary>
    private long? Card(EntityKind kind, JsonNode? part, long? company)
    {
        if (part is not JsonObject given)
            return null;
        if (given["id"] is { } id)
            return id.GetValue<long>();
        var card = (JsonObject)given.DeepClone();
        if (company is { } companyId)
            card["_embedded"] = new JsonObject { ["companies"] = new JsonArray(new JsonObject { ["id"] = companyId }) };
        return New(kind, card);
    }

    private long New(EntityKind kind, JsonObject card) => new EntityWriter(state, time)
        .Write(kind, JsonSerializer.SerializeToElement(new JsonArray(card)), isNew: true, actorId, null)
        .Items[0].Entity.Id;
}
