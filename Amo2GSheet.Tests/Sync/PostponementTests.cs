using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Storage;

namespace Amo2GSheet.Tests.Sync;

/// <summary>When a lead that could not be decided is looked at again.</summary>
public sealed class PostponementTests
{
    private static readonly DateTimeOffset Now = new(2031, 3, 11, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task When_a_lead_is_looked_at_again_is_stored_until_a_notification_comes()
    {
        var inbox = (await new MemoryWorld().OpenWorkerAsync()).Inbox;
        await inbox.PutAsync([Some.Bell(7)], Now, default);
        await inbox.PostponeAsync([new Postponement((await inbox.ReadAsync(1, default))[0], "protected", Now.AddMinutes(1), IsRefused: true)], default);
        var waiting = Assert.Single(await inbox.ReadAsync(1, default));
        Assert.Equal((Now.AddMinutes(1), true), (waiting.NotBefore, waiting.IsRefused));

        await inbox.PutAsync([Some.Bell(7)], Now, default);

        var renewed = Assert.Single(await inbox.ReadAsync(1, default));
        Assert.Equal((null, false), (renewed.NotBefore, renewed.IsRefused));
    }

    [Fact]
    public void A_lead_that_cannot_be_decided_waits_longer_each_time()
    {
        Assert.Equal([null, 2.0, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(tried => Seconds(Postponement.Of(Tried(tried), "", Now))));
        Assert.Equal([60.0, 120, 240], Enumerable.Range(0, 3).Select(tried => Seconds(Postponement.OfRefused(Tried(tried), "", Now))));
        Assert.Equal(4 * 3600.0, Seconds(Postponement.OfRefused(Tried(int.MaxValue), "", Now)));

        double? Seconds(Postponement postponed) => (postponed.NotBefore - Now)?.TotalSeconds;

        InboxEntry Tried(int attempts) => new() { Lead = new LeadId(7), FirstSeen = Now, LastSeen = Now.AddMinutes(-2), Attempts = attempts, Version = "" };
    }

    [Fact]
    public void No_doubt_outlasts_its_minute()
    {
        var entry = new InboxEntry { Lead = new LeadId(7), FirstSeen = Now.AddSeconds(-50), LastSeen = Now.AddSeconds(-50), Attempts = 5, Version = "" };

        Assert.Equal(Now.AddSeconds(10), Postponement.Of(entry, "", Now).NotBefore);
    }
}
