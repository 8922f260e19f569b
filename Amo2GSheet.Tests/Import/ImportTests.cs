using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Import;

/// <summary>What becomes of good rows, and of each kind of bad one.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_row_becomes_a_lead_with_contact_company_and_fields()
    {
        var run = await _bench.RunAsync(new Xlsx()
            .Row("Ф.И.О.", "Контактный номер", "Компания", "Бюджет сделки", "Воронка", "Статус", "Продукт 1", "Количество 1", "Дата заказа", "Продажа в рассрочку", "Перезвонить")
            .Row("Али Валиев", "+998 90 123-45-67; 998931112233", "ООО Ромашка", "1 500 000", "Sotuv 2", "Успешно", "матрас ortho 160", 2, "05.06.2026", "да", Xlsx.Styled(46178.5, 2)));

        Assert.Equal("", string.Join('\n', run.Out.Split('\n').Where(line => line.Contains("refused", StringComparison.Ordinal))));
        Assert.Equal(0, run.Code);
        var lead = Assert.Single(_bench.Made);
        Assert.Equal(("Али Валиев", 1_500_000m, DemoAccount.Sotuv2, 142), (lead.Name, lead.Price, lead.PipelineId, lead.StatusId));
        Assert.Equal(("Али Валиев", "+998901234567|+998931112233"), (_bench.ContactOf(lead).Name, ImportBench.Field(_bench.ContactOf(lead), DemoFields.Phone)));
        Assert.Equal("ООО Ромашка", _bench.World.Find(EntityKind.Company, lead.CompanyId!.Value)!.Name);
        Assert.Equal(("Матрас Ortho 160", "2", "true"), (ImportBench.Field(lead, DemoFields.Product1), ImportBench.Field(lead, DemoFields.Quantity1), ImportBench.Field(lead, DemoFields.Instalments)));
        Assert.Equal(Tashkent(2026, 6, 5, 0), ImportBench.Field(lead, DemoFields.OrderDate));
        Assert.Equal(Tashkent(2026, 6, 5, 12), ImportBench.Field(lead, DemoFields.CallAt));
    }

    [Fact]
    public async Task A_row_without_pipeline_and_stage_stands_at_the_trigger_stage_of_the_only_pipeline_in_scope()
    {
        await _bench.RunAsync(new Xlsx().Row("Телефон", "Статус").Row(998901234567));

        var lead = Assert.Single(_bench.Made);
        Assert.Equal((DemoAccount.Sotuv1, DemoAccount.Stage(DemoAccount.Sotuv1, DemoAccount.Trigger)), (lead.PipelineId, lead.StatusId));
        Assert.Equal(("998901234567", "+998901234567"), (lead.Name, ImportBench.Field(_bench.ContactOf(lead), DemoFields.Phone)));
    }

    [Theory]
    [InlineData("заказ oтправлен", DemoAccount.Sent)]
    [InlineData("Думка", DemoAccount.Thinking)]
    [InlineData("В процессе", DemoAccount.Trigger)]
    [InlineData("отказ", DemoAccount.Reject)]
    [InlineData("Успешно реализовано", 142 - DemoAccount.Sotuv1)]
    public async Task A_stage_is_found_by_its_own_name_or_by_the_status_that_means_it(string status, long step)
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Воронка", "Статус").Row("Али", "SOTUV  1", status));

        Assert.Equal(DemoAccount.Sotuv1 + step, Assert.Single(_bench.Made).StatusId);
    }

    [Fact]
    public async Task In_progress_with_an_order_number_is_order_sent_and_a_pipeline_goes_by_its_display_name_too()
    {
        _bench.Settings["PIPELINE_DISPLAY_MAP_JSON"] = """{"Sotuv 2":"Самарканд"}""";

        await _bench.RunAsync(new Xlsx().Row("ФИО", "Воронка", "Статус", "Заказ №").Row("Али", "самарканд", "В процессе", "A-17"));

        var lead = Assert.Single(_bench.Made);
        Assert.Equal(DemoAccount.Stage(DemoAccount.Sotuv2, DemoAccount.Sent), lead.StatusId);
        Assert.Equal("A-17", ImportBench.Field(lead, DemoFields.OrderNumber));
    }

    public static TheoryData<string, object, string> Refused => new()
    {
        { "Воронка", "Sotuv 9", "amoCRM has no pipeline «Sotuv 9»" },
        { "Статус", "Готово", "«Готово» is no stage of the pipeline «Sotuv 1» and no status of the sheet" },
        { "Статус", "Неразобранное", "«Неразобранное» is no stage" },
        { "Регион", "Ташкентт", "Регион: the cell says «Ташкентт», which is none of the field's values in amoCRM" },
        { "Продукт 2", "Подушка Memory, Одеяло Cotton", "which is none of the field's values" },
        { "Откуда узнали", "Газета", "which is none of the field's values" },
        { "Количество 1", "две", "Количество 1: the cell says «две», which is no number" },
        { "Бюджет сделки", "1,500", "may be thousands or a fraction" },
        { "Бюджет сделки", -5, "is below zero" },
        { "Дата заказа", "завтра", "says «завтра», which is no date" },
        { "Дата заказа", "05/06/2026", "where day and month may be either" },
        { "Дата заказа", "31.02.2026", "which is no date" },
        { "Дата заказа", 46178, "holds the number 46178 and not a date" },
        { "Дата заказа", Xlsx.Styled(60), "29 February 1900" },
        { "Дата заказа", Xlsx.Styled(0.5), "a time without a day" },
        { "Дата заказа", Xlsx.Styled(9e9), "a date that no calendar has" },
        { "Продажа в рассрочку", "может быть", "neither yes nor no" },
        { "Контактный номер", "9.98901E+11", "a spreadsheet program rounded" },
        { "Контактный номер", "нет", "holds letters, which are no part of a phone" },
        { "Адрес", new Raw("<c @><f>A1&amp;B1</f></c>"), "a formula without a stored result" },
        { "Адрес", new Raw("<c @><f>A1&amp;B1</f><v></v></c>"), "a formula without a stored result" },
        { "Адрес", new Raw("<c @ t=\"e\"><v>#N/A</v></c>"), "Excel's error #N/A" },
        { "Адрес", new Raw("<c @ t=\"s\"><v>999</v></c>"), "a text that the workbook does not hold" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_cell_that_would_have_to_be_guessed_about_refuses_its_row_alone(string column, object cell, string reason)
    {
        var run = await _bench.RunAsync(new Xlsx().Row("Ф.И.О.", column).Row("Али", cell).Row("Боб"));

        Assert.Equal(1, run.Code);
        Assert.Contains(reason, run.Out, StringComparison.Ordinal);
        Assert.Contains("2 rows: 1 created, 1 refused.", run.Out, StringComparison.Ordinal);
        Assert.Equal("Боб", Assert.Single(_bench.Made).Name);
        Assert.Single(await _bench.EntriesAsync());
    }

    [Theory]
    [InlineData("dmy", 6, 5)]
    [InlineData("mdy", 5, 6)]
    public async Task A_person_may_say_what_a_day_with_slashes_means(string order, int month, int day)
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Дата заказа").Row("Али", "05/06/2026"), "--dates", order);

        Assert.Equal(Tashkent(2026, month, day, 0), ImportBench.Field(Assert.Single(_bench.Made), DemoFields.OrderDate));
    }

    [Theory]
    [InlineData("2026-06-25")]
    [InlineData("25/06/2026")]
    [InlineData("06/25/2026")]
    [InlineData("25.6.2026 14:30")]
    [InlineData("2026-06-25T14:30:00")]
    public async Task A_day_that_can_mean_one_day_only_is_read(string text)
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Дата заказа").Row("Али", text));

        Assert.Equal(Tashkent(2026, 6, 25, 0), ImportBench.Field(Assert.Single(_bench.Made), DemoFields.OrderDate));
    }

    [Theory]
    [InlineData(false, 1, 1900, 1, 1)]
    [InlineData(false, 59, 1900, 2, 28)]
    [InlineData(false, 61, 1900, 3, 1)]
    [InlineData(false, 46178.75, 2026, 6, 5)]
    [InlineData(true, 44716, 2026, 6, 5)]
    public async Task Excel_s_own_dates_are_read_in_both_of_its_calendars(bool is1904, double serial, int year, int month, int day)
    {
        await _bench.RunAsync(new Xlsx { Is1904 = is1904 }.Row("ФИО", "Дата заказа", "Адрес").Row("Али", Xlsx.Styled(serial), Xlsx.Styled(1.5, 3)));

        var lead = Assert.Single(_bench.Made);
        Assert.Equal(Tashkent(year, month, day, 0), ImportBench.Field(lead, DemoFields.OrderDate));
        Assert.Equal("1.5", ImportBench.Field(lead, DemoFields.Address));
    }

    [Fact]
    public async Task Formulas_give_their_stored_results_and_text_that_begins_like_one_is_text()
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Бюджет сделки", "Адрес", "Комментарий").Row(
            "=Али", new Raw("<c @><f>2*3</f><v>6</v></c>"), new Raw("<c @ t=\"str\"><f>A1</f><v>улица_x000D_</v></c>"), new Raw("<c @ t=\"inlineStr\"><is><r><t>два </t></r><r><t>слова</t></r><rPh><t>x</t></rPh></is></c>")));

        var lead = Assert.Single(_bench.Made);
        Assert.Equal(("=Али", 6m, "улица", "два слова"), (lead.Name, lead.Price, ImportBench.Field(lead, DemoFields.Address), ImportBench.Field(lead, DemoFields.Comment)));
    }

    [Fact]
    public async Task A_row_whose_value_stands_in_another_row_s_merged_cell_is_refused_and_empty_rows_are_counted()
    {
        var run = await _bench.RunAsync(new Xlsx()
            .Row("Заказы за июнь").Merge("A1:C1")
            .RowAt(3, "ФИО", "Регион", "Комментарий")
            .RowAt(4, "Али", "Ташкент", "а")
            .RowAt(5, "Боб", null, "б").Merge("B4:B5")
            .RowAt(8, "Вера", "Бухара", " "));

        Assert.Contains("header in row 3, 3 rows, 2 empty ones left out", run.Error, StringComparison.Ordinal);
        Assert.Contains("Регион: the cell is part of the merged cells B4:B5", run.Out, StringComparison.Ordinal);
        Assert.Equal(["Али", "Вера"], _bench.Made.Select(lead => lead.Name));
    }

    [Fact]
    public async Task Columns_without_a_field_are_named_and_ids_are_never_sent()
    {
        var run = await _bench.RunAsync(new Xlsx().Row("ID", "ФИО", "Ответственный").Row(40_100_001, "Али", "Тимур"));

        Assert.Equal(0, run.Code);
        Assert.Contains("Column «ID» (A) is not imported: amoCRM gives ids itself.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Column «Ответственный» (C) is not imported: amoCRM has no lead field of this name.", run.Error, StringComparison.Ordinal);
        Assert.NotEqual(40_100_001, Assert.Single(_bench.Made).Id);
    }

    [Fact]
    public async Task A_row_with_neither_name_nor_phone_is_refused()
    {
        var run = await _bench.RunAsync(new Xlsx().Row("ФИО", "Телефон", "Адрес").Row(null, null, "Итого"));

        Assert.Contains("the row has neither a name nor a phone", run.Out, StringComparison.Ordinal);
        Assert.Empty(_bench.Made);
    }

    [Fact]
    public async Task The_ledger_and_the_JSON_name_every_row()
    {
        var ledger = Path.Combine(_bench.Folder, "out.csv");
        var workbook = new Xlsx().Row("ФИО", "Регион").Row("Али").Row("Боб", "Луна");

        var json = await _bench.JsonAsync(workbook, "--ledger", ledger);

        var lead = _bench.Made.Single();
        Assert.Equal((1, 1, 0), ((int)json["created"]!, (int)json["refused"]!, (int)json["skipped"]!));
        Assert.Equal(["created", "refused"], json["lines"]!.AsArray().Select(line => (string)line!["outcome"]!));
        var lines = await File.ReadAllLinesAsync(ledger);
        Assert.Equal("row,outcome,lead,reason", lines[0]);
        Assert.Contains($"2,created,{lead.Id},\"\"", lines);
        Assert.Contains(lines, line => line.StartsWith("3,refused,,\"Регион: the cell says «Луна»", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sample_written_by_another_program_is_imported_as_the_docs_show()
    {
        _bench.Settings["PIPELINE_KEYWORD"] = "";
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Amo2GSheet.slnx")))
            root = root.Parent!;

        var run = await _bench.RunAsync(Path.Combine(root.FullName, "docs", "samples", "orders.xlsx"));

        Assert.Contains("5 rows: 3 created, 2 refused.", run.Out, StringComparison.Ordinal);
        Assert.Equal(["Азиз Каримов", "Дилноза Рахимова", "Бобур Эргашев"], _bench.Made.Select(lead => lead.Name));
        Assert.Equal(Tashkent(2026, 11, 20, 0), ImportBench.Field(_bench.Made[0], DemoFields.OrderDate));
        Assert.Equal(["134", "0134", "201"], _bench.Made.Select(lead => ImportBench.Field(lead, DemoFields.StaffCode)));
    }

    [Theory]
    [InlineData("IMPORT_BATCH_SIZE", "51")]
    [InlineData("IMPORT_BATCH_SIZE", "0")]
    [InlineData("IMPORT_DELAY_SEC", "-1")]
    public async Task A_wrong_setting_is_named_before_anything_is_sent(string setting, string value)
    {
        _bench.Settings[setting] = value;

        var run = await _bench.RunAsync(new Xlsx().Row("ФИО", "Статус").Row("Али"));

        Assert.Equal(1, run.Code);
        Assert.Contains(setting, run.Error, StringComparison.Ordinal);
        Assert.Empty(_bench.Made);
    }

    private static string Tashkent(int year, int month, int day, int hour) =>
        new DateTimeOffset(year, month, day, hour, 0, 0, DemoAccount.Make(DateTimeOffset.UnixEpoch.AddYears(50)).Account.TimeZone.GetUtcOffset(new DateTime(year, month, day, hour, 0, 0)))
            .ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
