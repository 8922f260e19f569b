using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Pipelines;

/// <summary>
/// Pipelines and stages by id and by folded name: which are in scope, which trigger, what each is called in the sheet, and which stage a
/// status of the sheet means in a given pipeline. Nothing here is fixed in code: ids are discovered, names are folded.
/// </summary>
public sealed class PipelineBook
{
    /// <summary>What people see of a stage that amoCRM does not list: an id says nothing to them.</summary>
    private const string UnknownStage = "Неизвестный этап";

    private const string UnknownPipeline = "Неизвестная воронка";

    private readonly Dictionary<long, Entry> _pipelines;
    private readonly Dictionary<StageKey, Stage> _stages;
    private readonly PipelineWords _words;

    /// <summary>Reads the account's pipelines in the light of the settings.</summary>
    public PipelineBook(IEnumerable<Pipeline> pipelines, PipelineOptions options)
    {
        _words = PipelineWords.Of(options);
        _pipelines = pipelines.ToDictionary(pipeline => pipeline.Id, pipeline => new Entry(pipeline, _words));
        _stages = _pipelines.Values.SelectMany(entry => entry.Pipeline.Stages).ToDictionary(stage => stage.Key);
    }

    /// <summary>Whether the pipeline's name contains the keyword. A pipeline that amoCRM does not list is out of scope.</summary>
    public bool InScope(long pipelineId) => _pipelines.TryGetValue(pipelineId, out var entry) && entry.InScope;

    /// <summary>Whether amoCRM lists this stage.</summary>
    public bool Knows(StageKey stage) => _stages.ContainsKey(stage);

    /// <summary>The stages at which leads become rows.</summary>
    public IEnumerable<StageKey> Triggers => _pipelines.Values.Where(entry => entry.InScope).SelectMany(entry => entry.Triggers).Distinct();

    /// <summary>Whether a lead at this stage becomes a row. Only stages of pipelines in scope do.</summary>
    public bool IsTrigger(StageKey stage) => _pipelines.TryGetValue(stage.PipelineId, out var entry) && entry.InScope && entry.Triggers.Contains(stage);

    /// <summary>What the <c>Статус</c> column shows for a lead at this stage.</summary>
    /// <remarks>
    /// A trigger stage shows «in progress» whatever the settings say: the rules rest on it. 142 is won whatever it is called, unless a
    /// setting names it: it can be renamed in every pipeline. 143 goes by its name, as the original does.
    /// </remarks>
    public string Display(StageKey stage)
    {
        if (IsTrigger(stage))
            return SheetStatus.InProgress;
        var name = _stages.GetValueOrDefault(stage)?.Name;
        if (name is not null && _words.StatusDisplay.TryGetValue(NameFold.Of(name), out var set))
            return set;
        if (stage.StatusId == StageKey.WonStatusId)
            return SheetStatus.Won;
        return name is null ? UnknownStage : StageNames.DisplayOf(name);
    }

    /// <summary>What reaching a stage is in the life of a sale.</summary>
    /// <remarks>By the stage's own name, and by what a setting shows it as when its name says nothing. 142 is won whatever it is called.</remarks>
    public SaleStep StepOf(StageKey stage)
    {
        if (stage.StatusId == StageKey.WonStatusId || !_stages.TryGetValue(stage, out var known))
            return SaleStep.Progress;
        var name = NameFold.Of(known.Name);
        if (StageNames.Steps.TryGetValue(name, out var step))
            return step;
        return _words.StatusDisplay.TryGetValue(name, out var shown) ? StageNames.Steps.GetValueOrDefault(NameFold.Of(shown)) : SaleStep.Progress;
    }

    /// <summary>What the <c>Воронка</c> column shows for a pipeline.</summary>
    public string DisplayOfPipeline(long pipelineId) =>
        _pipelines.TryGetValue(pipelineId, out var entry) ? entry.Display : UnknownPipeline;

    /// <summary>Pipeline and stage in amoCRM's own words, for the journal.</summary>
    public string Describe(StageKey stage) =>
        _stages.TryGetValue(stage, out var known) ? $"{_pipelines[stage.PipelineId].Pipeline.Name} / {known.Name}" : stage.ToString();

    /// <summary>The stage that a status of the sheet means in a pipeline (rule 5).</summary>
    /// <param name="pipelineId">The lead's own pipeline.</param>
    /// <param name="status">The status cell's text; any case and alphabet.</param>
    /// <param name="hasOrderNumber">Whether the row has an order number, which turns «in progress» into «order sent».</param>
    public StageMeaning StageFor(long pipelineId, string status, bool hasOrderNumber)
    {
        if (SheetStatus.Find(status) is not { } chosen)
            return StageMeaning.NotAStatus;
        if (!_pipelines.TryGetValue(pipelineId, out var entry))
            return StageMeaning.NoSuchStage;

        // «In progress» with an order number is rule 6's: no setting sends it back to where it came from.
        var waits = chosen != SheetStatus.InProgress || !hasOrderNumber;
        if (waits && _words.Dropdown.TryGetValue(chosen, out var set) && entry.Find(set) is { } wanted)
            return StageMeaning.Of(wanted);

        StageKey? stage = chosen switch
        {
            SheetStatus.WithCourier or SheetStatus.Won => new StageKey(pipelineId, StageKey.WonStatusId),
            SheetStatus.Rejected => entry.Reject,
            _ => hasOrderNumber ? entry.Sent : entry.Triggers.Cast<StageKey?>().FirstOrDefault(),
        };
        return stage is { } found ? StageMeaning.Of(found) : StageMeaning.NoSuchStage;
    }

    /// <summary>What all statuses mean in a pipeline, and whether it is in scope: two texts are equal when the same edits lead to the same stages.</summary>
    public string MeaningsOf(long pipelineId) => (InScope(pipelineId) ? "" : "-") + string.Join(
        ',', SheetStatus.All.Select(status => (StageFor(pipelineId, status, hasOrderNumber: false).Stage?.StatusId, StageFor(pipelineId, status, hasOrderNumber: true).Stage?.StatusId)));

    private sealed class Entry
    {
        public Entry(Pipeline pipeline, PipelineWords words)
        {
            Pipeline = pipeline;
            var folded = NameFold.Of(pipeline.Name);
            InScope = folded.Contains(words.Keyword, StringComparison.Ordinal);
            Display = words.PipelineDisplay.GetValueOrDefault(folded, pipeline.Name.Trim());

            var own = pipeline.Stages
                .Where(stage => !stage.IsUnsorted && stage.Key.StatusId is not (StageKey.WonStatusId or StageKey.LostStatusId))
                .Select(stage => (stage.Key, Name: NameFold.Of(stage.Name)))
                .ToList();
            Triggers = [.. words.Triggers.SelectMany(name => own.Where(stage => stage.Name == name)).Select(stage => stage.Key)];
            if (Triggers.Count == 0 && words.TriggerIdIn(pipeline.Id) is { } id && Find(id) is { } fallback)
                Triggers = [fallback];
            Sent = First(StageNames.Sent.Contains);
            Reject = First(StageNames.Reject.Contains) ?? new StageKey(pipeline.Id, StageKey.LostStatusId);

            StageKey? First(Func<string, bool> named) =>
                own.Where(stage => named(stage.Name)).Select(stage => (StageKey?)stage.Key).FirstOrDefault();
        }

        public Pipeline Pipeline { get; }

        public bool InScope { get; }

        public string Display { get; }

        public IReadOnlyList<StageKey> Triggers { get; }

        public StageKey? Sent { get; }

        public StageKey Reject { get; }

        /// <summary>The stage with this id, when the pipeline has it and leads can be moved to it: amoCRM refuses «incoming leads».</summary>
        public StageKey? Find(long statusId) => Pipeline.Stages
            .Where(stage => stage.Key.StatusId == statusId && !stage.IsUnsorted).Select(stage => (StageKey?)stage.Key).FirstOrDefault();
    }
}

/// <summary>What a status cell means in a pipeline: a stage, or why none.</summary>
public readonly record struct StageMeaning
{
    private StageMeaning(StageKey? stage, bool isStatus) => (Stage, IsStatus) = (stage, isStatus);

    /// <summary>The text is none of the dropdown's values.</summary>
    public static StageMeaning NotAStatus { get; } = new(null, false);

    /// <summary>The text is a status, and the pipeline has no stage for it.</summary>
    public static StageMeaning NoSuchStage { get; } = new(null, true);

    /// <summary>The stage, when there is one.</summary>
    public StageKey? Stage { get; }

    /// <summary>Whether the text is one of the dropdown's values.</summary>
    public bool IsStatus { get; }

    /// <summary>The text means this stage.</summary>
    public static StageMeaning Of(StageKey stage) => new(stage, true);
}
