using System.Net;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync.Holds;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>Tables into which a newer version has written: whatever this one does not know is left alone, and never pushed.</summary>
public sealed class NewerVersionTests
{
    [Fact]
    public async Task A_lead_whose_base_has_an_unknown_intent_waits_with_a_reason_and_the_others_go_on()
    {
        await using var world = await ServiceWorld.StartAsync();
        var (lead, other) = (world.FirstLead, world.LeadsOf(Amo2GSheet.Sandbox.AmoCrm.DemoAccount.Sotuv1)[1]);
        await world.NewOrdersAsync(lead, other);
        await SetIntentAsync(world, lead, "Paint");
        world.Type(lead, "Статус", SheetStatus.Won);
        world.Type(other, "Статус", SheetStatus.Won);
        await world.BellAsync(lead);

        await world.PassDoneAsync();
        await world.PassDoneAsync();

        Assert.Equal((ServiceWorld.NewOrder, 142), (world.StageOf(lead), world.Card(other).StatusId));
        Assert.Contains("newer version", (string?)(await world.GetAsync($"leads/{lead}"))["waiting"]!["lastError"], StringComparison.Ordinal);
        Assert.Equal("Paint", (await BaseAsync(world, lead)).GetString("IntentKind"));

        // The newer version finishes its write: the person's edit is pushed then.
        await SetIntentAsync(world, lead, null);
        await world.PassDoneAsync();

        Assert.Equal(142, world.Card(lead).StatusId);
    }

    [Fact]
    public async Task While_a_hold_has_an_unknown_verdict_nothing_is_pushed_and_the_verdict_stays()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads.Take(4));
        var hold = await world.StandingAsync();
        // A limit that these edits would no longer exceed.
        world.Settings["BRAKE_MAX_MOVES"] = "50";
        var written = await RestartWithVerdictAsync(world, "Escalated");
        world.ResetCounters();
        world.Type(leads[4], "Статус", SheetStatus.Won);

        await world.PassAsync();
        await world.PassAsync();

        Assert.Equal(0, world.Patches);
        Assert.Equal(written, await HoldsAsync(world));
        Assert.Contains("newer version", await world.HealthAsync(), StringComparison.Ordinal);
        using var refused = await world.PostAsync($"holds/{hold.Id}/approve?fingerprint={hold.Fingerprint}", new StringContent(""));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("newer version", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(written, await HoldsAsync(world));
    }

    [Fact]
    public async Task An_unknown_verdict_does_not_stop_rows_from_following_amoCRM()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads.Take(4));
        await RestartWithVerdictAsync(world, "Escalated");
        world.Move(leads[4], "ОТКАЗ");
        await world.BellAsync(leads[4]);

        await world.PassAsync();

        Assert.Equal(SheetStatus.Rejected, world.Cell(leads[4], "Статус"));
    }

    private static async Task<TableEntity> BaseAsync(ServiceWorld world, long lead)
    {
        var services = world.Service.Services;
        return await services.GetRequiredService<AzureTables>().Bases.GetEntityAsync<TableEntity>(
            services.GetRequiredService<AccountPartition>().Key, TableKeys.Of(new LeadId(lead)));
    }

    /// <summary>Another version changes a base, and this one hears of it.</summary>
    private static async Task SetIntentAsync(ServiceWorld world, long lead, string? kind)
    {
        var changed = await BaseAsync(world, lead);
        foreach (var name in new[] { "IntentKind", "IntentBefore", "IntentStatus" })
            changed.Remove(name);
        if (kind is not null)
            (changed["IntentKind"], changed["IntentBefore"], changed["IntentStatus"]) = (kind, SheetStatus.InProgress, SheetStatus.InProgress);
        await world.Service.Services.GetRequiredService<AzureTables>().Bases.UpdateEntityAsync(changed, ETag.All, TableUpdateMode.Replace);
        await world.StopServiceAsync();
        await world.StartServiceAsync();
    }

    private static async Task<string> HoldsAsync(ServiceWorld world) =>
        (await world.Service.Services.GetRequiredService<ICursorStore>().ReadAsync(HoldBook.CursorName, CancellationToken.None))!.Value;

    private static async Task<string> RestartWithVerdictAsync(ServiceWorld world, string verdict)
    {
        var cursors = world.Service.Services.GetRequiredService<ICursorStore>();
        var stored = (await cursors.ReadAsync(HoldBook.CursorName, CancellationToken.None))!;
        var decided = stored.Value.Replace("\"decision\":null", $$"""
            "decision":{"verdict":"{{verdict}}","at":"2026-03-01T10:00:00+00:00"}
            """, StringComparison.Ordinal);
        Assert.NotEqual(stored.Value, decided);
        Assert.NotNull(await cursors.WriteAsync(HoldBook.CursorName, decided, stored.Version, CancellationToken.None));
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        return decided;
    }
}
