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
    [Theory]
    [InlineData(Trouble.FirstQuestionFails)]
    [InlineData(Trouble.LeaseTakenAndAnswerLost)]
    public async Task A_worker_whose_pass_failed_before_it_looked_moves_no_lead_by_what_it_remembers(Trouble trouble)
    {
        var storage = new StorageThatBreaks();
        await using var world = await ServiceWorld.StartAsync(services: storage.Register);
        world.AllowErrors();
        await using var second = await world.StartWorkerAsync();
        var other = second.Services.GetRequiredService<PassRunner>();
        await world.NewOrdersAsync(world.FirstLead);
        Assert.Equal(PassResult.Idle, (await other.RunAsync(CancellationToken.None)).Result);
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        await world.PassDoneAsync();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
        storage.Next = trouble;
        Assert.Equal(PassResult.Unavailable, (await other.RunAsync(CancellationToken.None)).Result);
        Assert.Null(storage.Next);

        var outcome = await other.RunAsync(CancellationToken.None);

        Assert.Equal(PassResult.Done, outcome.Result);
        Assert.Equal((1, ServiceWorld.NewOrder), (world.Patches, world.StageOf(world.FirstLead)));
        Assert.Equal(SheetStatus.InProgress, world.Cell(world.FirstLead, "Статус"));
    }

    [Fact]
    public async Task What_a_worker_knew_before_a_hold_was_decided_about_it_cannot_save_after_it()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);
        await using var second = await world.StartWorkerAsync();
        var still = second.Services.GetRequiredService<IBaseStore>();
        var known = await still.LoadAsync(undisturbed: false, CancellationToken.None);

        await world.DecideAsync("approve");

        // It would join the hold, and count as approved.
        var late = known.Values.First() with { DuplicatesNoted = 1 };
        await Assert.ThrowsAsync<StateConflictException>(() => still.SaveAsync([late], CancellationToken.None));
    }

    [Fact]
    public async Task A_hold_whose_announcement_was_stored_and_its_answer_lost_does_not_stay_when_nothing_of_it_is_left()
    {
        var storage = new StorageThatBreaks();
        await using var world = await ServiceWorld.StartAsync(settings => settings["BRAKE_MAX_MOVES"] = "0", services: storage.Register);
        world.AllowErrors();
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        storage.Next = Trouble.HoldStoredAndAnswerLost;
        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        Assert.Null(storage.Next);

        world.Type(world.FirstLead, "Статус", SheetStatus.InProgress);
        await world.PassAsync();

        var cursor = await world.Service.Services.GetRequiredService<ICursorStore>().ReadAsync(HoldBook.CursorName, CancellationToken.None);
        Assert.Empty(HoldBook.Parse(cursor?.Value));
    }

    public enum Trouble
    {
        FirstQuestionFails,
        LeaseTakenAndAnswerLost,
        HoldStoredAndAnswerLost,
    }

    /// <summary>The storage does not answer, once.</summary>
    private sealed class StorageThatBreaks
    {
        public Trouble? Next { get; set; }

        public void Register(IServiceCollection services)
        {
            Decorate<ICursorStore>(services, inner => new Cursors(this, inner));
            Decorate<ILeaseStore>(services, inner => new Leases(this, inner));
        }

        private static void Decorate<T>(IServiceCollection services, Func<T, T> decorate)
            where T : class
        {
            var real = services.Single(service => service.ServiceType == typeof(T));
            services.AddSingleton(provider => decorate((T)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
        }

        private void Break(Trouble trouble, bool here = true)
        {
            if (Next != trouble || !here)
                return;
            Next = null;
            throw new RequestFailedException(503, "The storage does not answer.", "ServerBusy", null);
        }

        private sealed class Cursors(StorageThatBreaks storage, ICursorStore inner) : ICursorStore
        {
            public Task<Cursor?> ReadAsync(string name, CancellationToken cancellationToken)
            {
                storage.Break(Trouble.FirstQuestionFails, name == HoldBook.CursorName);
                return inner.ReadAsync(name, cancellationToken);
            }

            public async Task<Cursor?> WriteAsync(string name, string value, string? version, CancellationToken cancellationToken)
            {
                var written = await inner.WriteAsync(name, value, version, cancellationToken);
                storage.Break(Trouble.HoldStoredAndAnswerLost, name == HoldBook.CursorName);
                return written;
            }
        }

        private sealed class Leases(StorageThatBreaks storage, ILeaseStore inner) : ILeaseStore
        {
            public async Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
            {
                var lease = await inner.TryAcquireAsync(name, owner, duration, cancellationToken);
                storage.Break(Trouble.LeaseTakenAndAnswerLost, name == PassRunner.LeaseName);
                return lease;
            }

            public Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken) => inner.RenewAsync(lease, duration, cancellationToken);

            public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => inner.ReleaseAsync(lease, cancellationToken);

            public Task<DateTimeOffset?> FindEndAsync(string name, CancellationToken cancellationToken) => inner.FindEndAsync(name, cancellationToken);
        }
    }
}
