using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Cli.Import;

/// <summary>Finds the stage that a row means, or says why none.</summary>
/// <param name="pipelines">The account's pipelines.</param>
/// <param name="book">Their names in the sheet, and what a status means.</param>
/// <param name="usualPipeline">The pipeline of rows that name none; null when it was not said.</param>
internal sealed class StageFinder(IReadOnlyList<Pipeline> pipelines, PipelineBook book, string? usualPipeline)
{
    /// <summary>The stage of a row.</summary>
    /// <param name="pipelineText">What the pipeline's cell says; empty for nothing.</param>
    /// <param name="stageText">What the stage's cell says; empty for nothing.</param>
    /// <param name="hasOrderNumber">Whether the row has an order number, which turns «in progress» into «order sent».</param>
    /// <param name="reason">Why there is none.</param>
    public StageKey? Find(string pipelineText, string stageText, bool hasOrderNumber, out string reason)
    {
        if (FindPipeline(pipelineText, out reason) is not { } pipeline)
            return null;
        if (stageText.Length == 0)
            return Trigger(pipeline, out reason);

        var own = pipeline.Stages.Where(stage => !stage.IsUnsorted).ToList();
        if (own.FindAll(stage => NameFold.Same(stage.Name, stageText)) is { Count: > 0 } named)
            return Only(named, pipeline, stageText, out reason);

        var meaning = book.StageFor(pipeline.Id, stageText, hasOrderNumber);
        if (meaning.Stage is { } meant)
            return meant;
        if (own.FindAll(stage => NameFold.Same(book.Display(stage.Key), stageText)) is { Count: > 0 } shown)
            return Only(shown, pipeline, stageText, out reason);

        reason = meaning.IsStatus
            ? $"{OrderColumns.Status}: the pipeline «{pipeline.Name}» has no stage for «{CellReading.Cut(stageText)}»"
            : $"{OrderColumns.Status}: «{CellReading.Cut(stageText)}» is no stage of the pipeline «{pipeline.Name}» and no status of the sheet";
        return null;
    }

    private Pipeline? FindPipeline(string text, out string reason)
    {
        reason = "";
        var wanted = text.Length > 0 ? text : usualPipeline ?? "";
        if (wanted.Length == 0)
        {
            if (pipelines.Where(pipeline => book.InScope(pipeline.Id)).Take(2).ToList() is [var only])
                return only;
            reason = $"{OrderColumns.Pipeline}: the row names no pipeline: fill the column, or say --pipeline";
            return null;
        }

        var found = pipelines.Where(pipeline => NameFold.Same(pipeline.Name, wanted)).ToList();
        if (found.Count == 0)
            found = [.. pipelines.Where(pipeline => NameFold.Same(book.DisplayOfPipeline(pipeline.Id), wanted))];
        if (found is [var one])
            return one;
        reason = found.Count == 0
            ? $"{OrderColumns.Pipeline}: amoCRM has no pipeline «{CellReading.Cut(wanted)}»"
            : $"{OrderColumns.Pipeline}: amoCRM has {found.Count} pipelines called «{CellReading.Cut(wanted)}»";
        return null;
    }

    private StageKey? Trigger(Pipeline pipeline, out string reason)
    {
        reason = "";
        if (book.StageFor(pipeline.Id, SheetStatus.InProgress, hasOrderNumber: false).Stage is { } trigger)
            return trigger;
        reason = $"{OrderColumns.Status}: the row names no stage, and the pipeline «{pipeline.Name}» has none of those in TRIGGER_STATUS_NAME";
        return null;
    }

    private static StageKey? Only(List<Stage> stages, Pipeline pipeline, string text, out string reason)
    {
        reason = stages.Count == 1 ? "" : $"{OrderColumns.Status}: the pipeline «{pipeline.Name}» has {stages.Count} stages called «{CellReading.Cut(text)}»";
        return stages.Count == 1 ? stages[0].Key : null;
    }
}
