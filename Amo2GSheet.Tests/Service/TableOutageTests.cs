using System.Net;
using System.Text;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>The timers while the tables do not answer.</summary>
public sealed class TableOutageTests
{
    [Fact]
    public async Task Each_timer_logs_one_line_when_the_tables_fail_and_goes_on_when_they_answer_again()
    {
        var line = new FailingLine();
        await using var world = await ServiceWorld.StartAsync(services: services => services.AddSingleton(provider => EmbeddedTableStores.Open(
            line, provider.GetRequiredService<StorageCalls>(), provider.GetRequiredService<TimeProvider>(), Jitter.Own)));
        world.AllowErrors();
        var parts = world.Service.Services;
        line.Fails = true;

        for (var poll = 0; poll < 3; poll++)
        {
            Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
            Assert.Equal(RunResult.Unavailable, (await world.CatchUpAsync()).Result);
            Assert.Equal(RunResult.Unavailable, (await parts.GetRequiredService<KpiRunner>().RunAsync(default)).Result);
        }

        var told = world.Log.Where(one => one.Contains(StorageOutage.Sentence, StringComparison.Ordinal)).ToList();
        Assert.Equal(3, told.Count);
        Assert.All(told, one => Assert.Contains("HTTP 500, InternalError: There is no room left.", one, StringComparison.Ordinal));
        Assert.DoesNotContain(world.Log, one => one.Contains("unforeseen", StringComparison.Ordinal));
        Assert.Contains("\"waiting\"", await world.HealthAsync(), StringComparison.Ordinal);
        line.Fails = false;
        await world.NewOrdersAsync(world.FirstLead);
        Assert.Single(world.RowsOf(world.FirstLead));
    }

    /// <summary>Tables in memory that, when told to, answer as a full disk does.</summary>
    private sealed class FailingLine() : DelegatingHandler(new TableMessageHandler(TableService.InMemory(TimeProvider.System)))
    {
        public bool Fails { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Fails
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError)
            {
                RequestMessage = request,
                Content = new StringContent("""{"odata.error":{"code":"InternalError","message":{"lang":"en-US","value":"There is no room left."}}}""", Encoding.UTF8, "application/json"),
            })
            : base.SendAsync(request, cancellationToken);
    }
}
