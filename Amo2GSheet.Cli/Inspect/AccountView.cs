using System.Text.Json;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Inspect;

/// <summary>What <c>inspect</c> shows of an account.</summary>
/// <param name="Pipelines">All pipelines.</param>
/// <param name="LeadFields">Custom fields of leads.</param>
/// <param name="ContactFields">Custom fields of contacts.</param>
/// <param name="Leads">Sample leads, the one changed last first.</param>
internal sealed record AccountView(
    IReadOnlyList<PipelineView> Pipelines, IReadOnlyList<LeadFieldView> LeadFields, IReadOnlyList<AmoField> ContactFields, IReadOnlyList<SampleLead> Leads)
{
    /// <summary>Reads the account.</summary>
    public static async Task<AccountView> ReadAsync(CommandContext context, int leads, bool values, CancellationToken cancellationToken)
    {
        var (amo, inspect) = (context.Get<IAmoCrm>(), context.Get<IAmoInspect>());
        var options = Options.Create(OptionsOf(context));
        var account = new AccountInspection(amo, inspect, context.Get<IInboxStore>(), context.Get<IBaseStore>(), options);
        var structure = await account.ReadStructureAsync(cancellationToken);
        var book = new PipelineBook((await amo.ReadAccountAsync(fresh: false, cancellationToken)).Pipelines, options.Value);
        IReadOnlyList<JsonElement> sample = leads == 0 ? [] : await inspect.ReadNewestLeadsAsync(leads, cancellationToken);
        return new AccountView(
            structure.Pipelines,
            await account.ReadLeadFieldsAsync(cancellationToken),
            await inspect.ReadFieldsAsync(AmoEntity.Contacts, cancellationToken),
            [.. sample.Select(lead => SampleLead.Of(lead, book, values))]);
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

/// <summary>A sample lead.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Stage">Pipeline and stage.</param>
/// <param name="UpdatedAt">When it changed last.</param>
/// <param name="Fields">Its fields that hold something.</param>
internal sealed record SampleLead(long Id, string Stage, DateTimeOffset? UpdatedAt, IReadOnlyList<FilledField> Fields)
{
    /// <summary>Reads amoCRM's JSON.</summary>
    public static SampleLead Of(JsonElement lead, PipelineBook book, bool values) => new(
        Long(lead, "id") ?? 0,
        book.Describe(new StageKey(Long(lead, "pipeline_id") ?? 0, Long(lead, "status_id") ?? 0)),
        Long(lead, "updated_at") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        [.. Items(lead, "custom_fields_values").Select(field => FilledField.Of(field, values))]);

    private static long? Long(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : [];
}
