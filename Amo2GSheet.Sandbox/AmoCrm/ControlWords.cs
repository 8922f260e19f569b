using System.Globalization;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Turns a person's words into the items that the API takes, so that control calls obey the same rules.</summary>
internal static class ControlWords
{
    /// <summary>A lead's item; stages are looked for in the pipeline that is named, else in the one it is in.</summary>
    public static JsonObject LeadItem(JsonObject words, AmoSeed seed, long pipelineId)
    {
        var item = new JsonObject();
        foreach (var name in (string[])["name", "price", "responsible_user_id", "loss_reason_id", "created_at", "updated_at"])
        {
            if (words.TryGetPropertyValue(name, out var value))
                item[name] = value?.DeepClone();
        }
        if (words["pipeline"] is { } pipelineName)
            item["pipeline_id"] = pipelineId = Pipeline(pipelineName, seed).Id;
        else if (words["pipeline_id"] is { } id)
            item["pipeline_id"] = pipelineId = id.GetValue<long>();
        if (words["status"] is { } statusName)
        {
            item["status_id"] = Stage(statusName, seed, pipelineId);
            item["pipeline_id"] ??= pipelineId;
        }
        else if (words["status_id"] is { } id)
            item["status_id"] = id.GetValue<long>();
        if (words["fields"] is JsonObject fields)
            item["custom_fields_values"] = new JsonArray([.. fields.Select(field => (JsonNode)Field(field.Key, field.Value, seed))]);
        return item;
    }

    public static JsonObject ContactItem(JsonObject person)
    {
        IEnumerable<JsonNode?> phones = person["phones"] as JsonArray ?? (person["phone"] is { } one ? new JsonArray(one.DeepClone()) : []);
        var values = phones.Select(phone => (JsonNode)new JsonObject { ["value"] = phone?.DeepClone(), ["enum_code"] = "MOB" }).ToArray();
        var item = new JsonObject { ["name"] = person["name"]?.DeepClone() ?? "" };
        if (values.Length > 0)
            item["custom_fields_values"] = new JsonArray(new JsonObject { ["field_code"] = "PHONE", ["values"] = new JsonArray(values) });
        return item;
    }

    private static AmoPipeline Pipeline(JsonNode name, AmoSeed seed)
    {
        var text = name.GetValue<string>();
        return seed.Pipelines.FirstOrDefault(pipeline => Same(pipeline.Name, text)) ?? throw new ArgumentException($"There is no pipeline {text}");
    }

    private static long Stage(JsonNode name, AmoSeed seed, long pipelineId)
    {
        var text = name.GetValue<string>();
        var pipeline = seed.Pipelines.FirstOrDefault(candidate => candidate.Id == pipelineId);
        return pipeline?.Stages.FirstOrDefault(stage => Same(stage.Name, text))?.Id
            ?? throw new ArgumentException($"There is no stage {text} in pipeline {pipelineId}");
    }

    /// <summary>A field by id or by name; a null clears it, a list sets several values, dates may be <c>yyyy-MM-dd</c>.</summary>
    private static JsonObject Field(string key, JsonNode? value, AmoSeed seed)
    {
        var isId = long.TryParse(key, CultureInfo.InvariantCulture, out var id);
        var field = seed.Fields.FirstOrDefault(candidate => candidate.Kind == EntityKind.Lead && (isId ? candidate.Id == id : Same(candidate.Name, key)))
            ?? throw new ArgumentException($"There is no field {key}");
        IEnumerable<JsonNode?> values = value as JsonArray ?? (value is null ? [] : new JsonArray(value.DeepClone()));
        return new JsonObject
        {
            ["field_id"] = field.Id,
            ["values"] = value is null ? null : new JsonArray([.. values.Select(one => (JsonNode)new JsonObject { ["value"] = Value(field, one, seed) })]),
        };
    }

    private static JsonNode? Value(AmoField field, JsonNode? value, AmoSeed seed)
    {
        if (!FieldTypes.IsDay(field.Type) || value is not JsonValue text || !text.TryGetValue<string>(out var day)
            || !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return value?.DeepClone();
        var local = date.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, seed.Account.TimeZone.GetUtcOffset(local)).ToUnixTimeSeconds();
    }

    private static bool Same(string name, string words) =>
        string.Equals(Folded(name), Folded(words), StringComparison.OrdinalIgnoreCase);

    private static string Folded(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
