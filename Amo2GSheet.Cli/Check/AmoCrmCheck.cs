using System.Runtime.CompilerServices;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Check;

/// <summary>amoCRM: whether it answers to our tokens, its pipelines and its lead fields.</summary>
internal sealed class AmoCrmCheck(CommandContext context) : CheckArea(AreaName)
{
    /// <summary>The area's name.</summary>
    public const string AreaName = "amoCRM";

    private const string Plan = "Stages and their names: amo2gsheet inspect.";

    /// <inheritdoc />
    public override async IAsyncEnumerable<CheckFinding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var account = await context.Get<IAmoCrm>().ReadAccountAsync(fresh: true, cancellationToken);
        yield return Ok("account", $"amoCRM answers: {account.Pipelines.Count} pipelines, {account.LeadFields.Count} lead fields, {account.UserNames.Count} users.");

        if (context.Get<AmoHealth>().Warning is { } ending)
            yield return Warning("token", ending, "Make a new token and set it, or take the setting out and log in.");

        var options = context.Get<IOptions<PipelineOptions>>().Value;
        foreach (var finding in Pipelines(account, new PipelineBook(account.Pipelines, options), options))
            yield return finding;
        foreach (var finding in Fields(account))
            yield return finding;
    }

    private IEnumerable<CheckFinding> Pipelines(AmoAccount account, PipelineBook book, PipelineOptions options)
    {
        var inScope = account.Pipelines.Where(pipeline => book.InScope(pipeline.Id)).ToList();
        if (inScope.Count == 0)
        {
            yield return Blocks(
                "scope", $"No pipeline's name contains «{options.PipelineKeyword}»: no lead will ever get a row.", $"Set PIPELINE_KEYWORD, or leave it out to take all. {Plan}");
        }
        else if (!inScope.Any(HasTrigger))
        {
            yield return Blocks(
                "trigger", "No pipeline in scope has a trigger stage: no lead will ever get a row.", $"Set TRIGGER_STATUS_NAME to the stage's name as amoCRM has it. {Plan}");
        }

        foreach (var pipeline in account.Pipelines)
        {
            var name = FormattableString.Invariant($"pipeline {pipeline.Id}");
            var scope = book.InScope(pipeline.Id) ? "in scope" : $"out of scope (PIPELINE_KEYWORD is «{options.PipelineKeyword}»)";
            var stages = pipeline.Stages.Select(stage => book.IsTrigger(stage.Key) ? $"{stage.Name} (trigger)" : stage.Name);
            yield return Ok(name, $"Pipeline «{pipeline.Name}» is {scope}: {string.Join(" · ", stages)}.");
            if (!book.InScope(pipeline.Id))
                continue;
            if (!HasTrigger(pipeline))
            {
                yield return Warning(
                    $"{name} trigger", $"Pipeline «{pipeline.Name}» has no trigger stage: its leads get no rows.", "Add its name of the stage to TRIGGER_STATUS_NAMES.");
            }

            if (book.StageFor(pipeline.Id, SheetStatus.InProgress, hasOrderNumber: true).Stage is null)
            {
                yield return Warning(
                    $"{name} sent",
                    $"Pipeline «{pipeline.Name}» has no stage «Заказ отправлен»: a typed order number cannot move its leads.",
                    "Add a stage of this name to the pipeline in amoCRM.");
            }
        }

        bool HasTrigger(Pipeline pipeline) => pipeline.Stages.Any(stage => book.IsTrigger(stage.Key));
    }

    private IEnumerable<CheckFinding> Fields(AmoAccount account)
    {
        var orderField = context.Get<IOptions<AmoCrmOptions>>().Value.OrderFieldId is { } set and > 0 ? set : 0;
        if (orderField > 0 && account.LeadFields.All(field => field.Id != orderField))
            yield return Blocks("order field", $"The account has no lead field {orderField}, which AMO_ORDER_FIELD_ID names: order numbers cannot reach amoCRM.", "Give the id of a lead field, or leave it out.");
        else if (orderField == 0 && !IsField(OrderColumns.OrderNumber))
            yield return Blocks("order field", $"The account has no lead field «{OrderColumns.OrderNumber}»: order numbers cannot reach amoCRM.", "Make a lead field of this name in amoCRM, of type text.");

        var wanted = ColumnsOfFields.Where(column => column != OrderColumns.OrderNumber).ToList();
        foreach (var column in wanted.Where(column => !IsField(column)))
            yield return Warning($"field {column}", $"The column «{column}» stays empty: the account has no lead field of this name.", "Make the field in amoCRM, or rename the one that is meant.");
        yield return Ok("fields", $"{ColumnsOfFields.Count(IsField)} of {ColumnsOfFields.Count} columns have their lead field.");

        var spare = account.LeadFields.Select(field => field.Name.Trim()).Where(name => !OrderColumns.All.Any(column => NameFold.Same(column, name))).ToList();
        if (spare.Count > 0)
            yield return Ok("other fields", $"Lead fields without a column: {string.Join(", ", spare)}. A column of such a name would be filled.");

        bool IsField(string column) => account.LeadFields.Any(field => NameFold.Same(field.Name, column));
    }

    /// <summary>The columns that a lead field of the same name fills; all others come from the cards themselves.</summary>
    private static IReadOnlyList<string> ColumnsOfFields { get; } = [.. OrderColumns.All.Where(column => OrderColumns.OfField(column) is not null)];
}
