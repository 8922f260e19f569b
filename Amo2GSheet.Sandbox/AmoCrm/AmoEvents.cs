using System.Globalization;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>One line of the account's history.</summary>
internal sealed record AmoEvent(
    string Id, string Type, EntityKind Kind, long EntityId, long CreatedBy, long CreatedAt, JsonArray After, JsonArray Before);

/// <summary>The history: written by every change, read by <c>/events</c>. Guarded by the world's lock.</summary>
internal sealed class AmoEvents
{
    private readonly List<AmoEvent> _all = [];

    public AmoEvent? Find(string id) => _all.Find(item => item.Id == id);

    public void Add(string type, AmoEntity entity, long by, long now, JsonArray? after = null, JsonArray? before = null) =>
        _all.Add(new AmoEvent($"01{_all.Count + 1:d24}", type, entity.Kind, entity.Id, by, now, after ?? [], before ?? []));

    /// <summary>Writes down what changed between two versions of a card.</summary>
    public void Record(AmoEntity? before, AmoEntity after, AmoSeed seed, AmoSwitches switches, long now)
    {
        var word = after.Kind.Singular();
        if (before is null)
        {
            Add($"{word}_added", after, after.CreatedBy, now);
            return;
        }
        var by = after.UpdatedBy;
        if (after.IsDeleted != before.IsDeleted && (after.MergedInto is null || switches.MergeDeletes))
            Add(after.IsDeleted ? $"{word}_deleted" : $"{word}_restored", after, by, now);
        if ((after.PipelineId, after.StatusId) != (before.PipelineId, before.StatusId))
            Add("lead_status_changed", after, by, now, Stage(after), Stage(before));
        if (after.ResponsibleUserId != before.ResponsibleUserId)
            Add("entity_responsible_changed", after, by, now, Responsible(after), Responsible(before));
        if (after.Name != before.Name)
            Add("name_field_changed", after, by, now, One("name_field_value", new JsonObject { ["name"] = after.Name }), One("name_field_value", new JsonObject { ["name"] = before.Name }));
        if (after.Price != before.Price)
            Add("sale_field_changed", after, by, now, One("sale_field_value", new JsonObject { ["sale"] = after.Price }), One("sale_field_value", new JsonObject { ["sale"] = before.Price }));
        foreach (var field in seed.Fields.Where(field => field.Kind == after.Kind))
        {
            var (was, now2) = (before.Fields.GetValueOrDefault(field.Id), after.Fields.GetValueOrDefault(field.Id));
            if (!(was.IsDefault ? [] : was).SequenceEqual(now2.IsDefault ? [] : now2))
                Add($"custom_field_{field.Id}_value_changed", after, by, now, Field(field, now2.IsDefault ? [] : now2), Field(field, was.IsDefault ? [] : was));
        }
    }

    /// <summary>Writes down that two leads became one.</summary>
    public void RecordMerge(AmoEntity survivor, AmoEntity loser, AmoSwitches switches, long by, long now)
    {
        var (named, other) = switches.MergeEvents == MergeEvents.Survivor ? (survivor, loser) : (loser, survivor);
        Add("entity_merged", named, by, now, One("merged_entity", new JsonObject { ["id"] = other.Id }));
    }

    /// <summary>What a query asks for; or the reason why it cannot be answered.</summary>
    public (IReadOnlyList<AmoEvent> Found, string? Problem) Search(AmoQuery query, AmoSwitches switches)
    {
        var kinds = Words(query, "entity");
        var entityIds = Words(query, "entity_id");
        if (entityIds.Count > 0 && kinds.Count != 1)
            return ([], "filter[entity_id] needs exactly one filter[entity]");
        if (entityIds.Count > 10 || Words(query, "created_by").Count > 10 || Words(query, "id").Count > 100)
            return ([], "Too many values in the filter");
        var types = Words(query, "type");
        var ids = Words(query, "id");
        var authors = Words(query, "created_by");
        var (from, to) = Window(query.Filter("created_at"));
        var inside = switches.FilterBoundsInclusive ? 0 : 1;
        var found = _all
            .Where(item => types.Count == 0 || types.Contains(item.Type))
            .Where(item => kinds.Count == 0 || kinds.Contains(item.Kind.Singular()))
            .Where(item => entityIds.Count == 0 || entityIds.Contains(Text(item.EntityId)))
            .Where(item => authors.Count == 0 || authors.Contains(Text(item.CreatedBy)))
            .Where(item => ids.Count == 0 || ids.Contains(item.Id))
            .Where(item => item.CreatedAt - inside >= from && item.CreatedAt + inside <= to)
            .Where(item => IsAt(query.Filter("value_after"), item.After) && IsAt(query.Filter("value_before"), item.Before));
        return switches.EventsOldestFirst
            ? ([.. found], null)
            : ([.. found.OrderByDescending(item => item.CreatedAt).ThenByDescending(item => item.Id, StringComparer.Ordinal)], null);
    }

    /// <summary>Comma lists, lists in brackets, or both.</summary>
    private static HashSet<string> Words(AmoQuery query, string name) => query.Filter(name)
        .Where(item => item.Path.Count <= 1)
        .SelectMany(item => item.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .ToHashSet(StringComparer.Ordinal);

    private static (long From, long To) Window(IReadOnlyList<QueryItem> items)
    {
        var (from, to) = (long.MinValue, long.MaxValue);
        foreach (var item in items)
        {
            var parts = item.Value.Split(',').Select(part => long.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
            if (item.Path is ["to"])
                to = parts[0];
            else
                from = parts[0];
            if (item.Path.Count == 0 && parts.Length > 1)
                to = parts[1];
        }
        return (from, to);
    }

    /// <summary><c>[leads_statuses][0][pipeline_id|status_id]</c>; several indexes are alternatives.</summary>
    private static bool IsAt(IReadOnlyList<QueryItem> items, JsonArray value)
    {
        var wanted = items.Where(item => item.Path is ["leads_statuses", _, _]).GroupBy(item => item.Path[1]).ToArray();
        if (wanted.Length == 0)
            return true;
        if (value.FirstOrDefault()?["lead_status"] is not { } stage)
            return false;
        return wanted.Any(group => group.All(item =>
            item.Value == Text(stage[item.Path[2] == "status_id" ? "id" : "pipeline_id"]!.GetValue<long>())));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonArray One(string name, JsonObject value) => [new JsonObject { [name] = value }];

    private static JsonArray Stage(AmoEntity lead) =>
        One("lead_status", new JsonObject { ["id"] = lead.StatusId, ["pipeline_id"] = lead.PipelineId });

    private static JsonArray Responsible(AmoEntity entity) =>
        One("responsible_user", new JsonObject { ["id"] = entity.ResponsibleUserId });

    private static JsonArray Field(AmoField field, IEnumerable<FieldValue> values) =>
    [
        .. values.Select(value => (JsonNode)new JsonObject
        {
            ["custom_field_value"] = new JsonObject
            {
                ["field_id"] = field.Id,
                ["field_type"] = field.Type,
                ["enum_id"] = value.EnumId,
                ["text"] = value.Text,
            },
        }),
    ];
}
