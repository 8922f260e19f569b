using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Tests.Sheets;

public sealed class StaffListTests
{
    [Fact]
    public void A_line_without_a_name_keeps_its_department_and_gives_way_to_one_with_a_name()
    {
        var staff = new StaffList([new("0134", " ", " A "), new("7", "", "B"), new("8", "", ""), new("9", "MALIKA", ""), new("007", "BAHODIR", "C"), new("9", "", "D"), new("", "NOBODY", "E")]);

        Assert.Equal([new("134", "", "A"), new("7", "BAHODIR", "C"), new("9", "MALIKA", "")], staff.Members);
        Assert.Equal((null, "BAHODIR", null), (staff.NameOf("134"), staff.NameOf("07"), staff.NameOf("8")));
    }
}
