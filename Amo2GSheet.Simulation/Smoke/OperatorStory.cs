using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Steps 14 and 15: what an operator does from a terminal.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="world">The sandbox.</param>
/// <param name="cancellationToken">Ends the story.</param>
internal sealed class OperatorStory(SmokeCast cast, SandboxWorld world, CancellationToken cancellationToken)
{
    private static readonly string Workbook = Path.Combine(AppContext.BaseDirectory, "samples", "orders.xlsx");

    /// <summary>Step 14.</summary>
    public async Task ImportsTwiceAsync()
    {
        var before = await cast.Manager.CountLeadsAsync();
        var first = await RunAsync("import", Workbook);
        var between = await cast.Manager.CountLeadsAsync();
        var second = await RunAsync("import", Workbook);
        var after = await cast.Manager.CountLeadsAsync();
        if (between <= before)
            throw new SmokeFailure($"the first import created nothing: {first.Printed}");
        if (after != between || !second.Printed.Contains("skipped", StringComparison.Ordinal))
            throw new SmokeFailure($"the second import created {after - between} leads: {second.Printed}");
    }

    /// <summary>Step 15.</summary>
    public async Task ChecksAndMendsAsync()
    {
        // The service would mend the webhook by itself.
        await cast.BeforeDeathAsync();
        await world.Functions.KillAsync();
        await cast.Manager.SubscribeAsync();
        await ExpectAsync(0, "check");

        await cast.Manager.DisableWebhookAsync();
        await cast.Clerk.RenameTabAsync(DemoSpreadsheet.OrderTab, "Чужая вкладка");
        await ExpectAsync(1, "check");
        await ExpectAsync(0, "check", "--fix");
        await ExpectAsync(0, "check");
        await world.Functions.StartAsync(cancellationToken);
    }

    private async Task ExpectAsync(int code, params string[] arguments)
    {
        var (ended, printed) = await RunAsync(arguments);
        if (ended != code)
            throw new SmokeFailure($"«amo2gsheet {string.Join(' ', arguments)}» ended with {ended}, not {code}: {printed}");
    }

    private Task<(int Code, string Printed)> RunAsync(params string[] arguments) => world.Functions.RunAsync(arguments, cancellationToken);
}
