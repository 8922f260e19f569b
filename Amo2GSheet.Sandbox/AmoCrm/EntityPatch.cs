using System.Collections.Immutable;
using System.Text.Json;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>What a write may look up while it is judged.</summary>
internal sealed record WriteContext(
    AmoSeed Seed, AmoSwitches Switches, long Now, long ActorId, Func<EntityKind, long, AmoEntity?> Find, AmoTags Tags);

/// <summary>
/// Lays one item of a POST or PATCH over a card: what is present changes, what is absent stays. Errors are collected, so
/// that an answer names all of them; the caller throws the result away when there are any.
/// </summary>
internal sealed class EntityPatch(WriteContext context, string requestId, List<ItemError> errors)
{
    public AmoEntity Apply(AmoEntity before, JsonElement item)
    {
        var after = before with { UpdatedAt = context.Now, UpdatedBy = context.ActorId };
        after = Plain(after, item);
        after = before.Kind switch
        {
            EntityKind.Lead => LeadParts(before, after, item),
            EntityKind.Contact => Names(after, item),
            _ => after,
        };
        if (item.TryGetProperty("custom_fields_values", out var fields))
        {
            var writing = new CustomFieldWriting(context.Seed, before.Kind, requestId, errors);
            after = after with { Fields = writing.Apply(after.Fields, fields) };
        }
        return Tags(after, item);
    }

    /// <summary>Links that only a POST may set: later ones go through <c>link</c> and <c>unlink</c>.</summary>
    public AmoEntity Links(AmoEntity entity, JsonElement item)
    {
        if (!item.TryGetProperty("_embedded", out var embedded) || embedded.ValueKind != JsonValueKind.Object)
            return entity;
        if (entity.Kind == EntityKind.Lead)
        {
            var links = LinkedIds(embedded, EntityKind.Contact);
            var main = links.FindIndex(link => link.IsMain);
            entity = entity with
            {
                Contacts = [.. links.Select((link, index) => new ContactLink(link.Id, index == Math.Max(main, 0)))],
            };
        }
        return entity.Kind != EntityKind.Company && LinkedIds(embedded, EntityKind.Company) is [var company, ..]
            ? entity with { CompanyId = company.Id }
            : entity;
    }

    private List<ContactLink> LinkedIds(JsonElement embedded, EntityKind kind)
    {
        var found = new List<ContactLink>();
        if (!embedded.TryGetProperty(kind.Plural(), out var list) || list.ValueKind != JsonValueKind.Array)
            return found;
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var path = $"_embedded.{kind.Plural()}.{index++}.id";
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("id", out var id) || !id.TryInt(out var number))
                errors.Add(ItemError.Missing(requestId, path));
            else if (context.Find(kind, number) is not { IsLive: true })
                errors.Add(ItemError.NotSupported(requestId, path));
            else
                found.Add(new ContactLink(number, item.TryGetProperty("is_main", out var main) && main.ValueKind == JsonValueKind.True));
        }
        return found;
    }

    private AmoEntity Plain(AmoEntity entity, JsonElement item)
    {
        if (Text(item, "name") is { } name)
            entity = entity with { Name = name };
        if (Int(item, "responsible_user_id", IsUser) is { } responsible)
            entity = entity with { ResponsibleUserId = responsible };
        if (Int(item, "created_by", IsUserOrRobot) is { } createdBy)
            entity = entity with { CreatedBy = createdBy };
        if (Int(item, "updated_by", IsUserOrRobot) is { } updatedBy)
            entity = entity with { UpdatedBy = updatedBy };
        if (Int(item, "created_at") is { } createdAt)
            entity = entity with { CreatedAt = createdAt };
        if (Int(item, "updated_at") is { } updatedAt)
            entity = entity with { UpdatedAt = updatedAt };
        return entity;
    }

    private AmoEntity Names(AmoEntity contact, JsonElement item)
    {
        var first = Text(item, "first_name");
        var last = Text(item, "last_name");
        contact = contact with { FirstName = first ?? contact.FirstName, LastName = last ?? contact.LastName };
        var isNamed = item.TryGetProperty("name", out _);
        return isNamed || (first ?? last) is null ? contact : contact with { Name = $"{contact.FirstName} {contact.LastName}".Trim() };
    }

    private AmoEntity LeadParts(AmoEntity before, AmoEntity after, JsonElement item)
    {
        if (item.TryGetProperty("price", out var price) && price.ValueKind != JsonValueKind.Null)
        {
            if (price.ValueKind == JsonValueKind.Number && price.TryGetDecimal(out var amount))
                after = after with { Price = amount };
            else
                errors.Add(ItemError.InvalidType(requestId, "price", "int"));
        }
        after = Stage(before, after, item);
        if (Int(item, "closed_at") is { } closedAt)
            after = after with { ClosedAt = closedAt };
        if (item.TryGetProperty("loss_reason_id", out var reason) && reason.ValueKind == JsonValueKind.Null)
            after = after with { LossReasonId = null };
        else if (Int(item, "loss_reason_id", id => context.Seed.LossReasons.Any(known => known.Id == id)) is { } reasonId)
            after = after with { LossReasonId = reasonId };
        return after.StatusId == AmoStage.Lost ? after : after with { LossReasonId = null };
    }

    private AmoEntity Stage(AmoEntity before, AmoEntity after, JsonElement item)
    {
        var pipelineId = Int(item, "pipeline_id");
        var statusId = Int(item, "status_id");
        if (pipelineId is null && statusId is null)
            return after;
        if (!StageRules.TryPlace(context.Seed, context.Switches, before, pipelineId, statusId, out var pipeline, out var stage, out var badPath))
        {
            errors.Add(ItemError.NotSupported(requestId, badPath));
            return after;
        }
        after = after with { PipelineId = pipeline.Id, StatusId = stage.Id };
        if (!stage.IsClosing)
            return after with { ClosedAt = null };
        return before.ClosedAt is null || before.StatusId != stage.Id ? after with { ClosedAt = context.Now } : after;
    }

    private AmoEntity Tags(AmoEntity entity, JsonElement item)
    {
        var tags = entity.Tags;
        if (item.TryGetProperty("_embedded", out var embedded) && embedded.ValueKind == JsonValueKind.Object
            && embedded.TryGetProperty("tags", out var all))
            tags = TagList(all, "_embedded.tags");
        if (item.TryGetProperty("tags_to_add", out var added))
            tags = [.. tags.Union(TagList(added, "tags_to_add"))];
        if (item.TryGetProperty("tags_to_delete", out var removed))
            tags = [.. tags.Except(TagList(removed, "tags_to_delete"))];
        return entity with { Tags = tags };
    }

    private ImmutableArray<AmoTag> TagList(JsonElement list, string path)
    {
        if (list.ValueKind == JsonValueKind.Null)
            return [];
        if (list.ValueKind != JsonValueKind.Array)
        {
            errors.Add(ItemError.InvalidType(requestId, path, "array"));
            return [];
        }
        var tags = ImmutableArray.CreateBuilder<AmoTag>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = $"{path}.{index++}";
            if (item.ValueKind != JsonValueKind.Object)
                errors.Add(ItemError.InvalidType(requestId, at, "array"));
            else if (item.TryGetProperty("id", out var id) && id.TryInt(out var number))
            {
                if (context.Tags.Known(number) is { } known)
                    tags.Add(known);
                else
                    errors.Add(ItemError.NotSupported(requestId, $"{at}.id"));
            }
            else if (item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
                tags.Add(context.Tags.Named(name.GetString()!));
            else
                errors.Add(ItemError.Missing(requestId, $"{at}.name"));
        }
        return [.. tags.Distinct()];
    }

    private bool IsUser(long id) => context.Seed.Users.Any(user => user.Id == id);

    private bool IsUserOrRobot(long id) => id == 0 || IsUser(id);

    private string? Text(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        errors.Add(ItemError.InvalidType(requestId, name, "string"));
        return null;
    }

    private long? Int(JsonElement item, string name, Predicate<long>? isKnown = null)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (!value.TryInt(out var number))
        {
            errors.Add(ItemError.InvalidType(requestId, name, "int"));
            return null;
        }
        if (isKnown is null || isKnown(number))
            return number;
        errors.Add(ItemError.NotSupported(requestId, name));
        return null;
    }
}

/// <summary>Tags by name; a new name makes a new tag.</summary>
internal sealed class AmoTags
{
    private readonly Dictionary<string, AmoTag> _byName = new(StringComparer.OrdinalIgnoreCase);

    public AmoTag? Known(long id) => _byName.Values.FirstOrDefault(tag => tag.Id == id);

    public void Learn(AmoTag tag) => _byName.TryAdd(tag.Name, tag);

    public AmoTag Named(string name)
    {
        if (!_byName.TryGetValue(name, out var tag))
            _byName[name] = tag = new AmoTag(650_001 + _byName.Count, name);
        return tag;
    }
}

internal static class JsonNumbers
{
    public static bool TryInt(this JsonElement value, out long number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number);
    }
}
