using System.Globalization;
using System.Text;
using Amo2GSheet.Tests.House;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>The table of mutants and of the seeds that find them, <c>Mutants.md</c> beside this file: written by a search, read by the tests.</summary>
internal static class KillingSeeds
{
    /// <summary>The table's path from the repository's top.</summary>
    public const string File = "Amo2GSheet.Tests/Simulation/Mutants.md";

    private const int LongestCell = 160;

    private const string Head = """
        # Mutants

        Mistakes made in the real code on purpose, and a seed whose run finds each (how it works: [docs/simulation.md](../../docs/simulation.md)).
        Written by `AMO2GSHEET_MUTANTS=search dotnet test Amo2GSheet.Tests --filter FullyQualifiedName~MutantTests`.

        | what the code does wrong | what it breaks | in | seed | what the checker says |
        |---|---|---|---|---|

        """;

    /// <summary>Reads the seeds, by the mutants' names.</summary>
    public static IReadOnlyDictionary<string, int> Read() => Repository.Read(File).ReplaceLineEndings("\n").Split('\n')
        .Select(line => line.Split(" | "))
        .Where(cells => cells.Length >= 4 && int.TryParse(cells[3], CultureInfo.InvariantCulture, out _))
        .ToDictionary(cells => cells[0].TrimStart('|', ' '), cells => int.Parse(cells[3], CultureInfo.InvariantCulture));

    /// <summary>Writes the table.</summary>
    /// <param name="found">Seed and violation by the mutants' numbers.</param>
    public static void Write(IReadOnlyDictionary<int, (int Seed, string Violation)> found)
    {
        var table = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (number, (seed, violation)) in found.OrderBy(one => one.Key))
        {
            var mutant = Mutants.All[number - 1];
            table.Append(CultureInfo.InvariantCulture, $"| {mutant.Name} | {mutant.Breaks} | `{mutant.File}` | {seed} | {Cell(violation)} |\n");
        }

        System.IO.File.WriteAllText(Path.Combine(Repository.Top, File), table.ToString());
    }

    /// <summary>A sentence of the checker's that fits a table.</summary>
    private static string Cell(string violation)
    {
        var line = violation.Split('\n')[0].Replace("|", "/", StringComparison.Ordinal).Trim();
        return line.Length <= LongestCell ? line : $"{line[..LongestCell]}…";
    }
}
