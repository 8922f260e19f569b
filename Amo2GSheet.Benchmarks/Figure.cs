namespace Amo2GSheet.Benchmarks;

/// <summary>One measured figure.</summary>
/// <param name="What">What was measured, under which circumstances.</param>
/// <param name="Value">What came out.</param>
/// <param name="Unit"><c>ms</c>, <c>s</c>, <c>MB</c> (10⁶ bytes), <c>calls</c>, <c>rows</c>.</param>
/// <param name="Budget">The most that the design allows; null when it says nothing.</param>
internal sealed record Figure(string What, double Value, string Unit, double? Budget = null)
{
    /// <summary>Whether the budget is kept; null without one.</summary>
    public bool? Ok => Budget is { } most ? Value <= most : null;
}

/// <summary>Something to measure.</summary>
/// <param name="Name">As typed on the command line.</param>
/// <param name="About">One line for the help.</param>
/// <param name="MeasureAsync">Measures in a world of its own; throws when it cannot.</param>
internal sealed record Scenario(string Name, string About, Func<CancellationToken, Task<IReadOnlyList<Figure>>> MeasureAsync);
