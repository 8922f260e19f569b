using System.Globalization;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Step 12: orders that are older than the service, brought in once, over a kill in the middle.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="functions">The service's process.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellationToken">Ends the story.</param>
internal sealed class FirstSyncStory(SmokeCast cast, FunctionsProcess functions, TimeProvider time, CancellationToken cancellationToken)
{
    private const int Leads = 300;
    private const int AtOnce = 4;

    /// <summary>Leads were made on so many days, the newest yesterday.</summary>
    private const int BusyDays = 20;

    /// <summary>Days of the range: most are empty, so that the kill finds the sync under way.</summary>
    private const int Days = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Step 12.</summary>
    public async Task SurvivesKillAsync()
    {
        await cast.Manager.DropWebhooksAsync();
        var now = time.GetUtcNow();
        var leads = new long[Leads];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, Leads, options, async (number, _) => leads[number] = (await cast.Manager.AddAsync(new
        {
            name = $"Заказ {number}",
            pipeline = SmokeStages.Wholesale,
            status = SmokeStages.Trigger3,
            createdAt = now.AddDays(-1 - (number % BusyDays)).ToUnixTimeSeconds(),
            // After the cut-off, and long before what the sweep still looks at.
            updatedAt = now.AddDays(-2).ToUnixTimeSeconds(),
        })).Id);
        await cast.BeforeDeathAsync();

        var wanted = new Dictionary<string, string?>(OutageStory.WithCatchUp)
        {
            ["INITIAL_SYNC_DATE_FROM"] = Day(now.AddDays(1 - Days)),
            ["INITIAL_SYNC_DATE_TO"] = Day(now),
        };
        await functions.StartAsync(cancellationToken, wanted);
        await cast.Wait.UntilAsync(
            async () => await cast.Service.FirstSyncAsync() is { Found: > 0 and < Leads } ? null : "the first sync was not met in the middle", Patience);
        await functions.KillAsync();

        await functions.StartAsync(cancellationToken, wanted);
        await cast.Wait.UntilAsync(() => MissingAsync(leads), Patience);
        await cast.Wait.UntilAsync(async () => await cast.Service.FirstSyncAsync() is { Done: true } ? null : "/health does not say that the first sync is done", Patience);
        await cast.Manager.MendAsync();
    }

    private async Task<string?> MissingAsync(IReadOnlyCollection<long> leads)
    {
        var rows = (await cast.Clerk.RowsOfAllAsync()).CountBy(lead => lead).ToDictionary();
        var wrong = leads.Where(lead => rows.GetValueOrDefault(lead) != 1).ToList();
        return wrong.Count == 0 ? null : $"{wrong.Count} of {leads.Count} leads have not exactly one row";
    }

    private static string Day(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
