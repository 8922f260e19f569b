namespace Amo2GSheet.Cli.Check;

/// <summary>How bad it is.</summary>
internal enum CheckLevel
{
    /// <summary>As it should be, or only worth knowing.</summary>
    Ok,

    /// <summary>The sync works, and something is less than it could be.</summary>
    Warning,

    /// <summary>The sync cannot work with it.</summary>
    Blocks,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">Where: <c>settings</c>, <c>storage</c>, <c>amoCRM</c>, <c>webhook</c>, <c>spreadsheet</c>.</param>
/// <param name="Name">What, the same in every run: a setting's name, <c>tokens</c>, <c>pipeline 8100000</c> …</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Sentence">What is so.</param>
/// <param name="Fix">What a person does about it; null when there is nothing to do.</param>
/// <param name="Fixed">True when it was not so before <c>--fix</c> mended it.</param>
internal sealed record CheckFinding(string Area, string Name, CheckLevel Level, string Sentence, string? Fix = null, bool Fixed = false);

/// <summary>What a check came to.</summary>
/// <param name="Ok">Nothing blocks.</param>
/// <param name="Findings">All that was looked at, in order.</param>
internal sealed record CheckReport(bool Ok, IReadOnlyList<CheckFinding> Findings)
{
    /// <summary>A report of findings.</summary>
    public static CheckReport Of(IReadOnlyList<CheckFinding> findings) => new(findings.All(finding => finding.Level != CheckLevel.Blocks), findings);

    /// <summary>How many findings are of a level.</summary>
    public int Count(CheckLevel level) => Findings.Count(finding => finding.Level == level);
}
