using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.Verify;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Tests.CatchUp;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Verify;

/// <summary>A service between both simulators whose orders all have their rows, on a clock that jumps.</summary>
internal sealed class VerifyBed : IAsyncDisposable
{
    private static readonly TimeSpan Look = Verifier.LookAgain + TimeSpan.FromSeconds(1);

    private VerifyBed(ServiceWorld world, JumpingTime clock) => (World, Clock) = (world, clock);

    public ServiceWorld World { get; }

    public JumpingTime Clock { get; }

    /// <summary>The orders of «Sotuv 1» that were made for the test, in the order of their rows.</summary>
    public IReadOnlyList<long> Orders { get; private set; } = [];

    public Verifier Verifier => World.Service.Services.GetRequiredService<Verifier>();

    public IBaseStore Bases => World.Service.Services.GetRequiredService<IBaseStore>();

    public static async Task<VerifyBed> StartAsync(int orders, Action<Dictionary<string, string?>>? settings = null)
    {
        var clock = new JumpingTime();
        var bed = new VerifyBed(await ServiceWorld.StartAsync(settings, clock: clock), clock);
        bed.Orders = bed.World.AddLeads(orders);
        foreach (var some in bed.World.Amo.World.Leads().Select(lead => lead.Id).Chunk(100))
            await bed.World.BellAsync(some);
        await bed.World.PassDoneAsync();
        bed.World.ResetCounters();
        return bed;
    }

    /// <summary>Nobody runs a pass any more.</summary>
    public void LetPassesDie() => Clock.Jump(TimeSpan.FromHours(2));

    /// <summary>Compares; between looks the clock goes on, and a pass runs.</summary>
    public async Task<VerifyResult> VerifyAsync(Func<int, Task>? between = null)
    {
        var look = await Verifier.LookAsync(null, null, CancellationToken.None);
        for (var number = 1; look.Again is not null; number++)
        {
            Clock.Jump(Look);
            if (between is not null)
                await between(number);
            await World.PassAsync();
            look = await Verifier.LookAsync(look, null, CancellationToken.None);
        }

        return look.Result!;
    }

    public static async Task<(DifferenceKind Kind, long Lead)[]> FoundAsync(Task<VerifyResult> result) =>
        [.. (await result).Differences.Select(one => (one.Kind, one.Lead))];

    /// <summary>Leaves a write announced and not made, as a crash does.</summary>
    public async Task AnnounceAsync(long lead, string status)
    {
        var known = (await Bases.LoadAsync(false, CancellationToken.None))[new LeadId(lead)];
        await Bases.SaveAsync([known with { Intent = new Intent(IntentKind.Status, known.Status, status) }], CancellationToken.None);
    }

    public void SetNumber(long lead, string number) => World.Amo.World.SetLeadField(
        lead, World.Amo.World.Seed.Fields.Single(field => field.Kind == EntityKind.Lead && field.Name == "Заказ №").Id, number);

    public async Task<string> StoredAsync()
    {
        var services = World.Service.Services;
        var known = await Bases.ReadAsync(false, CancellationToken.None);
        var waiting = await services.GetRequiredService<IInboxStore>().ReadAsync(1_000, CancellationToken.None);
        return string.Join('\n', known.Values.OrderBy(one => one.Lead).Select(one => $"{one}").Concat(waiting.Select(one => $"{one}")));
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
