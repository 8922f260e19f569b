using Amo2GSheet.Cli.Service;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Azurite;
using Amo2GSheet.Sandbox.Processes;
using Amo2GSheet.Simulation.Sandbox;
using Amo2GSheet.Simulation.Smoke;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Amo2GSheet.Cli.Sandbox;

/// <summary>The sandbox from start to end, and what is printed about it.</summary>
internal static class SandboxRun
{
    /// <summary>Runs the sandbox until it is cancelled, or the smoke story to its end.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(SandboxSettings settings, CancellationToken cancellationToken)
    {
        // What a person reads goes to standard error: standard output ends with the smoke's one JSON line, and holds nothing else.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        // The terminal may fold a line; a line break of ours would come along when a command is copied.
        console.Profile.Width = 1000;

        var report = SmokeReport.NotPlayed;
        try
        {
            report = await RunAsync(settings, console, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.MarkupLine("Stopped.");
            if (!settings.Smoke)
                return 0;
        }
        catch (Exception exception) when (exception is SandboxException or AzuriteUnavailableException or TableFileException or ChildProcessException)
        {
            console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
        }

        if (settings.Smoke)
            Console.Out.WriteLine(report.ToJson());
        return report.Ok ? 0 : 1;
    }

    private static async Task<SmokeReport> RunAsync(SandboxSettings settings, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var log = new FunctionsLog(settings.Smoke ? null : line => console.MarkupLineInterpolated($"[grey]functions |[/] {line}"));
        await using var world = await SandboxWorld.StartAsync(
            settings, OwnProgram.For(settings), log, line => console.MarkupLineInterpolated($"[grey]{line}[/]"), time, cancellationToken);
        if (!settings.Smoke)
        {
            await OrderHistoryAsync(world, time, cancellationToken);
            using var card = new SandboxCard(world.Service, world.Values).Show();
            await using var service = new PageService(world.Functions, world.Tables.Open(), world.Values, log);
            await using var page = await SandboxWorldPage.StartAsync(world, service, time, cancellationToken);
            SandboxGuide.Print(console, world, page.BaseUri);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        var report = await SmokeRun.PlayAsync(world, step => Tell(console, step), time, cancellationToken);
        if (!report.Ok)
        {
            console.MarkupLine("The service's last lines:");
            foreach (var line in log.Last)
                console.MarkupLineInterpolated($"[grey]functions |[/] {line}");
        }

        return report;
    }

    /// <summary>The ledger of credits begins where the service does; the month before is ordered, as an administrator does it once.</summary>
    private static async Task OrderHistoryAsync(SandboxWorld world, TimeProvider time, CancellationToken cancellationToken)
    {
        var today = DisplayDay.Of(time.GetUtcNow(), world.Amo.World.Seed.Account.TimeZone);
        await using var service = CliService.Over(new ConfigurationBuilder().AddInMemoryCollection(world.Values).Build());
        await service.Services.GetRequiredService<KpiDesk>().OrderBackfillAsync(new KpiRange(today.AddDays(-DemoHistory.Days), today), cancellationToken);
    }

    private static void Tell(IAnsiConsole console, SmokeStep step)
    {
        console.MarkupLineInterpolated($"{(step.Ok ? "ok  " : "FAIL")} {step.Ms,6} ms  {step.Name}");
        if (step.Why is { } why)
            console.MarkupLineInterpolated($"[red]{why}[/]");
    }
}
