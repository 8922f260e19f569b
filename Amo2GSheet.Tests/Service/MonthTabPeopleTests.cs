using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>What people do to order tabs, and what becomes of the rows.</summary>
public sealed class MonthTabPeopleTests
{
    private const string March = "03.2031";
    private readonly ShiftedTime _time = new("2031-03-31 18:59");

    [Fact]
    public async Task An_archived_tab_that_people_rename_is_synced_on_after_a_restart_too()
    {
        await using var world = await ArchivedAsync();
        world.Do(new PersonEdit { Do = "renameTab", Tab = March, Title = "Март 'весна'" });
        await world.StopServiceAsync();
        await world.StartServiceAsync();

        world.Do(Won("Март 'весна'", world.FirstLead));
        await world.PassDoneAsync();

        Assert.Equal(142, world.Card(world.FirstLead).StatusId);
    }

    [Fact]
    public async Task A_deleted_archived_tab_is_told_once_and_its_leads_are_left_alone()
    {
        await using var world = await ArchivedAsync();
        world.Do(new PersonEdit { Do = "deleteTab", Tab = March });

        await world.PassDoneAsync();
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);

        Assert.Equal((ServiceWorld.NewOrder, 0), (world.StageOf(world.FirstLead), world.Patches));
        Assert.Single(world.Log, line => line.Contains("«03.2031» was deleted", StringComparison.Ordinal));
        Assert.Contains(await world.JournalAsync(world.FirstLead), entry => entry is { Rule: 10, What: nameof(Reason.RowGone) });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("03.2031 (2)")]
    public async Task A_copy_of_a_month_is_no_order_tab(string? title)
    {
        await using var world = await ArchivedAsync();
        world.Do(new PersonEdit { Do = "duplicateTab", Tab = March, Title = title });
        world.Do(Won(title ?? $"Copy of {March}", world.FirstLead));
        _time.Set("2031-04-01 12:00");

        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);

        Assert.Equal(ServiceWorld.NewOrder, world.StageOf(world.FirstLead));
        Assert.Empty(MonthTurnTests.Tabs(world).Except(["Sheet1", March, title ?? $"Copy of {March}", "Staff"]));
    }

    [Fact]
    public async Task A_copy_that_is_called_like_a_month_never_pushes_because_our_own_tab_stands_first()
    {
        await using var world = await ArchivedAsync();
        world.Do(new PersonEdit { Do = "duplicateTab", Tab = March, Title = "05.2031" });
        world.Do(Won("05.2031", world.FirstLead));
        _time.Set("2031-04-01 12:00");

        await world.PassAsync();

        Assert.Equal(ServiceWorld.NewOrder, world.StageOf(world.FirstLead));
        Assert.Contains(await world.JournalAsync(world.FirstLead), entry => entry.Rule == 12);
    }

    [Fact]
    public async Task A_title_that_is_taken_gives_way_to_the_next_free_one_and_the_tab_is_live_under_it()
    {
        await using var world = await MonthTurnTests.StartAsync(_time);
        await world.NewOrdersAsync(world.FirstLead);
        world.Do(new PersonEdit { Do = "addTab", Title = March });
        _time.Set("2031-04-01 12:00");

        await world.PassAsync();

        Assert.Equal(["Sheet1", "03.2031 (2)", "Staff", March], MonthTurnTests.Tabs(world));
        world.Do(Won("03.2031 (2)", world.FirstLead));
        await world.PassAsync();
        Assert.Equal(142, world.Card(world.FirstLead).StatusId);
        // The empty tab that a person made is called like a month and cannot be read as one.
        Assert.Contains("«03.2031» cannot be read", await world.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_that_is_taken_in_the_very_moment_is_refused_by_Google_and_another_one_found()
    {
        await using var world = await MonthTurnTests.StartAsync(_time);
        await world.NewOrdersAsync(world.FirstLead);
        _time.Set("2031-04-01 12:00");
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "addTab", Title = March });

        await world.PassAsync();

        Assert.Equal(["Sheet1", "03.2031 (2)", "Staff", March], MonthTurnTests.Tabs(world));
    }

    [Fact]
    public async Task An_active_tab_that_people_rename_stays_in_use_is_told_and_is_archived_at_the_month_s_end()
    {
        await using var world = await MonthTurnTests.StartAsync(_time);
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        await world.NewOrdersAsync(world.FirstLead);
        world.Do(new PersonEdit { Do = "renameTab", Tab = "Sheet1", Title = "Заказы" });
        await world.StopServiceAsync();
        await world.StartServiceAsync();

        await world.NewOrdersAsync(other);
        Assert.Equal(2, world.Tab("Заказы").Rows.Count);
        var health = await world.HealthAsync();
        Assert.Contains("was renamed to «Заказы»", health, StringComparison.Ordinal);
        Assert.Contains("\"ok\"", health, StringComparison.Ordinal);

        _time.Set("2031-04-01 12:00");
        await world.PassAsync();
        Assert.Equal(["Sheet1", March, "Staff"], MonthTurnTests.Tabs(world));
        Assert.DoesNotContain("renamed", await world.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_started_before_anybody_had_read_the_sheet_learns_from_another_which_tab_is_ours()
    {
        await using var world = await MonthTurnTests.StartAsync(_time);
        await using var second = await world.StartWorkerAsync();
        var other = second.Services.GetRequiredService<PassRunner>();
        world.Do(new PersonEdit { Do = "renameTab", Tab = "Sheet1", Title = "Заказы" });
        Assert.Equal(PassResult.Blocked, (await other.RunAsync(CancellationToken.None)).Result);
        world.Do(new PersonEdit { Do = "renameTab", Tab = "Заказы", Title = "Sheet1" });
        await world.NewOrdersAsync(world.FirstLead);

        world.Do(new PersonEdit { Do = "renameTab", Tab = "Sheet1", Title = "Заказы" }, Won("Заказы", world.FirstLead));

        Assert.Equal(PassResult.Done, (await other.RunAsync(CancellationToken.None)).Result);
        Assert.Equal(142, world.Card(world.FirstLead).StatusId);
    }

    [Fact]
    public async Task A_person_who_turns_the_month_by_hand_is_obeyed_and_both_tabs_are_synced()
    {
        await using var world = await MonthTurnTests.StartAsync(_time);
        await world.NewOrdersAsync(world.FirstLead);
        world.Do(
            new PersonEdit { Do = "duplicateTab", Tab = "Sheet1", Title = "Новый" },
            new PersonEdit { Do = "deleteRows", Tab = "Новый", Row = 2 },
            new PersonEdit { Do = "renameTab", Tab = "Sheet1", Title = "Старый март" },
            new PersonEdit { Do = "renameTab", Tab = "Новый", Title = "Sheet1" });
        _time.Set("2031-04-01 12:00");

        await world.PassAsync();
        world.Do(Won("Старый март", world.FirstLead));
        await world.PassDoneAsync();

        Assert.Equal(["Старый март", "Staff", "Sheet1"], MonthTurnTests.Tabs(world));
        Assert.Equal(142, world.Card(world.FirstLead).StatusId);
    }

    [Fact]
    public async Task A_deleted_active_tab_blocks_with_a_sentence_and_the_one_that_takes_its_place_is_used()
    {
        await using var world = await MonthTurnTests.StartAsync(_time);
        await world.NewOrdersAsync(world.FirstLead);
        world.Do(new PersonEdit { Do = "duplicateTab", Tab = "Sheet1" }, new PersonEdit { Do = "deleteTab", Tab = "Sheet1" });

        Assert.Equal(PassResult.Blocked, (await world.PassAsync()).Result);
        Assert.Contains("no tab «Sheet1»", await world.HealthAsync(), StringComparison.Ordinal);
        world.Do(new PersonEdit { Do = "renameTab", Tab = "Copy of Sheet1", Title = "Sheet1" });
        Assert.Equal(PassResult.Done, (await world.PassAsync()).Result);
        _time.Set("2031-04-01 12:00");
        await world.PassAsync();

        Assert.Equal(["Staff", "Sheet1", March], MonthTurnTests.Tabs(world));
    }

    [Fact]
    public async Task A_tab_that_Google_does_not_let_us_rename_keeps_taking_orders_and_is_archived_when_it_does()
    {
        await using var world = await MonthTurnTests.StartAsync(_time);
        await world.NewOrdersAsync(world.FirstLead);
        // Whatever Google's reason: here a person takes every title right before it is asked for.
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "addTab", Title = March });
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "addTab", Title = $"{March} (2)" });
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "addTab", Title = $"{March} (3)" });
        _time.Set("2031-04-01 12:00");

        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        world.Move(other, ServiceWorld.NewOrder);
        await world.BellAsync(other);
        await world.PassAsync();

        Assert.Equal(2, world.Tab().Rows.Count);
        Assert.Contains("could not be archived", await world.HealthAsync(), StringComparison.Ordinal);
        await world.PassAsync();
        Assert.DoesNotContain($"{March} (4)", MonthTurnTests.Tabs(world));
        _time.Set("2031-04-01 12:06");
        await world.PassAsync();
        Assert.Contains($"{March} (4)", MonthTurnTests.Tabs(world));
        Assert.DoesNotContain("could not be archived", await world.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_active_tab_whose_header_was_broken_is_archived_unreadable_and_orders_go_on_in_the_new_one()
    {
        await using var world = await MonthTurnTests.StartAsync(_time);
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        await world.NewOrdersAsync(world.FirstLead);
        world.Do(new PersonEdit { Do = "type", Cell = "B1", Text = "Номер" });
        Assert.Equal(PassResult.Blocked, (await world.PassAsync()).Result);
        _time.Set("2031-04-01 12:00");

        world.Move(other, ServiceWorld.NewOrder);
        await world.BellAsync(other);
        Assert.Equal(PassResult.Partial, (await world.PassAsync()).Result);

        Assert.Equal(DemoSpreadsheet.Header, world.Tab().Header);
        Assert.Equal($"{other}", Assert.Single(world.Tab().Rows).Values["ID"]);
        Assert.Contains("«03.2031» cannot be read", await world.HealthAsync(), StringComparison.Ordinal);
        world.Do(new PersonEdit { Do = "type", Tab = March, Cell = "B1", Text = "ID" }, Won(March, world.FirstLead));
        await world.PassDoneAsync();
        Assert.Equal(142, world.Card(world.FirstLead).StatusId);
    }

    [Fact]
    public async Task What_is_remembered_and_cannot_be_read_is_told_and_the_sync_goes_on()
    {
        await using var world = await MonthTurnTests.StartAsync(_time);
        await MonthTurnTests.SetCursorAsync(world, "03/2031");

        await world.NewOrdersAsync(world.FirstLead);
        _time.Set("2031-04-01 12:00");
        await world.PassAsync();

        Assert.Equal(["Sheet1", "Staff"], MonthTurnTests.Tabs(world));
        Assert.Contains("delete the row «active-month»", await world.HealthAsync(), StringComparison.Ordinal);
    }

    /// <summary>A world in April: one order stands on the archived tab of March.</summary>
    private async Task<ServiceWorld> ArchivedAsync()
    {
        var world = await MonthTurnTests.StartAsync(_time);
        await world.NewOrdersAsync(world.FirstLead);
        _time.Set("2031-03-31 19:01");
        await world.PassAsync();
        Assert.Equal(["Sheet1", March, "Staff"], MonthTurnTests.Tabs(world));
        return world;
    }

    private static PersonEdit Won(string tab, long lead) =>
        new() { Do = "type", Tab = tab, Find = ServiceWorld.Id(lead), Column = "Статус", Text = SheetStatus.Won };
}
