using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>The active tab is archived when its month is over, and nothing gets lost on the way.</summary>
public sealed class MonthTurnTests
{
    private const string LastMinuteOfMarch = "2031-03-31 18:59";
    private const string FirstMinuteOfApril = "2031-03-31 19:01";

    private readonly ShiftedTime _time = new(LastMinuteOfMarch);

    [Fact]
    public async Task When_the_month_is_over_the_tab_is_archived_and_new_orders_go_to_a_fresh_one()
    {
        await using var world = await StartAsync();
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        await world.NewOrdersAsync(world.FirstLead);
        _time.Set(FirstMinuteOfApril);
        world.ResetCounters();

        await world.NewOrdersAsync(other);

        Assert.Equal(["Sheet1", "03.2031", "Staff"], Tabs(world));
        Assert.Equal($"{other}", Assert.Single(world.Tab().Rows).Values["ID"]);
        Assert.Equal($"{world.FirstLead}", Assert.Single(world.Tab("03.2031").Rows).Values["ID"]);
        Assert.Equal(DemoSpreadsheet.Header, world.Tab().Header);
        // The turn: list, header, one write. The pass: its two reads and one write; none to find the tabs again.
        Assert.Equal((4, 2), (world.Sheets.Counters.Reads, world.Sheets.Counters.Writes));
        Assert.Contains(world.Log, line => line.Contains("«Sheet1» is archived as «03.2031»", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_idle_pass_costs_no_more_than_before_whatever_month_it_is()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        _time.Set(FirstMinuteOfApril);
        await world.PassAsync();
        await world.PassAsync();
        world.ResetCounters();
        var storage = world.StorageCalls;

        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);

        Assert.Equal((1, 0, 0), (world.Sheets.Counters.Reads, world.Sheets.Counters.Writes, world.Amo.Counters.Total));
        Assert.Equal(3, world.StorageCalls - storage);
    }

    [Fact]
    public async Task An_edit_on_an_archived_tab_still_moves_its_lead_and_the_lead_s_move_still_reaches_it()
    {
        await using var world = await StartAsync();
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        await world.NewOrdersAsync(world.FirstLead, other);
        _time.Set(FirstMinuteOfApril);
        await world.PassAsync();

        world.Do(new PersonEdit { Do = "type", Tab = "03.2031", Find = ServiceWorld.Id(world.FirstLead), Column = "Статус", Text = SheetStatus.Won });
        world.Move(other, "ОТКАЗ");
        await world.BellAsync(other);
        await world.PassDoneAsync();

        Assert.Equal(142, world.Card(world.FirstLead).StatusId);
        Assert.Equal(SheetStatus.Rejected, RowOn(world, "03.2031", other)["Статус"]);
        Assert.Empty(world.Tab().Rows);
    }

    [Fact]
    public async Task A_lead_that_comes_back_to_the_trigger_stage_keeps_its_row_on_the_archived_tab()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        await world.MoveAndSyncAsync(world.FirstLead, "ОТКАЗ");
        _time.Set(FirstMinuteOfApril);

        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        Assert.Empty(world.Tab().Rows);
        Assert.Equal(SheetStatus.InProgress, RowOn(world, "03.2031", world.FirstLead)["Статус"]);
    }

    [Fact]
    public async Task People_s_own_columns_their_order_and_a_header_like_a_formula_are_in_the_new_tab_too()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Do(
            new PersonEdit { Do = "insertColumns", Column = "ID", Count = 2 },
            new PersonEdit { Do = "type", Cell = "B1", Text = "Комментарий" },
            new PersonEdit { Do = "type", Cell = "C1", Text = "'=1+1" });
        _time.Set(FirstMinuteOfApril);

        await world.PassAsync();

        Assert.Equal(["Компания", "Комментарий", "=1+1", .. DemoSpreadsheet.Header.Skip(1)], world.Tab().Header);
        // The dropdown and the text format stand where the columns stand.
        Assert.ThrowsAny<ArgumentException>(() => world.Do(new PersonEdit { Do = "type", Row = 2, Column = "Статус", Text = "?" }));
        world.Do(new PersonEdit { Do = "type", Row = 2, Column = "Код сотрудника", Text = "0134" });
        Assert.Equal("0134", Assert.Single(world.Tab().Rows).Values["Код сотрудника"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_whose_answer_was_lost_ends_in_one_tab_whether_the_service_lives_or_not(bool restarted)
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        _time.Set(FirstMinuteOfApril);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "lost", Route = "}:batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        Assert.Equal(["Sheet1", "03.2031", "Staff"], Tabs(world));
        if (restarted)
        {
            await world.StopServiceAsync();
            await world.StartServiceAsync();
        }

        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
        world.Do(new PersonEdit { Do = "renameTab", Tab = "03.2031", Title = "Март" });
        await world.PassAsync();
        world.Do(new PersonEdit { Do = "type", Tab = "Март", Find = ServiceWorld.Id(world.FirstLead), Column = "Статус", Text = SheetStatus.Won });
        await world.PassDoneAsync();

        Assert.Equal(["Sheet1", "Март", "Staff"], Tabs(world));
        Assert.Equal(142, world.Card(world.FirstLead).StatusId);
    }

    [Fact]
    public async Task A_turn_that_Google_failed_is_made_by_the_next_pass()
    {
        await using var world = await StartAsync();
        await world.PassAsync();
        _time.Set(FirstMinuteOfApril);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "503", Route = "}:batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        Assert.Equal(["Sheet1", "Staff"], Tabs(world));
        await world.PassAsync();

        Assert.Equal(["Sheet1", "03.2031", "Staff"], Tabs(world));
    }

    [Fact]
    public async Task A_crash_before_the_turn_was_written_down_and_two_months_away_ends_in_the_month_that_the_tab_held()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        _time.Set(FirstMinuteOfApril);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "lost", Route = "}:batchUpdate" });
        await world.PassAsync();
        await world.StopServiceAsync();

        _time.Set("2031-06-15 12:00");
        await world.StartServiceAsync();
        await world.PassAsync();

        Assert.Equal(["Sheet1", "04.2031", "03.2031", "Staff"], Tabs(world));
    }

    [Fact]
    public async Task A_service_that_was_down_for_two_months_archives_under_the_month_that_the_tab_held()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        await world.StopServiceAsync();
        _time.Set("2031-06-15 12:00");
        await world.StartServiceAsync();

        await world.PassAsync();

        Assert.Equal(["Sheet1", "03.2031", "Staff"], Tabs(world));
    }

    [Fact]
    public async Task The_first_start_ever_and_a_clock_that_goes_back_archive_nothing()
    {
        await using var world = await StartAsync();
        await world.PassAsync();
        Assert.Equal("""{"period":"2031-03","active":{"title":"Sheet1"},"archived":[]}""", (await CursorAsync(world))!.Value);

        _time.Set("2031-01-15 12:00");
        await world.PassAsync();
        _time.Set(LastMinuteOfMarch);
        await world.PassAsync();

        Assert.Equal(["Sheet1", "Staff"], Tabs(world));
    }

    [Fact]
    public async Task Two_workers_at_midnight_make_one_tab()
    {
        await using var world = await StartAsync();
        await using var second = await world.StartWorkerAsync();
        var other = second.Services.GetRequiredService<PassRunner>();
        await world.NewOrdersAsync(world.FirstLead);
        await other.RunAsync(CancellationToken.None);
        _time.Set(FirstMinuteOfApril);

        await Task.WhenAll(world.PassAsync(), other.RunAsync(CancellationToken.None));
        await world.PassAsync();
        await other.RunAsync(CancellationToken.None);

        Assert.Equal(["Sheet1", "03.2031", "Staff"], Tabs(world));
        Assert.Single(world.Log, line => line.Contains("is archived as", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_hour_s_tab_is_called_by_day_and_hour_and_stays_live()
    {
        await using var world = await StartAsync(settings => settings["SHEET_ROTATION_INTERVAL"] = "hourly");
        await world.NewOrdersAsync(world.FirstLead);
        _time.Set("2031-03-31 20:05");

        await world.PassAsync();

        Assert.Equal(["Sheet1", "03.2031 31 23", "Staff"], Tabs(world));
        world.Do(new PersonEdit { Do = "type", Tab = "03.2031 31 23", Find = ServiceWorld.Id(world.FirstLead), Column = "Статус", Text = SheetStatus.Won });
        await world.PassDoneAsync();
        Assert.Equal(142, world.Card(world.FirstLead).StatusId);
    }

    [Fact]
    public async Task The_account_s_zone_decides_when_none_is_set_and_while_amoCRM_cannot_be_asked_the_turn_waits()
    {
        _time.Set("2031-03-31 18:50");
        await using var world = await ServiceWorld.StartAsync(time: _time, loggedIn: false);
        await world.PassAsync();
        Assert.Null(await CursorAsync(world));

        await world.LogInAsync();
        _time.Set(LastMinuteOfMarch);
        await world.PassAsync();
        Assert.Contains("2031-03", (await CursorAsync(world))!.Value, StringComparison.Ordinal);
        _time.Set(FirstMinuteOfApril);
        await world.PassAsync();

        Assert.Equal(["Sheet1", "03.2031", "Staff"], Tabs(world));
    }

    private Task<ServiceWorld> StartAsync(Action<Dictionary<string, string?>>? more = null) => StartAsync(_time, more);

    internal static Task<ServiceWorld> StartAsync(ShiftedTime time, Action<Dictionary<string, string?>>? more = null) => ServiceWorld.StartAsync(
        settings =>
        {
            settings["DISPLAY_TIME_ZONE"] = "Asia/Tashkent";
            more?.Invoke(settings);
        },
        time: time);

    internal static IReadOnlyList<string> Tabs(ServiceWorld world) => world.Sheets.World.Tabs(DemoSpreadsheet.Id);

    internal static IReadOnlyDictionary<string, string> RowOn(ServiceWorld world, string tab, long lead) =>
        Assert.Single(world.Tab(tab).Rows, row => row.Values.GetValueOrDefault("ID") == $"{lead}").Values;

    private static Task<Cursor?> CursorAsync(ServiceWorld world) =>
        world.Service.Services.GetRequiredService<ICursorStore>().ReadAsync("active-month", CancellationToken.None);

    internal static Task SetCursorAsync(ServiceWorld world, string value) =>
        world.Service.Services.GetRequiredService<ICursorStore>().WriteAsync("active-month", value, null, CancellationToken.None);
}
