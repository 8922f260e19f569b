using Amo2GSheet.Tests.House;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>The real code with one mistake in it, which the simulation must find.</summary>
/// <param name="Name">What the code does wrong, in a few words.</param>
/// <param name="Breaks">The rule or principle that is broken.</param>
/// <param name="File">The file, from the repository's top.</param>
/// <param name="Original">The text that is replaced; it stands in the file exactly once.</param>
/// <param name="Replacement">What replaces it.</param>
internal sealed record Mutant(string Name, string Breaks, string File, string Original, string Replacement)
{
    /// <summary>How often the text to be replaced stands in the file.</summary>
    public int Occurrences => Text().Split(Original).Length - 1;

    /// <inheritdoc />
    public override string ToString() => Name;

    private string Text() => Repository.Read(File).ReplaceLineEndings("\n");
}
