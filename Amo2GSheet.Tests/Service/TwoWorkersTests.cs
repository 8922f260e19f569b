using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.Holds;
using Azure;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>Two workers take turns. What one did under the lease is news to the other, however the other's own passes end.</summary>
public sealed class TwoWorkersTests
{
    [Fact]
    public async Task A_worker_whose_pass_failed_before_it_looked_moves_no_lead_by_what_it_remembers()
    {
        var cursors = new CursorsThatBreak();
        await using var world = await ServiceWorld.StartAsync(services: cursors.Register);
        world.AllowErrors();
        await using var second = await world.StartWorkerAsync();
        var other = second.Services.GetRequiredService<PassRunner>();
        await world.NewOrdersAsync(world.FirstLead);
        Assert.Equal(PassResult.Idle, (await other.RunAsync(CancellationToken.None)).Result);
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        await world.PassDoneAsync();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
        cursors.Armed = true;
        Assert.Equal(PassResult.Failed, (await other.RunAsync(CancellationToken.None)).Result);

        Assert.Equal(PassResult.Done, (await other.RunAsync(CancellationToken.None)).Result);

        Assert.Equal((1, ServiceWorld.NewOrder), (world.Patches, world.StageOf(world.FirstLead)));
        Assert.Equal(SheetStatus.InProgress, world.Cell(world.FirstLead, "Статус"));
    }

    /// <summary>The storage does not answer, once, to the first question of a pass.</summary>
    private sealed class CursorsThatBreak
    {
        public bool Armed { get; set; }

        public void Register(IServiceCollection services)
        {
            var real = services.Single(service => service.ServiceType == typeof(ICursorStore));
            services.AddSingleton<ICursorStore>(provider => new Cursors(this, (ICursorStore)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
        }

        private sealed class Cursors(CursorsThatBreak broken, ICursorStore inner) : ICursorStore
        {
            public Task<Cursor?> ReadAsync(string name, CancellationToken cancellationToken)
            {
                if (!broken.Armed || name != HoldBook.CursorName)
                    return inner.ReadAsync(name, cancellationToken);
                broken.Armed = false;
                throw new RequestFailedException(503, "The storage does not answer.", "ServerBusy", null);
            }

            public Task<Cursor?> WriteAsync(string name, string value, string? version, CancellationToken cancellationToken) =>
                inner.WriteAsync(name, value, version, cancellationToken);
        }
    }
}
