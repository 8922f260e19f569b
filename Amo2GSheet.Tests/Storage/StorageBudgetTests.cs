using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Amo2GSheet.Tests.Storage;

/// <summary>What each thing costs in requests.</summary>
public sealed class StorageBudgetTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly MemoryWorld _world = new();

    [Fact]
    public async Task An_idle_pass_costs_three_requests()
    {
        var requests = new Requests();
        var worker = await _world.OpenWorkerAsync(options => options.AddPolicy(requests, HttpPipelinePosition.PerCall));
        await PassAsync(worker);
        requests.Seen.Clear();

        Assert.Equal(3, await CountAsync(worker, () => PassAsync(worker)));

        Assert.Equal(["PUT leases", "GET inbox", "PUT leases"], requests.Seen);
    }

    [Fact]
    public async Task Bases_cost_nothing_undisturbed_and_else_only_what_changed()
    {
        var (warm, other) = (await _world.OpenWorkerAsync(), await _world.OpenWorkerAsync());
        var saved = await other.Bases.SaveAsync(Some.Bases(5), default);

        Assert.Equal(2, await CountAsync(warm, () => warm.Bases.LoadAsync(undisturbed: true, default)));
        Assert.Equal(0, await CountAsync(warm, () => warm.Bases.LoadAsync(undisturbed: true, default)));
        Assert.Equal(1, await CountAsync(warm, () => warm.Bases.LoadAsync(undisturbed: false, default)));
        await other.Bases.SaveAsync([saved[1] with { OrderNumber = "2" }], default);
        Assert.Equal(2, await CountAsync(warm, () => warm.Bases.LoadAsync(undisturbed: false, default)));
    }

    [Fact]
    public async Task Ninety_nine_bases_and_the_stamp_are_one_transaction()
    {
        var worker = await _world.OpenWorkerAsync();
        await worker.Bases.LoadAsync(undisturbed: false, default);

        IReadOnlyList<Base> saved = [];
        Assert.Equal(1, await CountAsync(worker, async () => saved = await worker.Bases.SaveAsync(Some.Bases(99), default)));
        Assert.Equal(2, await CountAsync(worker, () => worker.Bases.SaveAsync([.. saved, Some.Base(100)], default)));
    }

    [Fact]
    public async Task A_first_load_reads_a_thousand_bases_to_a_request()
    {
        var (writer, reader) = (await _world.OpenWorkerAsync(), await _world.OpenWorkerAsync());
        await writer.Bases.SaveAsync(Some.Bases(1_100), default);

        Assert.Equal(3, await CountAsync(reader, () => reader.Bases.LoadAsync(undisturbed: false, default)));

        var loaded = await reader.Bases.LoadAsync(undisturbed: true, default);
        Assert.Equal(1_100, loaded.Count);
        Assert.Equal(new LeadId(1_100), loaded[new LeadId(1_100)].Lead);
    }

    [Fact]
    public async Task A_bell_costs_one_request_for_a_new_lead_and_three_for_one_that_waits()
    {
        var worker = await _world.OpenWorkerAsync();

        Assert.Equal(1, await CountAsync(worker, () => worker.Inbox.PutAsync([Some.Bell(7), Some.Bell(7)], _world.Now, default)));
        Assert.Equal(3, await CountAsync(worker, () => worker.Inbox.PutAsync([Some.Bell(7)], _world.Now, default)));
    }

    [Fact]
    public async Task A_large_inbox_is_read_a_thousand_and_completed_a_hundred_to_a_request()
    {
        var worker = await _world.OpenWorkerAsync();
        await worker.Inbox.PutAsync([.. Enumerable.Range(1, 1_050).Select(lead => Some.Bell(lead))], _world.Now, default);

        Assert.Equal(2, await CountAsync(worker, () => worker.Inbox.ReadAsync(1_000, default)));

        var read = await worker.Inbox.ReadAsync(250, default);
        Assert.Equal(250, read.Count);
        Assert.Equal(3, await CountAsync(worker, () => worker.Inbox.CompleteAsync(read, default)));
    }

    [Fact]
    public async Task A_month_of_the_ledger_costs_one_request_warm_and_two_when_a_day_changed()
    {
        var (writer, reader) = (await _world.OpenWorkerAsync(), await _world.OpenWorkerAsync());
        await writer.Kpi.ChangeCreditsAsync([], [.. Enumerable.Range(1, 300).Select(lead => KpiStoreContract.Credit(lead, lead % 7 + 1, lead % 31))], default);

        Assert.Equal(2, await CountAsync(reader, () => reader.Kpi.ReadStatsAsync(KpiStoreContract.Days(0, 30), default)));
        Assert.Equal(1, await CountAsync(reader, () => reader.Kpi.ReadStatsAsync(KpiStoreContract.Days(0, 30), default)));
        Assert.Equal(1, await CountAsync(reader, () => reader.Kpi.ReadCreditsAsync(new KpiQuery(KpiStoreContract.Days(0, 90), new StaffCode(3)), default)));
        Assert.Equal(1, await CountAsync(reader, () => reader.Kpi.ReadCreditsAsync(new KpiQuery(KpiStoreContract.Days(3, 3)), default)));

        await writer.Kpi.ChangeCreditsAsync([], [KpiStoreContract.Credit(999, 1, 12)], default);
        Assert.Equal(2, await CountAsync(reader, () => reader.Kpi.ReadStatsAsync(KpiStoreContract.Days(0, 30), default)));
    }

    private async Task PassAsync(Worker worker)
    {
        var lease = (await worker.Leases.TryAcquireAsync("pass", "a", Minute, default))!;
        Assert.Empty(await worker.Inbox.ReadAsync(100, default));
        await worker.Bases.LoadAsync(lease.Undisturbed, default);
        await worker.Leases.ReleaseAsync(lease, default);
        _world.Clock.Advance(Minute);
    }

    private static async Task<long> CountAsync(Worker worker, Func<Task> work)
    {
        var before = worker.Calls.Total;
        await work();
        return worker.Calls.Total - before;
    }

    /// <summary>Keeps what is sent: method and table.</summary>
    private sealed class Requests : HttpPipelineSynchronousPolicy
    {
        public List<string> Seen { get; } = [];

        public override void OnSendingRequest(HttpMessage message) =>
            Seen.Add($"{message.Request.Method} {message.Request.Uri.ToUri().AbsolutePath.Split('/', '(')[1]}");
    }
}
