namespace Amo2GSheet.Cli.Check;

/// <summary>Looks at one part of the installation. What it throws becomes a finding, and the other areas go on.</summary>
/// <param name="name">The area's name in findings.</param>
internal abstract class CheckArea(string name)
{
    /// <summary>Says what a finding of this area can be mended with.</summary>
    protected const string FixItself = "amo2gsheet check --fix does it.";

    /// <summary>The area's name in findings.</summary>
    public string Name { get; } = name;

    /// <summary>Looks; changes nothing.</summary>
    public abstract IAsyncEnumerable<CheckFinding> LookAsync(CancellationToken cancellationToken);

    /// <summary>Mends what the last look found, as far as that can be done without a person.</summary>
    /// <returns>Whether anything was done.</returns>
    public virtual Task<bool> MendAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>A finding that is as it should be.</summary>
    protected CheckFinding Ok(string name, string sentence) => new(Name, name, CheckLevel.Ok, sentence);

    /// <summary>A finding that the sync can live with.</summary>
    protected CheckFinding Warning(string name, string sentence, string fix) => new(Name, name, CheckLevel.Warning, sentence, fix);

    /// <summary>A finding that the sync cannot live with.</summary>
    protected CheckFinding Blocks(string name, string sentence, string fix) => new(Name, name, CheckLevel.Blocks, sentence, fix);
}
