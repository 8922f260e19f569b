using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Sandbox.AmoCrm;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using AmoTokens = Amo2GSheet.Core.AmoCrm.AmoTokens;

namespace Amo2GSheet.Tests.AmoCrm;

/// <summary>The client as registered, over real HTTP, against the simulator.</summary>
public sealed class AmoOverSimulatorTests
{
    [Fact]
    public async Task A_log_in_buys_tokens_that_rotate_before_they_end()
    {
        await using var bench = await AmoBench.StartAsync();
        var store = new MemoryTokenStore();
        await using var worker = Worker(bench, store);

        Assert.IsType<AmoLoggedIn>(await worker.GetRequiredService<IAmoLogIn>().ExchangeCodeAsync(bench.World.MakeCode(), CancellationToken.None));
        var first = store.Stored!;
        bench.Clock.Advance(TimeSpan.FromHours(23.95));
        Assert.NotEmpty((await worker.GetRequiredService<IAmoCrm>().ReadAccountAsync(fresh: false, CancellationToken.None)).Pipelines);

        Assert.NotEqual(first.Tokens.RefreshToken, store.Stored!.Tokens.RefreshToken);
        Assert.IsType<AmoLogInRefused>(await worker.GetRequiredService<IAmoLogIn>().ExchangeCodeAsync("no-code", CancellationToken.None));
    }

    [Fact]
    public async Task Leads_that_amoCRM_does_not_know_are_simply_missing()
    {
        await using var bench = await AmoBench.StartAsync();
        await using var worker = Worker(bench, LoggedIn(bench));
        var client = worker.GetRequiredService<IAmoCrm>();
        var known = new LeadId(bench.LeadIn(DemoAccount.Sotuv1).Id);

        Assert.Empty(await client.ReadLeadsAsync([new LeadId(1)], CancellationToken.None));
        Assert.Equal([known], (await client.ReadLeadsAsync([new LeadId(1), known], CancellationToken.None)).Keys);
    }

    [Fact]
    public async Task One_bad_change_of_a_batch_is_refused_and_the_good_one_made()
    {
        await using var bench = await AmoBench.StartAsync();
        await using var worker = Worker(bench, LoggedIn(bench));
        var leads = bench.World.Leads().Where(lead => lead.PipelineId == DemoAccount.Sotuv1).Take(2).Select(lead => new LeadId(lead.Id)).ToList();
        var outcomes = new List<LeadChangeOutcome>();

        await worker.GetRequiredService<IAmoCrm>().ChangeLeadsAsync(
            [
                new LeadChange(leads[0], new StageKey(DemoAccount.Sotuv1, StageKey.WonStatusId), null),
                new LeadChange(leads[1], null, new FieldChange(1, "x")),
            ],
            (landed, _) =>
            {
                outcomes.AddRange(landed);
                return Task.CompletedTask;
            },
            CancellationToken.None);

        Assert.Equal(leads[1], Assert.IsType<LeadChangeRefused>(outcomes[0]).Change.Lead);
        Assert.Equal(leads[0], Assert.IsType<LeadChanged>(outcomes[1]).Change.Lead);
        Assert.Equal(StageKey.WonStatusId, bench.World.Find(EntityKind.Lead, leads[0].Value)!.StatusId);
    }

    private static MemoryTokenStore LoggedIn(AmoBench bench)
    {
        var store = new MemoryTokenStore();
        store.Put(new AmoTokens(AmoBench.Token, "none", bench.Clock.GetUtcNow().AddDays(30)));
        return store;
    }

    private static ServiceProvider Worker(AmoBench bench, MemoryTokenStore store)
    {
        var simulator = new AmoCrmSimulatorOptions();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(SuiteLog.Provider));
        services.AddSingleton<TimeProvider>(new Following(bench.Clock));
        services.AddSingleton<ITokenStore>(store);
        services.AddAmoCrm(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AMO_SUBDOMAIN"] = simulator.Subdomain,
            ["AMO_CLIENT_ID"] = simulator.ClientId,
            ["AMO_CLIENT_SECRET"] = simulator.ClientSecret,
            ["AMO_REDIRECT_URI"] = simulator.RedirectUri,
            ["AMO_BASE_URL"] = bench.Simulator.BaseUri.AbsoluteUri,
        }).Build());
        return services.BuildServiceProvider();
    }

    // The account's clock for the time of day, the real one for waiting: the gaps between calls must pass by themselves.
    private sealed class Following(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
    }
}
