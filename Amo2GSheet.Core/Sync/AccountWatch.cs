using System.Text.Json;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Compares the account with what it was: a trigger stage that was renamed, a pipeline that left the scope, a field that a column was filled from.
/// Each of them would stop part of the work without an error. It also requeues leads whose edit was refused because of a pipeline that changed since.
/// </summary>
/// <param name="amo">amoCRM.</param>
/// <param name="pipelines">Pipelines in the light of the settings.</param>
/// <param name="crm">Which field holds the order number.</param>
/// <param name="store">Where it is kept what the account was.</param>
/// <param name="bases">Which pipelines have rows, and which edits were refused.</param>
/// <param name="inbox">Takes the leads to decide about again.</param>
/// <param name="status">Takes the sentences for <c>/health</c>.</param>
/// <param name="time">Our clock.</param>
/// <param name="logger">Takes each sentence once.</param>
internal sealed partial class AccountWatch(
    IAmoCrm amo, PipelineBooks pipelines, IOptions<AmoCrmOptions> crm, ICursorStore store, IBaseStore bases, IInboxStore inbox, AccountStatus status,
    TimeProvider time, ILogger<AccountWatch> logger)
{
    private const string Name = "account";

    /// <summary>After this time a loss is taken for what people want.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private AmoAccount? _looked;

    /// <summary>Reads the account, at most ten minutes old, and compares it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken) =>
        await LookAsync(await amo.ReadAccountAsync(fresh: false, cancellationToken), cancellationToken);

    /// <summary>Compares an account that was read; costs nothing for one that was compared before.</summary>
    public async Task LookAsync(AmoAccount account, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(account, _looked))
            return;

        var book = pipelines.BookOf(account);
        var known = await bases.ReadAsync(remembered: true, cancellationToken);
        var stored = await store.ReadAsync(Name, cancellationToken);
        var before = Parse(stored?.Value);
        var now = time.GetUtcNow();
        var losses = new List<string>();
        var kept = new List<KnownPart>();
        foreach (var part in before.Where(part => now - (part.LostAt ?? now) < Longest))
        {
            if (LossOf(part, account, book, known.Values) is not { } loss)
                continue;
            losses.Add(loss);
            kept.Add(part with { LostAt = part.LostAt ?? now });
        }

        foreach (var loss in status.Report(losses))
            Log.Lost(logger, loss);
        var text = JsonSerializer.Serialize(kept.Concat(PartsOf(account, book)).DistinctBy(part => (part.Kind, part.Id)), JsonSerializerOptions.Web);
        if (text != stored?.Value && await store.WriteAsync(Name, text, stored?.Version, cancellationToken) is null)
            return;

        List<LeadBell> again = [.. known.Values.Where(IsRefusedByThePast).Select(one => new LeadBell(one.Lead))];
        if (again.Count > 0)
            await inbox.PutAsync(again, now, cancellationToken);
        _looked = account;

        bool IsRefusedByThePast(Base one) =>
            one is { Refused.Meanings: { } then, Stage: { } stage, Missing: false, LeadGone: false } && then != book.MeaningsOf(stage.PipelineId);
    }

    /// <summary>What stops working when it goes: trigger stages by pipeline, and the fields of columns.</summary>
    private IEnumerable<KnownPart> PartsOf(AmoAccount account, PipelineBook book)
    {
        foreach (var pipeline in account.Pipelines.Where(pipeline => book.InScope(pipeline.Id)))
        {
            if (pipeline.Stages.FirstOrDefault(stage => book.IsTrigger(stage.Key)) is { } trigger)
                yield return new KnownPart(PartKind.Pipeline, pipeline.Id, pipeline.Name, trigger.Name);
        }

        foreach (var field in account.LeadFields)
        {
            if (ColumnOf(field) is { } column)
                yield return new KnownPart(PartKind.Field, field.Id, field.Name, column);
        }
    }

    private string? ColumnOf(LeadFieldDefinition field) => PlanContext.IsOrderField(field, crm.Value)
        ? OrderColumns.OrderNumber
        // With the id set, another field of that name is not the one that takes order numbers.
        : OrderColumns.OfField(field.Name) is { } column and not OrderColumns.OrderNumber ? column : null;

    private string? LossOf(KnownPart part, AmoAccount account, PipelineBook book, IEnumerable<Base> known)
    {
        if (part.Kind is PartKind.Pipeline)
            return LossOfPipeline(part, account, book, known);
        var field = account.LeadFields.FirstOrDefault(field => field.Id == part.Id);
        if (part.Kind is not PartKind.Field || account.LeadFields.Any(other => ColumnOf(other) == part.Of))
            return null;
        var what = part.Of == OrderColumns.OrderNumber ? "order numbers typed in the sheet are not sent" : $"the column «{part.Of}» gets no values";
        return field is null
            ? $"The lead field «{part.Title}» is gone from amoCRM: {what}. Make it again under this name."
            : $"The lead field «{part.Title}» is called «{field.Name}» now: {what}. Rename it back"
                + (part.Of == OrderColumns.OrderNumber ? ", or set AMO_ORDER_FIELD_ID to its id." : ".");
    }

    private static string? LossOfPipeline(KnownPart part, AmoAccount account, PipelineBook book, IEnumerable<Base> known)
    {
        var name = account.Pipelines.FirstOrDefault(pipeline => pipeline.Id == part.Id)?.Name;
        if (book.InScope(part.Id))
        {
            return book.Triggers.Any(trigger => trigger.PipelineId == part.Id)
                ? null
                : $"Pipeline «{name}» has no stage «{part.Of}» any more: its new orders get no row. Rename the stage back, or add its new name to TRIGGER_STATUS_NAMES.";
        }

        var rows = known.Count(one => one is { Missing: false, LeadGone: false } && one.Stage?.PipelineId == part.Id);
        var what = name is null ? $"Pipeline «{part.Title}» is gone from amoCRM" : $"Pipeline «{part.Title}» is called «{name}» now and is out of scope (PIPELINE_KEYWORD)";
        return FormattableString.Invariant($"{what}: its new orders get no row, and edits of {rows} rows move no lead. Rename it back, or change the keyword.");
    }

    private static IReadOnlyList<KnownPart> Parse(string? text)
    {
        try
        {
            return text is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<KnownPart>>(text, JsonSerializerOptions.Web) ?? [];
        }
        catch (JsonException)
        {
            // Written by a version that knows more, or damaged: the account is known from today on.
            return [];
        }
    }

    /// <param name="Kind">What it is.</param>
    /// <param name="Id">Its id in amoCRM.</param>
    /// <param name="Title">Its name when last seen in order.</param>
    /// <param name="Of">The trigger stage of a pipeline, the column of a field.</param>
    /// <param name="LostAt">When the loss was first seen; null while all is well.</param>
    private sealed record KnownPart(PartKind Kind, long Id, string Title, string Of, DateTimeOffset? LostAt = null);

    private enum PartKind
    {
        Pipeline = 1,
        Field,
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The amoCRM account changed. {What}")]
        public static partial void Lost(ILogger logger, string what);
    }
}

/// <summary>What the account lost that the sync needs, for <c>/health</c>. One in the process.</summary>
public sealed class AccountStatus
{
    private volatile IReadOnlyList<string> _losses = [];

    /// <summary>A sentence for each loss: what stops working, and what to do.</summary>
    public IReadOnlyList<string> Losses => _losses;

    /// <summary>Takes what was seen.</summary>
    /// <returns>The sentences that are new.</returns>
    internal IReadOnlyList<string> Report(IReadOnlyList<string> losses)
    {
        List<string> added = [.. losses.Except(_losses)];
        _losses = losses;
        return added;
    }
}
