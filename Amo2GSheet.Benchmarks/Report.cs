using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Amo2GSheet.Benchmarks;

/// <summary>What a run measured, and what it could not.</summary>
/// <param name="at">When the run began.</param>
internal sealed class Report(DateTimeOffset at)
{
    private const string LoadFile = "/proc/loadavg";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A busy machine measures itself: the load before the run belongs to the figures.
    private readonly string? _load = File.Exists(LoadFile) ? string.Join(' ', File.ReadAllText(LoadFile).Split(' ').Take(3)) : null;
    private readonly List<(string Scenario, Figure Figure)> _figures = [];
    private readonly List<(string Scenario, string Why)> _failures = [];

    /// <summary>Whether everything that was asked for was measured.</summary>
    public bool IsComplete => _failures.Count == 0;

    /// <summary>Measures a scenario; a failure is kept, so that the others are still measured.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever went wrong is reported, and the exit code tells it.")]
    public async Task AddAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var figure in await scenario.MeasureAsync(cancellationToken))
                _figures.Add((scenario.Name, figure));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _failures.Add((scenario.Name, $"{failure.GetType().Name}: {failure.Message}"));
        }
    }

    /// <summary>Shows the table.</summary>
    public void Show(IAnsiConsole console)
    {
        var table = new Table().AddColumns("scenario", "what").AddColumn("budget", Right).AddColumn("measured", Right).AddColumn("ok");
        foreach (var (scenario, figure) in _figures)
        {
            var budget = figure.Budget is { } most ? $"≤ {Text(most, figure.Unit)}" : "";
            var ok = figure.Ok switch { true => "[green]yes[/]", false => "[red]NO[/]", null => "" };
            table.AddRow(scenario, Markup.Escape(figure.What), budget, Text(figure.Value, figure.Unit), ok);
        }

        console.Write(table);
        foreach (var (scenario, why) in _failures)
            console.MarkupLineInterpolated($"[red]{scenario} could not be measured.[/] {why}");
        console.MarkupLineInterpolated(
            $"{at:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, load before {_load ?? "unknown"}");

        static void Right(TableColumn column) => column.RightAligned();
    }

    /// <summary>All of it on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            At = at,
            Cores = Environment.ProcessorCount,
            Runtime = RuntimeInformation.FrameworkDescription,
            LoadBefore = _load,
            Figures = _figures.Select(entry => new
            {
                entry.Scenario,
                entry.Figure.What,
                entry.Figure.Value,
                entry.Figure.Unit,
                entry.Figure.Budget,
                entry.Figure.Ok,
            }),
            Failures = _failures.Select(failure => new { failure.Scenario, failure.Why }),
        },
        Json);

    private static string Text(double value, string unit) =>
        $"{value.ToString(unit is "ms" or "s" && value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture)} {unit}";
}
