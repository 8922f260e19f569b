using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Pipelines;

/// <summary>A pipeline as amoCRM lists it.</summary>
/// <param name="Id">The pipeline's id.</param>
/// <param name="Name">Its name, as people wrote it.</param>
/// <param name="Stages">Its stages in amoCRM's order, 142 and 143 last.</param>
public sealed record Pipeline(long Id, string Name, IReadOnlyList<Stage> Stages);

/// <summary>A stage as amoCRM lists it.</summary>
/// <param name="Key">Pipeline and status id.</param>
/// <param name="Name">Its name, as people wrote it: case and alphabet differ between pipelines.</param>
/// <param name="IsUnsorted">True for the «incoming leads» stage (type 1), which amoCRM lists even when it is off.</param>
public sealed record Stage(StageKey Key, string Name, bool IsUnsorted = false);
