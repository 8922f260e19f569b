using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Sync;

/// <summary>Which bells the inbox drops: those of a change that a read has certainly seen, within the window, and no other.</summary>
public sealed class InboxDuplicateTests
{
    private const long Status = 41_000_001;

    private static readonly LeadId Lead = new(501);
    private static readonly DateTimeOffset Changed = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
    private static readonly LeadBell Bell = new(Lead, Status, Changed);

    private readonly FakeTimeProvider _time = new(Changed + TimeSpan.FromSeconds(10));
    private readonly Worker _worker = new MemoryState().Open();

    [Fact]
    public async Task A_bell_that_nobody_has_handled_is_stored() => Assert.Equal(1, await ReceiveAsync(Bell));

    [Fact]
    public async Task A_bell_of_a_change_that_was_read_late_enough_is_a_duplicate()
    {
        await HandledAsync(Changed, readAt: Changed + TimeSpan.FromSeconds(2));

        Assert.Equal(0, await ReceiveAsync(Bell));
        Assert.Empty(await _worker.Inbox.ReadAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task A_lead_read_within_the_two_seconds_of_a_change_may_have_been_read_before_its_second_half()
    {
        await HandledAsync(Changed, readAt: Changed + TimeSpan.FromSeconds(1.9));

        Assert.Equal(1, await ReceiveAsync(Bell));
    }

    [Fact]
    public async Task A_newer_change_of_the_same_status_is_no_duplicate()
    {
        await HandledAsync(Changed - TimeSpan.FromSeconds(1), readAt: Changed + TimeSpan.FromSeconds(5));

        Assert.Equal(1, await ReceiveAsync(Bell));
    }

    [Fact]
    public async Task Another_status_of_the_same_lead_is_no_duplicate()
    {
        await HandledAsync(Changed, readAt: Changed + TimeSpan.FromSeconds(5));

        Assert.Equal(1, await ReceiveAsync(Bell with { StatusId = Status + 1 }));
    }

    [Fact]
    public async Task A_deletion_is_never_a_duplicate()
    {
        await HandledAsync(Changed, readAt: Changed + TimeSpan.FromSeconds(5));

        Assert.Equal(1, await ReceiveAsync(Bell with { Deleted = true }));
    }

    [Fact]
    public async Task After_the_window_the_same_bell_is_heard_again()
    {
        await HandledAsync(Changed, readAt: Changed + TimeSpan.FromSeconds(5));
        _time.SetUtcNow(Changed + TimeSpan.FromSeconds(65));

        Assert.Equal(1, await ReceiveAsync(Bell));
    }

    [Fact]
    public async Task A_window_of_zero_drops_nothing()
    {
        await HandledAsync(Changed, readAt: Changed + TimeSpan.FromSeconds(5));

        Assert.Equal(1, await ReceiveAsync(TimeSpan.Zero, Bell));
    }

    private Task HandledAsync(DateTimeOffset modified, DateTimeOffset readAt) =>
        _worker.Dedup.MarkAsync([new Handled(Lead, Status, modified, readAt)], CancellationToken.None);

    private Task<int> ReceiveAsync(LeadBell bell) => ReceiveAsync(TimeSpan.FromSeconds(60), bell);

    private Task<int> ReceiveAsync(TimeSpan window, LeadBell bell) =>
        new Inbox(_worker.Inbox, _worker.Dedup, new DedupWindow(window), _time).ReceiveAsync([bell], CancellationToken.None);
}
