using Amo2GSheet.Core;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.GoogleSheets;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>
/// A worker stands still right before its change leaves, for longer than its lease holds, and another one goes on in its place. When it wakes
/// its timers have not rung yet; only the clock tells it.
/// </summary>
public sealed class StandstillTests
{
    private readonly ShiftedTime _time = new("2031-03-10 10:00");

    [Fact]
    public async Task A_row_that_another_worker_wrote_meanwhile_is_not_written_twice()
    {
        var still = new Standstill(":batchUpdate");
        await using var world = await StartAsync(SheetsServiceFactory.HandlerName, still);
        await using var second = await world.StartWorkerAsync();
        var other = second.Services.GetRequiredService<PassRunner>();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
        still.Meanwhile = () => GoOnAsync(other);

        var woken = await world.PassAsync();

        Assert.Single(world.RowsOf(world.FirstLead));
        Assert.Equal(1, world.Sheets.Counters.Writes);
        Assert.Equal(PassResult.Unavailable, woken.Result);
        Assert.Contains("pass lease had ended", woken.Detail, StringComparison.Ordinal);
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
        await world.MoveAndSyncAsync(world.FirstLead, "ОТКАЗ");
        Assert.Equal(SheetStatus.Rejected, world.Cell(world.FirstLead, "Статус"));

        // Between passes nothing is written under a lease, and the end of the last one stops nobody.
        _time.Forward(TimeSpan.FromSeconds(20));
        Assert.False(world.Service.Services.GetRequiredService<WriteFence>().IsPassed);
    }

    [Fact]
    public async Task A_lead_that_another_worker_moved_meanwhile_is_not_moved_back()
    {
        var still = new Standstill("/api/v4/leads");
        await using var world = await StartAsync(AmoWire.ClientName, still);
        await using var second = await world.StartWorkerAsync();
        var other = second.Services.GetRequiredService<PassRunner>();
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        still.Meanwhile = async () =>
        {
            await GoOnAsync(other);
            // A manager takes it back at once: the change that still waits would move it a second time.
            world.Move(world.FirstLead, "ОТКАЗ");
        };

        var woken = await world.PassAsync();

        Assert.Equal((1, "ОТКАЗ"), (world.Patches, world.StageOf(world.FirstLead)));
        Assert.Equal(PassResult.Unavailable, woken.Result);
        Assert.Contains("pass lease had ended", woken.Detail, StringComparison.Ordinal);
        await world.BellAsync(world.FirstLead);
        await world.PassDoneAsync();
        Assert.Equal((1, SheetStatus.Rejected), (world.Patches, world.Cell(world.FirstLead, "Статус")));
    }

    private Task<ServiceWorld> StartAsync(string client, Standstill still) => ServiceWorld.StartAsync(
        settings => settings["DISPLAY_TIME_ZONE"] = "Asia/Tashkent",
        time: _time,
        services: services => services.AddHttpClient(client).ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, new Departure(still))));

    private async Task GoOnAsync(PassRunner other)
    {
        _time.Forward(TimeSpan.FromSeconds(20));
        Assert.Equal(PassResult.Done, (await other.RunAsync(CancellationToken.None)).Result);
    }

    /// <summary>What happens while a worker stands still, once.</summary>
    /// <param name="path">How the address of the change ends before which it does.</param>
    private sealed class Standstill(string path)
    {
        private Func<Task>? _meanwhile;

        public Func<Task> Meanwhile
        {
            set => _meanwhile = value;
        }

        public Task BeforeAsync(HttpRequestMessage request) =>
            request.Method != HttpMethod.Get && request.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.Ordinal)
                ? Interlocked.Exchange(ref _meanwhile, null)?.Invoke() ?? Task.CompletedTask
                : Task.CompletedTask;
    }

    private sealed class Departure(Standstill still) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await still.BeforeAsync(request);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
