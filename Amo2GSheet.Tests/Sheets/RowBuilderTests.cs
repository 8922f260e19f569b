using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>Every column of the original's table.</summary>
public sealed class RowBuilderTests
{
    private static readonly SheetLayout Layout = new([.. OrderColumns.All, "Заметки кассира", "Приемщик"]);
    private static readonly StaffList Staff = new([new("0134", "BAHODIR HUSANOV", ""), new("7", "MALIKA", ""), new("0007", "second with that code", "")]);
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 20, 30, 0, TimeSpan.Zero);

    private readonly RowBuilder _rows = new(
        new PipelineBook([new Pipeline(1, "Sotuv 1", [])], new PipelineOptions { TriggerStatusName = "x" }),
        TimeZoneInfo.CreateCustomTimeZone("display", TimeSpan.FromHours(5), null, null),
        TimeZoneInfo.CreateCustomTimeZone("account", TimeSpan.FromHours(3), null, null));

    [Fact]
    public void Id_and_budget_are_numbers_and_all_else_is_text()
    {
        Assert.Equal(new NumberCell(501), Cell("ID"));
        Assert.Equal(new NumberCell(15_000), Cell("Бюджет сделки"));
        Assert.Equal(new TextCell("Sotuv 1"), Cell("Воронка"));
        Assert.Equal(new TextCell(SheetStatus.InProgress), Cell("Статус"));
    }

    [Fact]
    public void The_client_is_the_first_contact_that_has_a_name_or_the_lead_s_own_name()
    {
        Contact[] contacts = [new(1, " ", []), new(2, "Лола", []), new(3, "Азиз", [])];

        Assert.Equal(new TextCell("Лола"), Cell("Ф.И.О.", contacts: contacts));
        Assert.Equal(new TextCell("Заявка с сайта"), Cell("Ф.И.О.", contacts: [contacts[0]]));
    }

    [Fact]
    public void All_phones_of_all_contacts_stand_once_without_their_plus()
    {
        Contact[] contacts = [new(1, "a", ["+998901", " 998902 ", ""]), new(2, "b", ["998901", "+998903"])];

        Assert.Equal(new TextCell("998901, 998902, 998903"), Cell("Контактный номер", contacts: contacts));
    }

    [Theory]
    [InlineData("134", "BAHODIR HUSANOV")]
    [InlineData("00134", "BAHODIR HUSANOV")]
    [InlineData("0007", "MALIKA")]
    [InlineData("999", "Дилноза")]
    [InlineData("", "Дилноза")]
    public void The_responsible_person_is_found_by_code_with_or_without_zeros_or_is_amoCRM_s(string code, string name) =>
        Assert.Equal(new TextCell(name), Cell("Ответственный", [new LeadField(1, "Код сотрудника", "text", [code])]));

    [Fact]
    public void A_staff_code_keeps_its_zeros_even_as_a_numeric_field() =>
        Assert.Equal(new TextCell("0134"), Cell("Код сотрудника", [new LeadField(1, "Код сотрудника", "numeric", ["0134"])]));

    [Fact]
    public void An_amount_is_a_number_so_that_people_can_sum_it() =>
        Assert.Equal(new NumberCell(2.5), Cell("Количество 1", [new LeadField(1, "Количество 1", "numeric", ["2.5"])]));

    [Fact]
    public void A_date_is_the_day_of_the_account_and_a_moment_the_day_of_the_display()
    {
        var accountMidnight = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(3)).ToUnixTimeSeconds();

        Assert.Equal(new TextCell("02.03.2026"), Cell("Дата доставка", [new LeadField(1, "Дата доставка", "date", [$"{accountMidnight}"])]));
        Assert.Equal(new TextCell("02.03.2026"), Cell("Дата заказа", [new LeadField(1, "Дата заказа", "date_time", [$"{Noon.ToUnixTimeSeconds()}"])]));
    }

    [Fact]
    public void A_moment_keeps_its_time_in_a_column_that_people_added()
    {
        Assert.Equal(new TextCell("02.03.2026 01:30"), Cell("Приемщик", [new LeadField(1, "Приемщик", "date_time", [$"{Noon.ToUnixTimeSeconds()}"])]));
        Assert.Equal(new TextCell("01.03.2026"), Cell("Приемщик", [new LeadField(1, "Приемщик", "date", [$"{Noon.ToUnixTimeSeconds()}"])]));
        Assert.Equal(new TextCell("скоро"), Cell("Приемщик", [new LeadField(1, "Приемщик", "date_time", ["скоро"])]));
    }

    [Fact]
    public void An_empty_order_date_falls_back_to_the_lead_s_creation_with_the_time()
    {
        Assert.Equal(new TextCell("02.03.2026 01:30"), Cell("Дата заказа"));
        Assert.Null(Cell("Дата доставка"));
    }

    [Fact]
    public void Fields_are_found_by_name_with_doubled_spaces_folded_and_several_values_joined() =>
        Assert.Equal(new TextCell("Матрас, Подушка"), Cell("Продукт 1", [new LeadField(1, "Продукт   1", "multiselect", ["Матрас", "Подушка"])]));

    [Theory]
    [InlineData("Статус")]
    [InlineData("Воронка")]
    public void A_field_that_happens_to_be_called_like_a_column_of_ours_never_overrides_it(string name) =>
        Assert.NotEqual(new TextCell("чужое"), Cell(name, [new LeadField(1, name, "text", ["чужое"])]));

    [Fact]
    public void A_column_that_is_not_ours_stays_empty_unless_a_lead_field_bears_its_name()
    {
        Assert.Null(Cell("Заметки кассира"));
        Assert.Equal(new TextCell("Отабек"), Cell("Приемщик", [new LeadField(1, "Приёмщик", "text", ["Отабек"])]));
    }

    [Fact]
    public void A_refresh_leaves_id_order_number_and_unknown_columns_alone_and_mirrors_the_rest()
    {
        var columns = _rows.RefreshedCells(Source([]), Layout, Staff, SheetStatus.InProgress).Select(cell => Layout.Headers[cell.Column]).ToList();

        Assert.Equal(OrderColumns.All.Except(["ID", "Заказ №"]), columns);
    }

    [Fact]
    public void A_text_that_is_too_long_for_a_cell_is_cut()
    {
        var cell = Assert.IsType<TextCell>(Cell("Адрес", [new LeadField(1, "Адрес", "textarea", [new string('я', 60_000)])]));

        Assert.Equal(50_000, cell.Text.Length);
        Assert.EndsWith("…", cell.Text, StringComparison.Ordinal);
    }

    private CellValue? Cell(string column, IReadOnlyList<LeadField>? fields = null, IReadOnlyList<Contact>? contacts = null) =>
        _rows.NewRow(Source(fields ?? [], contacts), Layout, Staff, SheetStatus.InProgress)[Layout.IndexOf(column)!.Value];

    private static RowSource Source(IReadOnlyList<LeadField> fields, IReadOnlyList<Contact>? contacts = null) => new(
        new Lead
        {
            Id = new LeadId(501),
            Name = "Заявка с сайта",
            Price = 15_000,
            Stage = new StageKey(1, 10),
            ResponsibleUserId = 5,
            CreatedAt = Noon,
            UpdatedAt = Noon,
            Fields = fields,
        },
        contacts ?? [],
        new Company(1, "ООО"),
        "Дилноза");
}
