using System.Text.Json;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>The account as the service sees it, for people who set it up or look for an error. Reads only; throws as <see cref="IAmoCrm"/> does.</summary>
/// <param name="amo">amoCRM as the sync sees it.</param>
/// <param name="inspect">amoCRM as it is.</param>
/// <param name="inbox">What waits.</param>
/// <param name="bases">What both sides agreed on.</param>
/// <param name="pipelines">Settings of pipelines.</param>
public sealed class AccountInspection(
    IAmoCrm amo, IAmoInspect inspect, IInboxStore inbox, IBaseStore bases, IOptions<PipelineOptions> pipelines)
{
    /// <summary>All pipelines and stages, read now, in the light of the settings.</summary>
    public async Task<AccountStructure> ReadStructureAsync(CancellationToken cancellationToken)
    {
        var account = await amo.ReadAccountAsync(fresh: true, cancellationToken);
        var book = new PipelineBook(account.Pipelines, pipelines.Value);
        return new AccountStructure([.. account.Pipelines.Select(pipeline => new PipelineView(
            pipeline.Id, pipeline.Name, book.InScope(pipeline.Id), book.DisplayOfPipeline(pipeline.Id),
            [.. pipeline.Stages.Select(stage => new StageView(
                stage.Key.StatusId, stage.Name, stage.IsUnsorted, book.IsTrigger(stage.Key), book.Display(stage.Key)))]))]);
    }

    /// <summary>The custom fields of leads, read now.</summary>
    public async Task<IReadOnlyList<LeadFieldView>> ReadLeadFieldsAsync(CancellationToken cancellationToken) =>
    [
        .. (await inspect.ReadFieldsAsync(AmoEntity.Leads, cancellationToken)).Select(field => new LeadFieldView(
            field.Id, field.Name, field.Code, field.Type, field.Choices, OrderColumns.OfField(field.Name))),
    ];

    /// <summary>A lead as amoCRM has it, and what the service knows of it.</summary>
    public async Task<LeadView> ReadLeadAsync(LeadId lead, CancellationToken cancellationToken)
    {
        var card = await inspect.ReadLeadAsync(lead, cancellationToken);
        var waiting = await inbox.FindAsync(lead, cancellationToken);
        var known = await bases.FindAsync(lead, cancellationToken);
        return new LeadView(card, waiting is null ? null : WaitingLead.Of(waiting), known is null ? null : AgreedState.Of(known));
    }
}

/// <summary>All pipelines of the account.</summary>
/// <param name="Pipelines">In amoCRM's order.</param>
public sealed record AccountStructure(IReadOnlyList<PipelineView> Pipelines);

/// <summary>A pipeline.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name in amoCRM.</param>
/// <param name="InScope">Whether its leads are synced (<c>PIPELINE_KEYWORD</c>).</param>
/// <param name="ShownAs">What the column <c>Воронка</c> shows.</param>
/// <param name="Stages">Its stages, in amoCRM's order.</param>
public sealed record PipelineView(long Id, string Name, bool InScope, string ShownAs, IReadOnlyList<StageView> Stages);

/// <summary>A stage.</summary>
/// <param name="Id">Its status id; 142 (won) and 143 (lost) stand in every pipeline.</param>
/// <param name="Name">Its name in amoCRM.</param>
/// <param name="Unsorted">Whether it holds incoming leads that nobody has accepted.</param>
/// <param name="Trigger">Whether a lead at it becomes a row.</param>
/// <param name="ShownAs">What the column <c>Статус</c> shows for a lead at it.</param>
public sealed record StageView(long Id, string Name, bool Unsorted, bool Trigger, string ShownAs);

/// <summary>A custom field of leads.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name in amoCRM.</param>
/// <param name="Code">amoCRM's own code; null for fields that people made.</param>
/// <param name="Type">amoCRM's type.</param>
/// <param name="Choices">The values of a list field.</param>
/// <param name="Column">
/// The column of the full header that it fills; null for any other field, which fills a column only in new rows, where people added one under its
/// name.
/// </param>
public sealed record LeadFieldView(long Id, string Name, string? Code, string Type, IReadOnlyList<AmoFieldChoice> Choices, string? Column);

/// <summary>A lead.</summary>
/// <param name="Lead">The card as amoCRM has it, contacts' ids included; null when amoCRM does not know it.</param>
/// <param name="Waiting">Its inbox entry when it waits for a pass, else null.</param>
/// <param name="Base">What both sides agreed on last; null when it was never tracked.</param>
public sealed record LeadView(JsonElement? Lead, WaitingLead? Waiting, AgreedState? Base);
