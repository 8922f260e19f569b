using System.Text.Json;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Inspect;

/// <summary>What <c>inspect</c> shows of an account.</summary>
/// <param name="Pipelines">All pipelines.</param>
/// <param name="LeadFields">Custom fields of leads.</param>
/// <param name="ContactFields">Custom fields of contacts.</param>
/// <param name="Leads">Sample leads, the one changed last first.</param>
internal sealed record AccountView(
    IReadOnlyList<PipelineView> Pipelines, IReadOnlyList<AmoField> LeadFields, IReadOnlyList<AmoField> ContactFields, IReadOnlyList<LeadView> Leads)
{
    /// <summary>Reads the account.</summary>
    public static async Task<AccountView> ReadAsync(CommandContext context, int leads, bool values, CancellationToken cancellationToken)
    {
        var inspect = context.Get<IAmoInspect>();
        var account = await context.Get<IAmoCrm>().ReadAccountAsync(fresh: true, cancellationToken);
        var book = new PipelineBook(account.Pipelines, OptionsOf(context));
        var leadFields = await inspect.ReadFieldsAsync(AmoEntity.Leads, cancellationToken);
        var contactFields = await inspect.ReadFieldsAsync(AmoEntity.Contacts, cancellationToken);
        IReadOnlyList<JsonElement> sample = leads == 0 ? [] : await inspect.ReadNewestLeadsAsync(leads, cancellationToken);
        return new AccountView(
            [.. account.Pipelines.Select(pipeline => PipelineView.Of(pipeline, book))],
            leadFields,
            contactFields,
            [.. sample.Select(lead => LeadView.Of(lead, book, values))]);
    }

    /// <summary>The command helps to find the trigger stage's name, so it must not ask for it.</summary>
    private static PipelineOptions OptionsOf(CommandContext context)
    {
        try
        {
            return context.Get<IOptions<PipelineOptions>>().Value;
        }
        catch (OptionsValidationException wrong)
        {
            foreach (var sentence in CommandFailure.Sentences(wrong))
                context.Terminal.Note($"No trigger stage is marked: {sentence}");
            return new PipelineOptions();
        }
    }
}

/// <summary>A pipeline.</summary>
internal sealed record PipelineView(long Id, string Name, bool InScope, IReadOnlyList<StageView> Stages)
{
    /// <summary>As the settings see it.</summary>
    public static PipelineView Of(Pipeline pipeline, PipelineBook book) => new(
        pipeline.Id,
        pipeline.Name,
        book.InScope(pipeline.Id),
        [.. pipeline.Stages.Select(stage => new StageView(stage.Key.StatusId, stage.Name, book.IsTrigger(stage.Key), book.Display(stage.Key)))]);
}

/// <summary>A stage.</summary>
/// <param name="Id">amoCRM's status id.</param>
/// <param name="Name">Its name in amoCRM.</param>
/// <param name="Trigger">A lead there gets a row.</param>
/// <param name="Shown">What the status column shows for it.</param>
internal sealed record StageView(long Id, string Name, bool Trigger, string Shown);

/// <summary>A sample lead.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Stage">Pipeline and stage.</param>
/// <param name="UpdatedAt">When it changed last.</param>
/// <param name="Fields">Its fields that hold something.</param>
internal sealed record LeadView(long Id, string Stage, DateTimeOffset? UpdatedAt, IReadOnlyList<FilledField> Fields)
{
    /// <summary>Reads amoCRM's JSON.</summary>
    public static LeadView Of(JsonElement lead, PipelineBook book, bool values) => new(
        Long(lead, "id") ?? 0,
        book.Describe(new StageKey(Long(lead, "pipeline_id") ?? 0, Long(lead, "status_id") ?? 0)),
        Long(lead, "updated_at") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        [.. Items(lead, "custom_fields_values").Select(field => FilledField.Of(field, values))]);

    private static long? Long(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : [];
}
