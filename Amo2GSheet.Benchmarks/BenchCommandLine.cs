using System.CommandLine;
using System.Globalization;
using Amo2GSheet.Benchmarks.Scenarios;
using Spectre.Console;

namespace Amo2GSheet.Benchmarks;

/// <summary>The command line: which scenarios to measure, and how to tell what came out.</summary>
internal static class BenchCommandLine
{
    private static readonly IReadOnlyList<Scenario> All =
    [
        WebhookScenario.Scenario, RowScenario.Scenario, NewLeadsScenario.Scenario,
        MoveScenario.Scenario, IdleScenario.Scenario, WaitingScenario.Scenario,
    ];

    /// <summary>Parses and measures.</summary>
    /// <returns>0 whatever the figures are, for this measures and does not judge; 1 when a scenario could not be measured.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        // The service alone in a process of its own: started by the idle scenario, never typed.
        if (args is [IdleService.Argument, var tab, var rows])
            return IdleService.RunAsync(int.Parse(tab, CultureInfo.InvariantCulture), int.Parse(rows, CultureInfo.InvariantCulture), CancellationToken.None);

        var names = new Argument<string[]>("scenarios")
        {
            Description = $"What to measure, all when none is named: {string.Join("; ", All.Select(scenario => $"{scenario.Name}: {scenario.About}"))}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.AcceptOnlyFromAmong([.. All.Select(scenario => scenario.Name)]);
        var json = new Option<bool>("--json") { Description = "One JSON line on standard output; the table goes to standard error." };
        var root = new RootCommand("Measures the service against the simulators of amoCRM and Google Sheets, their limits on. AMO2GSHEET_TABLES says where the tables are: azurite, a connection string or sqlite:FILE; a new SQLite file without it.") { names, json };
        root.SetAction((parsed, stop) => MeasureAsync(parsed.GetValue(names) ?? [], parsed.GetValue(json), stop));
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
    }

    private static async Task<int> MeasureAsync(string[] names, bool json, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(json ? Console.Error : Console.Out) });
        var report = new Report(TimeProvider.System.GetUtcNow());
        foreach (var scenario in All.Where(scenario => names.Length == 0 || names.Contains(scenario.Name)))
        {
            console.MarkupLineInterpolated($"[grey]{scenario.Name}: {scenario.About} …[/]");
            await report.AddAsync(scenario, cancellationToken);
        }

        report.Show(console);
        if (json)
            Console.Out.WriteLine(report.ToJson());
        return report.IsComplete ? 0 : 1;
    }
}
