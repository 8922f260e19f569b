using System.Net;
using System.Net.Http.Json;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>The tables are gone while the service runs: somebody deleted them, or the account was replaced by an empty one.</summary>
public sealed class LostTablesTests
{
    [Fact]
    public async Task The_running_service_makes_them_anew_and_goes_on_as_at_a_first_start()
    {
        var line = new ReplacedTables();
        await using var world = await StartAsync(line);
        var leads = world.AddLeads(3);
        await world.BellAsync(leads);
        await world.PassDoneAsync();
        line.Replace();
        world.Type(leads[0], "Статус", SheetStatus.Rejected);

        // No token is left either.
        using var logIn = await world.LogInAsync();
        Assert.Equal(HttpStatusCode.OK, logIn.StatusCode);
        await world.PassDoneAsync();

        Assert.All(leads, lead => Assert.Single(world.RowsOf(lead)));
        Assert.Equal((ServiceWorld.NewOrder, 0), (world.StageOf(leads[0]), world.Patches));
        Assert.Single(world.Log, text => text.Contains("made anew", StringComparison.Ordinal));
        var health = await world.HealthAsync();
        Assert.Contains("\"attention\"", health, StringComparison.Ordinal);
        Assert.Contains("Tables were gone", health, StringComparison.Ordinal);
        world.Type(leads[1], "Статус", SheetStatus.Rejected);
        await world.PassDoneAsync();
        Assert.Equal("ОТКАЗ", world.StageOf(leads[1]));
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task A_webhook_in_that_moment_is_stored()
    {
        var line = new ReplacedTables();
        await using var world = await StartAsync(line);
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        line.Replace();

        await world.BellAsync(world.FirstLead);

        Assert.NotNull(await world.Service.Services.GetRequiredService<IInboxStore>().FindAsync(new(world.FirstLead), default));
    }

    [Fact]
    public async Task Tables_that_cannot_be_made_yet_are_an_outage()
    {
        var line = new ReplacedTables();
        await using var world = await StartAsync(line);
        world.AllowErrors();
        line.Replace();
        line.Refuses = true;

        var outcome = await world.PassAsync();

        Assert.Equal(PassResult.Unavailable, outcome.Result);
        Assert.Contains(StorageOutage.Sentence, outcome.Detail, StringComparison.Ordinal);
        using var answer = await world.LogInAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        line.Refuses = false;
        Assert.Equal(HttpStatusCode.OK, (await world.LogInAsync()).StatusCode);
    }

    private static Task<ServiceWorld> StartAsync(ReplacedTables line) => ServiceWorld.StartAsync(services: services => services.AddSingleton(provider =>
        EmbeddedTableStores.Open(line, provider.GetRequiredService<StorageCalls>(), provider.GetRequiredService<TimeProvider>(), Jitter.Own, provider)));

    /// <summary>Tables in memory that can be replaced by a service without any.</summary>
    private sealed class ReplacedTables() : DelegatingHandler(new TableMessageHandler(TableService.InMemory(TimeProvider.System)))
    {
        private HttpMessageInvoker? _other;

        /// <summary>Tables are not made: the old ones are still being deleted.</summary>
        public bool Refuses { get; set; }

        public void Replace() => _other = new HttpMessageInvoker(new TableMessageHandler(TableService.InMemory(TimeProvider.System)));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Refuses && request.RequestUri!.AbsolutePath.EndsWith("/Tables", StringComparison.Ordinal))
            {
                return new HttpResponseMessage(HttpStatusCode.Conflict)
                {
                    RequestMessage = request,
                    Content = JsonContent.Create(new Dictionary<string, object> { ["odata.error"] = new { code = "TableBeingDeleted", message = new { lang = "en-US", value = "The table is being deleted." } } }),
                };
            }

            return await (_other?.SendAsync(request, cancellationToken) ?? base.SendAsync(request, cancellationToken));
        }

        protected override void Dispose(bool disposing)
        {
            _other?.Dispose();
            base.Dispose(disposing);
        }
    }
}
