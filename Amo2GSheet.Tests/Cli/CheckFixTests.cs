using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Cli;

/// <summary>What <c>check</c> finds at the webhook and in the spreadsheet, and what <c>--fix</c> makes of it.</summary>
public sealed class CheckFixTests
{
    [Fact]
    public async Task A_webhook_that_amoCRM_switched_off_blocks_until_it_is_mended()
    {
        await using var world = await CliWorld.StartAsync();
        world.Amo.World.With(state => state.Webhooks.All.Single().IsDisabled = true);

        Assert.Equal("blocks", (await CheckSeen.LookAsync(world)).Find("webhook", "registered").Level);
        var mended = await CheckSeen.LookAsync(world, "--fix");

        Assert.True(mended.Ok);
        Assert.Contains(mended.Of("webhook"), finding => finding is { Name: "registered", Fixed: true, Level: "ok" });
        Assert.True((await CheckSeen.LookAsync(world)).Ok);
        Assert.False(world.Amo.World.With(state => state.Webhooks.All.Single().IsDisabled));
    }

    [Fact]
    public async Task A_missing_webhook_is_registered_once_its_address_is_set()
    {
        await using var world = await CliWorld.StartAsync();
        world.Amo.World.With(state => state.Webhooks.Remove(state.Webhooks.All.Single().Destination));

        var before = await CheckSeen.LookAsync(world, "--fix");
        world.Settings["AMO_WEBHOOK_URL"] = world.Webhook.AbsoluteUri;
        var after = await CheckSeen.LookAsync(world, "--fix");

        Assert.Contains("AMO_WEBHOOK_URL", before.Find("webhook", "registered").Fix, StringComparison.Ordinal);
        Assert.False(before.Ok);
        Assert.True(after.Ok);
        Assert.Equal(world.Webhook.AbsoluteUri, world.Amo.World.With(state => state.Webhooks.All.Single().Destination));
    }

    [Fact]
    public async Task An_incomplete_webhook_is_a_warning_that_names_what_is_missing_and_is_mended()
    {
        await using var world = await CliWorld.StartAsync();
        world.Amo.World.InstallWebhook(world.Webhook, "status_lead");

        var before = await CheckSeen.LookAsync(world);
        var after = await CheckSeen.LookAsync(world, "--fix");

        Assert.Contains("add_lead, update_lead, delete_lead, restore_lead", before.Find("webhook", "registered").Sentence, StringComparison.Ordinal);
        Assert.Contains(after.Of("webhook"), finding => finding.Fixed);
        Assert.DoesNotContain(after.Findings, finding => finding.Level == "warning");
    }

    [Fact]
    public async Task Webhooks_that_the_account_does_not_show_are_a_warning()
    {
        await using var world = await CliWorld.StartAsync();
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.Unpaid, Route: "GET /api/v4/webhooks")));

        var report = await CheckSeen.LookAsync(world);

        Assert.True(report.Ok);
        Assert.Contains("changes come with the catch-up", report.Find("webhook", "registered").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_header_and_missing_tabs_are_mended_and_then_all_is_green()
    {
        await using var world = await CliWorld.StartAsync();
        world.Do(
            new PersonEdit { Do = "addTab", Title = "Other" },
            new PersonEdit { Do = "deleteTab", Tab = DemoSpreadsheet.OrderTab },
            new PersonEdit { Do = "deleteTab", Tab = DemoSpreadsheet.StaffTab });

        Assert.False((await CheckSeen.LookAsync(world)).Ok);
        var mended = await CheckSeen.LookAsync(world, "--fix");

        Assert.True(mended.Ok);
        Assert.Contains(mended.Of("spreadsheet"), finding => finding is { Name: "CreateActiveTab", Fixed: true });
        Assert.Contains(mended.Of("spreadsheet"), finding => finding is { Name: "CreateStaffTab", Fixed: true });
        Assert.Equal(DemoSpreadsheet.Header, world.Sheets.World.See(DemoSpreadsheet.Id, DemoSpreadsheet.OrderTab).Header);
        Assert.True((await CheckSeen.LookAsync(world)).Ok);
    }

    [Fact]
    public async Task A_header_that_people_changed_blocks_and_is_never_rewritten()
    {
        await using var world = await CliWorld.StartAsync();
        world.Do(new PersonEdit { Do = "type", Cell = "U1", Text = "Состояние" });

        var report = await CheckSeen.LookAsync(world, "--fix");

        Assert.False(report.Ok);
        Assert.Contains(report.Of("spreadsheet"), finding => finding.Level == "blocks" && finding.Sentence.Contains("«Состояние»", StringComparison.Ordinal));
        Assert.Equal("Состояние", world.Sheets.World.See(DemoSpreadsheet.Id, DemoSpreadsheet.OrderTab).Header[^1]);
    }

    [Fact]
    public async Task A_spreadsheet_that_is_not_shared_blocks_with_the_account_to_share_it_with()
    {
        await using var world = await CliWorld.StartAsync();
        world.Sheets.World.Share(DemoSpreadsheet.Id, DemoSpreadsheet.ServiceAccount, role: null);

        var report = await CheckSeen.LookAsync(world);

        Assert.False(report.Ok);
        Assert.Contains(DemoSpreadsheet.ServiceAccount, report.Find("spreadsheet", "spreadsheet").Sentence, StringComparison.Ordinal);
        Assert.Equal("ok", report.Find("webhook", "registered").Level);
    }
}
