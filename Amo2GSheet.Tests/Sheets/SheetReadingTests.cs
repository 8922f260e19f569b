using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>How cells, headers and tabs become ids, columns and rows.</summary>
public sealed class SheetReadingTests
{
    [Theory]
    [InlineData(501L, "501")]
    [InlineData(501.0, "501")]
    [InlineData(" 501 ", "501")]
    [InlineData("0134", "0134")]
    [InlineData(12.5, "12.5")]
    [InlineData(998901234567.0, "998901234567")]
    [InlineData(true, "TRUE")]
    [InlineData(null, "")]
    public void A_number_is_the_same_whether_the_cell_holds_it_as_number_or_text(object? cell, string text) =>
        Assert.Equal(text, CellText.Of(cell));

    [Theory]
    [InlineData("501", true)]
    [InlineData(" 501\t", true)]
    [InlineData("0", false)]
    [InlineData("-5", false)]
    [InlineData("5.5", false)]
    [InlineData("1e3", false)]
    [InlineData("итого", false)]
    [InlineData("", false)]
    [InlineData("99999999999999999999", false)]
    public void Only_a_positive_whole_number_is_a_lead_s_id(string text, bool isId) => Assert.Equal(isId, LeadId.TryParse(text, out _));

    [Fact]
    public void Columns_are_found_by_folded_header_and_of_two_equal_ones_the_left_counts()
    {
        var layout = new SheetLayout(["", "статус", "ID", "Заказ  №", "Статус"]);

        Assert.Equal((1, 2, 3), (layout.IndexOf("Статус"), layout.IndexOf("ID"), layout.IndexOf("Заказ №")));
        Assert.Empty(layout.MissingRequired);
        Assert.Equal(["Заказ №", "Статус"], new SheetLayout(["ID"]).MissingRequired);
    }

    [Fact]
    public void The_topmost_row_of_the_first_tab_is_the_row()
    {
        var layout = new SheetLayout(OrderColumns.All);
        var lead = new LeadId(5);
        Row RowAt(int tab, int index) => new(lead, new RowAddress(new TabId(tab), index), "", "");
        var snapshot = new SheetSnapshot(default, [new ReadTab(new TabId(1), "Sheet1", layout, [RowAt(1, 7), RowAt(1, 9)]), new ReadTab(new TabId(2), "02.2026", layout, [RowAt(2, 1)])], StaffList.Empty);

        Assert.Equal([(1, 7), (1, 9), (2, 1)], snapshot.RowsOf(lead).Select(row => (row.Address.Tab.Value, row.Address.Index)));
    }
}
