using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>Looking a spreadsheet over and setting it up: every finding, every fix, and what is never touched.</summary>
public sealed class SheetSetupTests : IAsyncLifetime
{
    private SheetSetupBed _bed = null!;

    public async Task InitializeAsync() => _bed = await SheetSetupBed.StartAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task A_spreadsheet_as_it_should_be_has_no_findings_and_says_who_it_is()
    {
        _bed.Google.Counters.Reset();
        var survey = await _bed.SurveyAsync();

        Assert.Empty(survey.Findings);
        Assert.Equal(("Orders", DemoSpreadsheet.ServiceAccount), (survey.Title, survey.Account));
        Assert.Equal([DemoSpreadsheet.OrderTab, DemoSpreadsheet.StaffTab], survey.Tabs);
        Assert.Equal(DemoSpreadsheet.Header, survey.ActiveHeader);
        Assert.Equal((3, 0), (_bed.Google.Counters.Reads, _bed.Google.Counters.Writes));
    }

    [Fact]
    public async Task A_missing_active_tab_blocks_and_is_made_with_all_that_it_needs()
    {
        _bed.Do(new PersonEdit { Do = "renameTab", Tab = "Sheet1", Title = "Лист1" });

        var finding = await OneAsync("no tab «Sheet1»");
        Assert.Equal((true, SheetFix.CreateActiveTab), (finding.Blocks, finding.Fix));
        await _bed.FixAllAsync();

        Assert.Equal(["Sheet1", "Лист1", "Staff"], _bed.Tabs);
        Assert.Empty(await _bed.FindingsAsync());
        await Assert.ThrowsAsync<SheetMisconfiguredException>(() => _bed.FixAsync(SheetFix.CreateActiveTab));
    }

    [Fact]
    public async Task A_bare_active_tab_is_set_up_in_one_call_however_small_its_grid()
    {
        _bed.Do(
            new PersonEdit { Do = "renameTab", Tab = "Sheet1", Title = "Лист1" },
            new PersonEdit { Do = "addTab", Title = "Sheet1" },
            new PersonEdit { Do = "deleteColumns", Tab = "Sheet1", Row = 4, Count = 23 },
            new PersonEdit { Do = "deleteRows", Tab = "Sheet1", Row = 2, Count = 999 });

        var finding = await OneAsync("Row 1 of «Sheet1» is empty");
        Assert.Equal((true, SheetFix.WriteHeader), (finding.Blocks, finding.Fix));
        _bed.Google.Counters.Reset();
        await _bed.FixAllAsync();

        Assert.Equal(1, _bed.Google.Counters.Writes);
        Assert.Equal(OrderColumns.All, _bed.See().Header);
        Assert.Empty(await _bed.FindingsAsync());
    }

    [Fact]
    public async Task A_row_1_that_is_empty_above_data_is_told_and_never_written()
    {
        _bed.Do(new PersonEdit { Do = "insertRows", Row = 1 });

        var finding = await OneAsync("there is data below");
        Assert.Equal((true, null), (finding.Blocks, finding.Fix));
        Assert.Contains("stands in row 2", finding.Sentence, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SheetMisconfiguredException>(() => _bed.FixAsync(SheetFix.WriteHeader));
        await _bed.FixAllAsync();

        Assert.Equal(DemoSpreadsheet.Header, _bed.Google.World.See(DemoSpreadsheet.Id, "Sheet1", headerRow: 2).Header);
    }

    [Fact]
    public async Task A_header_that_people_changed_is_told_and_never_rewritten()
    {
        _bed.Type("B1", "Номер сделки");
        _bed.Type("P1", "Область");
        _bed.Type("J1", "Адрес");

        var required = await OneAsync("lacks «ID»");
        Assert.Equal((true, null), (required.Blocks, required.Fix));
        Assert.Contains("«Номер сделки»", required.Sentence, StringComparison.Ordinal);
        var renamed = await OneAsync("lacks «Группа», «Регион»");
        Assert.Equal((false, null), (renamed.Blocks, renamed.Fix));
        Assert.Contains("«Номер сделки», «Область»", renamed.Sentence, StringComparison.Ordinal);
        Assert.Contains("J, Q", (await OneAsync("more than once")).Sentence, StringComparison.Ordinal);
        await _bed.FixAllAsync();

        Assert.Equal(("Номер сделки", "Область", "Адрес"), (_bed.See().Header[1], _bed.See().Header[15], _bed.See().Header[9]));
    }

    [Fact]
    public async Task Moved_columns_and_columns_of_people_s_own_are_no_findings()
    {
        _bed.Do(new PersonEdit { Do = "insertColumns", Column = "Статус" });
        _bed.Type("U1", "Комментарий");

        Assert.Empty(await _bed.FindingsAsync());
    }

    [Fact]
    public async Task A_dropdown_that_is_missing_or_another_is_set_and_what_people_wrote_stays()
    {
        _bed.Do(new PersonEdit { Do = "insertColumns", Column = "Статус" }, new PersonEdit { Do = "deleteColumns", Row = 22 });
        _bed.Type("U1", "Статус");
        _bed.Type("B2", "501");
        _bed.Type("U2", "что-то своё");

        var finding = await OneAsync("no dropdown");
        Assert.Equal((false, SheetFix.SetDropdown), (finding.Blocks, finding.Fix));
        await _bed.FixAllAsync();

        Assert.Equal("что-то своё", Assert.Single(_bed.See().Rows).Values["Статус"]);
        Assert.ThrowsAny<ArgumentException>(() => _bed.Do(new PersonEdit { Do = "type", Cell = "U3", Text = "своё" }));
        _bed.Do(new PersonEdit { Do = "type", Cell = "U2", Text = SheetStatus.Won });
        Assert.Empty(await _bed.FindingsAsync());
    }

    [Theory]
    [InlineData("""{"type":"ONE_OF_LIST","values":[{"userEnteredValue":"Да"},{"userEnteredValue":"Нет"}]}""", "«Да», «Нет»")]
    [InlineData("""{"type":"ONE_OF_RANGE","values":[{"userEnteredValue":"=Staff!C2:C9"}]}""", "=Staff!C2:C9")]
    [InlineData("""{"type":"TEXT_CONTAINS","values":[{"userEnteredValue":"а"}]}""", "TEXT_CONTAINS")]
    public async Task A_dropdown_with_other_words_is_told_with_its_words(string condition, string words)
    {
        await _bed.RequestAsync(
            """{"setDataValidation":{"range":{"sheetId":0,"startRowIndex":1,"endRowIndex":2,"startColumnIndex":20,"endColumnIndex":21},"rule":{"condition":""" + condition + "}}}");

        var finding = await OneAsync("another than");

        Assert.Contains(words, finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(SheetFix.SetDropdown, finding.Fix);
        await _bed.FixAllAsync();
        Assert.Empty(await _bed.FindingsAsync());
    }

    [Fact]
    public async Task Columns_of_codes_that_are_not_text_are_formatted_and_their_values_stay()
    {
        await _bed.RequestAsync("""{"repeatCell":{"range":{"sheetId":0,"startColumnIndex":7,"endColumnIndex":8},"cell":{},"fields":"userEnteredFormat"}}""");
        _bed.Type("H1", "Код сотрудника");
        _bed.Type("B2", "501");
        _bed.Type("H2", "0134");
        Assert.Equal("134", Assert.Single(_bed.See().Rows).Values["Код сотрудника"]);

        var finding = await OneAsync("not formatted as plain text");
        Assert.Equal((false, SheetFix.SetTextFormat), (finding.Blocks, finding.Fix));
        Assert.Contains("«Код сотрудника»", finding.Sentence, StringComparison.Ordinal);
        await _bed.FixAllAsync();
        _bed.Type("B3", "502");
        _bed.Type("H3", "0134");

        Assert.Equal(["134", "0134"], _bed.See().Rows.Select(row => row.Values["Код сотрудника"]));
        Assert.Empty(await _bed.FindingsAsync());
    }

    [Fact]
    public async Task A_header_that_is_not_frozen_is_frozen()
    {
        await _bed.RequestAsync("""{"updateSheetProperties":{"properties":{"sheetId":0},"fields":"gridProperties.frozenRowCount"}}""");

        Assert.Equal(SheetFix.FreezeHeader, (await OneAsync("not frozen")).Fix);
        await _bed.FixAllAsync();

        Assert.Empty(await _bed.FindingsAsync());
    }

    [Fact]
    public async Task Lines_without_an_id_and_ids_that_stand_twice_are_told_across_tabs()
    {
        _bed.Do(new PersonEdit { Do = "duplicateTab", Tab = "Sheet1", Title = "02.2031" });
        _bed.Type("A2", "итого");
        _bed.Type("B4", "501");
        _bed.Type("B6", "'501 ");
        _bed.Type("B7", "502");
        _bed.Type("B9", "502", "02.2031");

        Assert.Contains("id: 2.", (await OneAsync("no lead's id")).Sentence, StringComparison.Ordinal);
        Assert.Contains("row 4 of «Sheet1» and row 6 of «Sheet1»", (await OneAsync("Lead 501")).Sentence, StringComparison.Ordinal);
        Assert.Contains("row 7 of «Sheet1» and row 9 of «02.2031»", (await OneAsync("Lead 502")).Sentence, StringComparison.Ordinal);
        Assert.Equal(3, (await _bed.FindingsAsync()).Count);
    }

    [Fact]
    public async Task A_month_that_cannot_be_synced_and_titles_that_differ_in_case_only_are_told()
    {
        _bed.Google.World.Switches = _bed.Google.World.Switches with { TitlesIgnoreCase = false };
        _bed.Do(new PersonEdit { Do = "addTab", Title = "02.2031" }, new PersonEdit { Do = "addTab", Title = "SHEET1" });

        Assert.Contains("lacks «ID», «Заказ №», «Статус»", (await OneAsync("«02.2031»")).Sentence, StringComparison.Ordinal);
        Assert.Contains("«Sheet1», «SHEET1»", (await OneAsync("differ in case only")).Sentence, StringComparison.Ordinal);
        Assert.Equal(2, (await _bed.FindingsAsync()).Count);
    }

    [Fact]
    public async Task A_spreadsheet_that_is_not_shared_is_told_by_an_exception_that_names_the_account()
    {
        _bed.Google.World.Share(DemoSpreadsheet.Id, DemoSpreadsheet.ServiceAccount, null);

        var failure = await Assert.ThrowsAsync<SheetMisconfiguredException>(_bed.SurveyAsync);

        Assert.Contains(DemoSpreadsheet.ServiceAccount, failure.Message, StringComparison.Ordinal);
    }

    private async Task<SheetFinding> OneAsync(string part) =>
        Assert.Single(await _bed.FindingsAsync(), finding => finding.Sentence.Contains(part, StringComparison.Ordinal));
}
