using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>The staff tab, and cleaning empty lines away.</summary>
public sealed class SheetSetupStaffTests : IAsyncLifetime
{
    private SheetSetupBed _bed = null!;

    public async Task InitializeAsync() => _bed = await SheetSetupBed.StartAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task A_missing_staff_tab_is_made_and_an_empty_one_gets_its_header()
    {
        _bed.Do(new PersonEdit { Do = "deleteTab", Tab = "Staff" });
        Assert.Equal((false, SheetFix.CreateStaffTab), await OneAsync("no tab «Staff»"));
        await Assert.ThrowsAsync<SheetMisconfiguredException>(() => AddAsync(new StaffMember("1", "A", "")));
        await _bed.FixAllAsync();
        Assert.Equal((false, null), await OneAsync("nobody"));

        _bed.Do(new PersonEdit { Do = "deleteTab", Tab = "Staff" }, new PersonEdit { Do = "addTab", Title = "Staff" });
        Assert.Equal((false, SheetFix.WriteStaffHeader), await OneAsync("«Staff» is empty"));
        await _bed.FixAllAsync();
        Assert.Equal(["№", "Код сотрудника", "Сотрудник", "Отдел"], _bed.See("Staff").Header);
    }

    [Fact]
    public async Task Columns_that_lack_codes_that_stand_twice_and_halves_are_told()
    {
        _bed.Type("B10", "'134", "Staff");
        _bed.Type("C10", "ДРУГОЙ", "Staff");
        _bed.Type("B11", "'0777", "Staff");
        _bed.Type("C12", "БЕЗ КОДА", "Staff");
        _bed.Type("D1", "Группа", "Staff");

        var findings = (await _bed.FindingsAsync()).Select(finding => finding.Sentence).ToList();

        Assert.Equal(3, findings.Count);
        Assert.Contains("lacks «Отдел»", findings[0], StringComparison.Ordinal);
        Assert.Contains("code 0134 and 134 in rows 2, 10: row 2 counts", findings[1], StringComparison.Ordinal);
        Assert.Contains("11, 12", findings[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_added_by_header_codes_as_text_and_codes_that_are_there_are_left()
    {
        _bed.Do(new PersonEdit { Do = "deleteColumns", Tab = "Staff", Column = "Отдел" }, new PersonEdit { Do = "insertColumns", Tab = "Staff", Column = "№" });
        _bed.Type("A1", "Отдел", "Staff");
        _bed.Google.Counters.Reset();

        var added = await AddAsync(new("00042", "=ИМЯ()", "B"), new("134", "ЧУЖОЙ", "A"), new("42", "ЕЩЁ РАЗ", "A"), new(" ", "БЕЗ КОДА", ""));

        Assert.Equal((1, 1), (added, _bed.Google.Counters.Writes));
        var rows = _bed.See("Staff").Rows;
        Assert.Equal(9, rows.Count);
        Assert.Equal(("00042", "=ИМЯ()", "B", "9"), (rows[^1].Values["Код сотрудника"], rows[^1].Values["Сотрудник"], rows[^1].Values["Отдел"], rows[^1].Values["№"]));
        Assert.DoesNotContain(rows, row => row.Values["Сотрудник"] == "ЧУЖОЙ");
        _bed.Type("C2", "0135", "Staff");
        Assert.Equal("0135", _bed.See("Staff").Rows[0].Values["Код сотрудника"]);
        Assert.Equal(0, await AddAsync(new StaffMember("42", "X", "")));
    }

    [Fact]
    public async Task Empty_lines_between_rows_are_deleted_in_one_call_and_nothing_else()
    {
        _bed.Type("B3", "501");
        _bed.Type("B4", "502");
        _bed.Type("A7", "итого");
        _bed.Type("B9", "503");
        _bed.Type("J8", "=\"\"");
        _bed.Google.Counters.Reset();

        Assert.Equal(3, await _bed.Setup.CleanEmptyRowsAsync(CancellationToken.None));

        Assert.Equal(1, _bed.Google.Counters.Writes);
        Assert.Equal(DemoSpreadsheet.Header, _bed.See().Header);
        Assert.Equal(["501", "502", "503"], _bed.See().Rows.Select(row => row.Values.GetValueOrDefault("ID")).OfType<string>());
        Assert.Equal([2, 3, 4, 5, 6], _bed.See().Rows.Select(row => row.Row));
        Assert.Equal(0, await _bed.Setup.CleanEmptyRowsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Rows_that_a_person_moved_into_the_way_are_put_back()
    {
        _bed.Type("B3", "501");
        _bed.Type("F3", "+998 90 1", DemoSpreadsheet.OrderTab);
        _bed.Type("B5", "502");
        _bed.Google.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "moveRows", Row = 3, To = 2 });

        var told = await Assert.ThrowsAsync<SheetMisconfiguredException>(() => _bed.Setup.CleanEmptyRowsAsync(CancellationToken.None));

        Assert.Contains("moved lines", told.Message, StringComparison.Ordinal);
        Assert.Equal(["501", "502"], _bed.See().Rows.Select(row => row.Values["ID"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lines_without_an_id_that_a_person_moved_into_the_way_are_put_back_too()
    {
        _bed.Type("A3", "позвонить в понедельник");
        _bed.Type("B5", "502");
        _bed.Google.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "moveRows", Row = 3, To = 2 });

        await Assert.ThrowsAsync<SheetMisconfiguredException>(() => _bed.Setup.CleanEmptyRowsAsync(CancellationToken.None));

        Assert.Single(_bed.See().Rows, row => row.Values.Values.Contains("позвонить в понедельник"));
    }

    private Task<int> AddAsync(params StaffMember[] staff) => _bed.Setup.AddStaffAsync(staff, CancellationToken.None);

    private async Task<(bool Blocks, SheetFix? Fix)> OneAsync(string part)
    {
        var finding = Assert.Single(await _bed.FindingsAsync(), finding => finding.Sentence.Contains(part, StringComparison.Ordinal));
        return (finding.Blocks, finding.Fix);
    }
}
