using System.Globalization;
using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>The account as its board shows it: pipelines, stages, leads, and the fields that a lead's card has.</summary>
internal sealed class BoardView(SandboxPageOptions options)
{
    public JsonObject ToJson() => options.Amo.World.With(state =>
    {
        var seed = state.Seed;
        var leads = state.Table(EntityKind.Lead).Values.Where(lead => lead.IsLive && !state.IsBygone(lead)).ToList();
        return new JsonObject
        {
            ["pipelines"] = List(seed.Pipelines.Where(pipeline => !pipeline.IsArchive), pipeline => Pipeline(pipeline, leads)),
            ["fields"] = List(seed.Fields.Where(field => field.Kind == EntityKind.Lead), Field),
            ["leads"] = List(leads, lead => Lead(lead, state)),
        };
    });

    private JsonObject Pipeline(AmoPipeline pipeline, IReadOnlyList<AmoEntity> leads) => new()
    {
        ["id"] = pipeline.Id,
        ["name"] = pipeline.Name,
        ["inScope"] = options.IsInScope(pipeline.Id),
        // Nobody can put a lead into Unsorted by hand: the stage is worth its place only while something stands in it.
        ["stages"] = List(
            pipeline.Stages.Where(stage => stage.Type == 0 || leads.Any(lead => lead.PipelineId == pipeline.Id && lead.StatusId == stage.Id)),
            stage => new JsonObject
            {
                ["id"] = stage.Id,
                ["name"] = stage.Name,
                ["isOpen"] = stage.Type == 0,
                ["mark"] = options.Mark(pipeline.Id, stage.Id) switch
                {
                    StageMark.Trigger => "trigger",
                    StageMark.Sent => "sent",
                    _ => null,
                },
            }),
    };

    private static JsonObject Field(AmoField field) => new()
    {
        ["id"] = field.Id,
        ["name"] = field.Name,
        ["type"] = field.Type,
        ["options"] = List(field.Options, option => JsonValue.Create(option.Value)),
    };

    private static JsonObject Lead(AmoEntity lead, AmoState state)
    {
        var main = lead.Contacts.FirstOrDefault(link => link.IsMain) ?? lead.Contacts.FirstOrDefault();
        var fields = new JsonObject();
        foreach (var field in state.Seed.Fields.Where(field => lead.Fields.ContainsKey(field.Id)))
            fields[field.Id.ToString(CultureInfo.InvariantCulture)] = string.Join(", ", lead.Fields[field.Id].Select(value => Text(field, value.Text, state.Seed)));
        return new JsonObject
        {
            ["id"] = lead.Id,
            ["name"] = lead.Name,
            ["price"] = lead.Price,
            ["pipeline"] = lead.PipelineId,
            ["stage"] = lead.StatusId,
            ["contact"] = main is null ? null : state.Table(EntityKind.Contact).GetValueOrDefault(main.Id)?.Name,
            ["fields"] = fields,
        };
    }

    /// <summary>A date is a calendar day of the account.</summary>
    private static string Text(AmoField field, string stored, AmoSeed seed) =>
        FieldTypes.IsMoment(field.Type) && long.TryParse(stored, CultureInfo.InvariantCulture, out var seconds)
            ? TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), seed.Account.TimeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : stored;

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode> show) => new([.. items.Select(show)]);
}
