using System.Text.Json;

namespace Amo2GSheet.Tests.Cli;

/// <summary>A report of <c>check --json</c>, as a program reads it.</summary>
internal sealed record CheckSeen(bool Ok, IReadOnlyList<FindingSeen> Findings)
{
    /// <summary>Runs a check; its exit code always says what its document does.</summary>
    public static async Task<CheckSeen> LookAsync(CliWorld world, params string[] more)
    {
        var run = await world.RunAsync(["check", "--json", .. more]);
        var report = JsonSerializer.Deserialize<CheckSeen>(run.Out, JsonSerializerOptions.Web)!;
        Assert.Equal(report.Ok ? 0 : 1, run.Code);
        return report;
    }

    public IEnumerable<FindingSeen> Of(string area) => Findings.Where(finding => finding.Area == area);

    public FindingSeen Find(string area, string name) => Assert.Single(Of(area), finding => finding.Name == name);
}

/// <summary>A finding in it.</summary>
internal sealed record FindingSeen(string Area, string Name, string Level, string Sentence, string? Fix, bool Fixed);
