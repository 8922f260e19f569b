using System.Globalization;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>The <c>filter</c>, <c>query</c> and <c>order</c> of lists of leads, contacts and companies.</summary>
internal sealed class EntityFilter(AmoQuery query, AmoSeed seed, bool takesBounds)
{
    private static readonly Dictionary<string, Func<AmoEntity, long?>> Ids = new()
    {
        ["id"] = entity => entity.Id,
        ["pipeline_id"] = entity => entity.PipelineId,
        ["created_by"] = entity => entity.CreatedBy,
        ["updated_by"] = entity => entity.UpdatedBy,
        ["responsible_user_id"] = entity => entity.ResponsibleUserId,
    };

    private static readonly Dictionary<string, Func<AmoEntity, decimal?>> Ranges = new()
    {
        ["price"] = entity => entity.Price,
        ["created_at"] = entity => entity.CreatedAt,
        ["updated_at"] = entity => entity.UpdatedAt,
        ["closed_at"] = entity => entity.ClosedAt,
        ["closest_task_at"] = entity => entity.ClosestTaskAt,
    };

    /// <summary>Why the filter cannot be used, or null.</summary>
    public string? Problem()
    {
        var stages = Stages();
        return stages.Any(stage => stage.Pipeline is null || stage.Status is null)
            ? "filter[statuses] needs both pipeline_id and status_id"
            : null;
    }

    public IEnumerable<AmoEntity> Apply(IEnumerable<AmoEntity> entities)
    {
        foreach (var (name, read) in Ids)
        {
            if (Values(query.Filter(name)) is { Count: > 0 } wanted)
                entities = entities.Where(entity => read(entity) is { } id && wanted.Contains(id.ToString(CultureInfo.InvariantCulture)));
        }
        foreach (var (name, read) in Ranges)
        {
            if (query.Filter(name) is { Count: > 0 } items)
                entities = entities.Where(entity => InRange(read(entity), items));
        }
        if (Values(query.Filter("name")) is { Count: > 0 } names)
            entities = entities.Where(entity => names.Contains(entity.Name));
        if (Stages() is { Count: > 0 } stages)
            entities = entities.Where(entity => stages.Contains((entity.PipelineId, entity.StatusId)));
        foreach (var group in query.Filter("custom_fields_values").Where(item => item.Path.Count > 0).GroupBy(item => item.Path[0]))
        {
            var items = group.Select(item => item with { Path = [.. item.Path.Skip(1)] }).ToArray();
            entities = entities.Where(entity => HasField(entity, group.Key, items));
        }
        if (query.Text("query") is { Length: > 0 } words)
            entities = entities.Where(entity => Mentions(entity, words));
        return Sort(entities);
    }

    private IEnumerable<AmoEntity> Sort(IEnumerable<AmoEntity> entities)
    {
        var (field, isDescending) = query.Order ?? ("id", false);
        Func<AmoEntity, long> key = field switch
        {
            "created_at" => entity => entity.CreatedAt,
            "updated_at" => entity => entity.UpdatedAt,
            _ => entity => entity.Id,
        };
        return isDescending
            ? entities.OrderByDescending(key).ThenByDescending(entity => entity.Id)
            : entities.OrderBy(key).ThenBy(entity => entity.Id);
    }

    /// <summary>Scalars and list items of any index; keyed parts below are somebody else's.</summary>
    private static HashSet<string> Values(IEnumerable<QueryItem> items) =>
        items.Where(item => item.Path.Count <= 1).Select(item => item.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private bool InRange(decimal? value, IReadOnlyCollection<QueryItem> items)
    {
        if (value is not { } number)
            return false;
        var exact = items.Where(item => item.Path.Count == 0 || item.Path[0] is not ("from" or "to")).ToArray();
        if (exact.Length > 0 && !exact.Any(item => Parse(item.Value) == number))
            return false;
        return items.All(item => item.Path switch
        {
            ["from"] => Parse(item.Value) is { } from && (number > from || (takesBounds && number == from)),
            ["to"] => Parse(item.Value) is { } to && (number < to || (takesBounds && number == to)),
            _ => true,
        });
    }

    private static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? Id(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : null;

    private List<(long? Pipeline, long? Status)> Stages() =>
    [
        .. query.Filter("statuses")
            .GroupBy(item => item.Path.Count > 1 ? item.Path[0] : "")
            .Select(group => (
                Id(group.FirstOrDefault(item => EndsWith(item, "pipeline_id"))?.Value),
                Id(group.FirstOrDefault(item => EndsWith(item, "status_id"))?.Value))),
    ];

    private static bool EndsWith(QueryItem item, string name) => item.Path is [.., var last] && last == name;

    private bool HasField(AmoEntity entity, string fieldId, IReadOnlyCollection<QueryItem> items)
    {
        if (Id(fieldId) is not { } id || !entity.Fields.TryGetValue(id, out var values))
            return false;
        if (items.Any(item => item.Path is ["from"] or ["to"]))
            return values.Any(value => InRange(Parse(value.Text), items));
        var wanted = Values(items);
        return values.Any(value => wanted.Contains(value.Text)
            || (value.EnumId is { } option && wanted.Contains(option.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Full text over what is filled in: name, id, values, and the bare digits of phones.</summary>
    private bool Mentions(AmoEntity entity, string words)
    {
        var shown = seed.Fields.Where(field => field.Kind == entity.Kind && entity.Fields.ContainsKey(field.Id))
            .SelectMany(field => entity.Fields[field.Id].Select(value => value.Text));
        return shown.Append(entity.Name)
            .Append(entity.Id.ToString(CultureInfo.InvariantCulture))
            .Any(text => text.Contains(words, StringComparison.OrdinalIgnoreCase) || IsSamePhone(text, words));
    }

    private static bool IsSamePhone(string text, string words)
    {
        var wanted = string.Concat(words.Where(char.IsAsciiDigit));
        return wanted.Length >= 7 && string.Concat(text.Where(char.IsAsciiDigit)).Contains(wanted, StringComparison.Ordinal);
    }
}
