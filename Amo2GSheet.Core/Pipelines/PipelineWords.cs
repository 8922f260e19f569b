using System.Globalization;
using System.Text.Json;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Pipelines;

/// <summary>What <see cref="PipelineOptions"/> say, read and folded once.</summary>
internal sealed record PipelineWords
{
    /// <summary>All names of the trigger stage, folded, in the order of preference.</summary>
    public required IReadOnlyList<string> Triggers { get; init; }

    /// <summary>Folded text that the names of pipelines in scope contain.</summary>
    public required string Keyword { get; init; }

    /// <summary>What the sheet calls pipelines, by folded name.</summary>
    public required IReadOnlyDictionary<string, string> PipelineDisplay { get; init; }

    /// <summary>What the sheet calls stages, by folded name.</summary>
    public required IReadOnlyDictionary<string, string> StatusDisplay { get; init; }

    /// <summary>Ids of the stages that values of the dropdown mean; only those that are set.</summary>
    public required IReadOnlyDictionary<string, long> Dropdown { get; init; }

    private (long Pipeline, long Status) Fallback { get; init; }

    /// <summary>The settings, which <see cref="Problems"/> found right.</summary>
    /// <exception cref="JsonException">They are not.</exception>
    public static PipelineWords Of(PipelineOptions options) => new()
    {
        Triggers = FoldedTriggers(options),
        Keyword = NameFold.Of(options.PipelineKeyword),
        PipelineDisplay = Folded(Texts(options.PipelineDisplayMapJson)),
        StatusDisplay = Folded(Texts(options.StatusDisplayMapJson).Select(pair => (pair.Name, SheetStatus.Find(pair.Value) ?? pair.Value))),
        Dropdown = Ids(options.DropdownStatusMapJson).Where(pair => pair.Id > 0)
            .DistinctBy(pair => SheetStatus.Find(pair.Name)).ToDictionary(pair => SheetStatus.Find(pair.Name)!, pair => pair.Id),
        Fallback = (options.PipelineId ?? 0, options.TriggerStatusId ?? 0),
    };

    /// <summary>The id of the trigger stage in a pipeline where no name matches; null when none is set for it.</summary>
    public long? TriggerIdIn(long pipelineId) =>
        Fallback.Status > 0 && (Fallback.Pipeline == 0 || Fallback.Pipeline == pipelineId) ? Fallback.Status : null;

    /// <summary>What is wrong with the settings, a sentence each that names the setting.</summary>
    public static IEnumerable<string> Problems(PipelineOptions options)
    {
        if (Try(() => Texts(options.PipelineDisplayMapJson)) is null)
            yield return """PIPELINE_DISPLAY_MAP_JSON is not a JSON object of texts; write it like {"Sotuv 1":"Ташкент"}.""";

        var triggers = FoldedTriggers(options);
        if (Try(() => Texts(options.StatusDisplayMapJson)) is not { } shown)
            yield return """STATUS_DISPLAY_MAP_JSON is not a JSON object of texts; write it like {"УПАКОВКА":"В процессе"}.""";
        else if (shown.FirstOrDefault(pair => triggers.Contains(NameFold.Of(pair.Name)) && SheetStatus.Find(pair.Value) != SheetStatus.InProgress) is { Name: { } trigger })
            yield return $"STATUS_DISPLAY_MAP_JSON renames the trigger stage «{trigger}»: a row there shows «{SheetStatus.InProgress}», and typing an order number counts only under that status.";

        if (Try(() => Ids(options.DropdownStatusMapJson)) is not { } ids)
            yield return """DROPDOWN_STATUS_MAP_JSON is not a JSON object of stage ids; write it like {"Отказ":143}, with 0 for what the service finds by itself.""";
        else if (ids.FirstOrDefault(pair => SheetStatus.Find(pair.Name) is null) is { Name: { } unknown })
            yield return $"DROPDOWN_STATUS_MAP_JSON has «{unknown}», which is none of the dropdown's values: {string.Join(", ", SheetStatus.All)}.";

        if (options is { TriggerStatusId: StageKey.WonStatusId or StageKey.LostStatusId, PipelineId: null or 0 })
            yield return "TRIGGER_STATUS_ID is 142 or 143, which every pipeline has: set PIPELINE_ID to say in which one it triggers.";
    }

    private static List<string> FoldedTriggers(PipelineOptions options) =>
    [
        .. options.TriggerStatusNames.Split(',').Prepend(options.TriggerStatusName).Select(NameFold.Of).Where(name => name.Length > 0).Distinct(),
    ];

    private static Dictionary<string, string> Folded(IEnumerable<(string Name, string Value)> pairs) => pairs
        .DistinctBy(pair => NameFold.Of(pair.Name)).ToDictionary(pair => NameFold.Of(pair.Name), pair => pair.Value);

    private static List<(string Name, string Value)> Texts(string json) => Read(
        json, value => value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : throw new JsonException());

    private static List<(string Name, long Id)> Ids(string json) => Read(
        json,
        value => value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var id) && id >= 0 => id,
            // The original read its map with a forgiving parser, so numbers in quotes are about.
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
            _ => throw new JsonException(),
        });

    private static List<(string Name, T Value)> Read<T>(string json, Func<JsonElement, T> read)
    {
        if (string.IsNullOrWhiteSpace(json))
            return [];
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException();
        return [.. document.RootElement.EnumerateObject().Select(property => (property.Name, read(property.Value)))];
    }

    private static List<T>? Try<T>(Func<List<T>> read)
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
