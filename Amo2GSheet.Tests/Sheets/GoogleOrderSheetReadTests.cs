using System.Net;
using System.Text.Json.Nodes;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Tests.Sheets;

public sealed class GoogleOrderSheetReadTests : IDisposable
{
    private static readonly object?[] Header = ["Компания", "ID", "Заказ №", "Статус"];

    private readonly OrderSheetBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Tabs_are_found_once_and_from_then_on_a_read_is_one_call()
    {
        _bed.Book.Add(0, "Sheet1", Header, ["ACME", 7L, "0042", "У курера"]);
        AddStaff();

        await _bed.ReadAsync();
        Assert.Equal(3, _bed.Wire.Calls.Count);
        var snapshot = await _bed.ReadAsync();

        Assert.Equal(4, _bed.Wire.Calls.Count);
        Assert.Equal([new Row(new LeadId(7), new RowAddress(new TabId(0), 1), "0042", "У курера")], Assert.IsType<ReadTab>(snapshot.Active).Rows);
        Assert.Equal("DILNOZA", snapshot.Staff.NameOf("201"));
    }

    [Fact]
    public async Task A_snapshot_is_as_old_as_the_question_however_long_the_answer_is_on_its_way()
    {
        _bed.Book.Add(0, "Sheet1", Header);
        await _bed.ReadAsync();
        var asked = _bed.Time.Now;
        _bed.Wire.Otherwise = call =>
        {
            _bed.Time.Now += TimeSpan.FromSeconds(33);
            return _bed.Book.Answer(call);
        };

        Assert.Equal(asked, (await _bed.ReadAsync()).TakenAt);
    }

    [Fact]
    public async Task Only_order_tabs_are_live_the_active_one_first_and_months_from_the_newest_back()
    {
        _bed.Book.Add(3, "12.2025", Header);
        _bed.Book.Add(4, "02.2026", Header);
        _bed.Book.Add(5, "Notes", ["anything"]);
        _bed.Book.Add(0, "Sheet1", Header);

        Assert.Equal([0, 4, 3], (await _bed.ReadAsync()).Tabs.Select(tab => tab.Id.Value));
    }

    [Fact]
    public async Task Lines_without_an_id_are_no_rows_and_short_columns_are_blank()
    {
        _bed.Book.Add(0, "Sheet1", Header, [null, null, "5", "Отказ"], ["x", "sum"], [null, " 12 "], [null, 13.0]);

        var rows = Assert.IsType<ReadTab>((await _bed.ReadAsync()).Active).Rows;

        Assert.Equal([(12L, 3, "", ""), (13L, 4, "", "")], rows.Select(row => (row.Lead.Value, row.Address.Index, row.OrderNumber, row.Status)));
    }

    [Fact]
    public async Task A_text_that_looks_like_a_date_stays_text()
    {
        _bed.Book.Add(0, "Sheet1", Header, [null, 7L, "2026-05-01T10:00:00", "Отказ"]);

        Assert.Equal("2026-05-01T10:00:00", Assert.Single(Assert.IsType<ReadTab>((await _bed.ReadAsync()).Active).Rows).OrderNumber);
    }

    [Fact]
    public async Task A_cell_that_Google_gives_in_two_ways_makes_its_own_row_unclear_and_costs_one_look_a_read()
    {
        _bed.Book.Add(0, "Sheet1", Header, [null, 7L, "Loading…", "Отказ"], [null, 8L, "#N/A", "Отказ"], [null, 9L, "17…", "Отказ"]);

        var rows = Assert.IsType<ReadTab>((await _bed.ReadAsync()).Active).Rows;

        Assert.Equal([(7L, false, true), (8L, true, false), (9L, false, true)], rows.Select(row => (row.Lead.Value, row.IsClear, row.HasNumber)));
        _bed.Wire.Calls.Clear();
        await _bed.ReadAsync();
        Assert.Equal(2, _bed.Wire.Calls.Count);
    }

    [Fact]
    public async Task An_unclear_name_of_the_staff_is_nobody_s_and_the_others_are_read()
    {
        _bed.Book.Add(0, "Sheet1", Header);
        AddStaff().Lines.Add([2L, "0202", "Loading…", "B"]);

        var staff = (await _bed.ReadAsync()).Staff;

        Assert.Equal(("DILNOZA", ""), (staff.NameOf("201"), staff.NameOf("202") ?? ""));
    }

    [Fact]
    public async Task A_moved_column_costs_one_call_more_and_is_read_where_it_stands()
    {
        var tab = _bed.Book.Add(0, "Sheet1", Header, ["ACME", 7L, "42", "Отказ"]);
        await _bed.ReadAsync();
        tab.Lines[0] = ["Статус", "Заказ №", "Моя", "ID"];
        tab.Lines[1] = ["Отказ", "42", "x", 7L];
        _bed.Wire.Calls.Clear();

        var row = Assert.Single(Assert.IsType<ReadTab>((await _bed.ReadAsync()).Active).Rows);

        Assert.Equal(2, _bed.Wire.Calls.Count);
        Assert.Equal((7L, "42", "Отказ"), (row.Lead.Value, row.OrderNumber, row.Status));
    }

    [Fact]
    public async Task A_header_that_lacks_a_column_makes_the_tab_unreadable_and_names_it()
    {
        _bed.Book.Add(0, "Sheet1", ["ID", "Статус"], [7L, "Отказ"]);

        Assert.Contains("«Заказ №»", Assert.IsType<UnreadableTab>((await _bed.ReadAsync()).Active).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tab_that_the_answer_lacks_is_unreadable_and_never_empty()
    {
        _bed.Book.Add(0, "Sheet1", Header, [null, 7L]);
        var month = _bed.Book.Add(9, "02.2026", Header, [null, 8L]);
        await _bed.ReadAsync();
        month.Mute = true;

        var snapshot = await _bed.ReadAsync();

        Assert.False(snapshot.IsWhole);
        Assert.IsType<UnreadableTab>(snapshot.Find(new TabId(9)));
        Assert.Single(Assert.IsType<ReadTab>(snapshot.Active).Rows);
    }

    [Fact]
    public async Task A_deleted_tab_is_no_longer_live()
    {
        _bed.Book.Add(0, "Sheet1", Header);
        var month = _bed.Book.Add(9, "02.2026", Header);
        await _bed.ReadAsync();
        _bed.Book.Tabs.Remove(month);
        _bed.Wire.Refuse(HttpStatusCode.BadRequest, "No grid with id: 9");

        var snapshot = await _bed.ReadAsync();

        Assert.True(snapshot.IsWhole);
        Assert.Single(snapshot.Tabs);
    }

    [Fact]
    public async Task At_the_turn_of_the_month_the_new_active_tab_is_found()
    {
        var tab = _bed.Book.Add(0, "Sheet1", Header, [null, 7L]);
        await _bed.ReadAsync();
        tab.Title = "02.2026";
        _bed.Book.Add(11, "Sheet1", Header);

        Assert.Equal([11, 0], (await _bed.ReadAsync()).Tabs.Select(found => found.Id.Value));
    }

    [Fact]
    public async Task An_active_tab_that_a_person_renames_stays_the_active_one()
    {
        var tab = _bed.Book.Add(5, "Sheet1", Header);
        await _bed.ReadAsync();
        tab.Title = "Orders' list";

        Assert.Equal((5, "Orders' list"), ((await _bed.ReadAsync()).Active.Id.Value, (await _bed.ReadAsync()).Active.Title));
    }

    [Fact]
    public async Task Without_the_active_tab_the_message_names_the_setting_and_the_tabs()
    {
        _bed.Book.Add(0, "Лист1", Header);

        var failure = await Assert.ThrowsAsync<SheetMisconfiguredException>(_bed.ReadAsync);

        Assert.Contains("GOOGLE_WORKSHEET_NAME", failure.Message, StringComparison.Ordinal);
        Assert.Contains("«Лист1»", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_staff_list_is_read_again_only_when_it_is_due()
    {
        _bed.Book.Add(0, "Sheet1", Header);
        var staff = AddStaff();
        await _bed.ReadAsync();
        staff.Lines.Add([2L, 9L, "OTABEK", "B"]);

        Assert.Null((await _bed.ReadAsync()).Staff.NameOf("9"));
        Assert.Equal([0], TabsOfLastRead());
        _bed.Time.Now += TimeSpan.FromMinutes(5);
        Assert.Equal("OTABEK", (await _bed.ReadAsync()).Staff.NameOf("0009"));
        Assert.Equal([0, 1001], TabsOfLastRead());
    }

    [Fact]
    public async Task A_setting_says_how_long_the_staff_list_is_kept()
    {
        using var bed = new OrderSheetBed(("STAFF_CACHE_TTL_SEC", "20"));
        bed.Book.Add(0, "Sheet1", Header);
        var staff = bed.Book.Add(1001, "staff", ["№", "Код сотрудника", "Сотрудник", "Отдел"]);
        await bed.ReadAsync();
        staff.Lines.Add([2L, 9L, "OTABEK", "B"]);

        bed.Time.Now += TimeSpan.FromSeconds(19);
        Assert.Null((await bed.ReadAsync()).Staff.NameOf("9"));
        bed.Time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("OTABEK", (await bed.ReadAsync()).Staff.NameOf("9"));
    }

    private IEnumerable<int> TabsOfLastRead() => JsonNode.Parse(_bed.Wire.Calls[^1].Body)!["dataFilters"]!.AsArray()
        .Select(filter => (int)filter!["gridRange"]!["sheetId"]!)
        .Distinct();

    private FakeBook.FakeTab AddStaff() =>
        _bed.Book.Add(1001, "staff", ["№", "Код сотрудника", "Сотрудник", "Отдел"], [1L, "0201", "DILNOZA", "A"]);
}
