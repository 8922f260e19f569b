using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>Which tab is which, by title and by what is remembered; pure.</summary>
public sealed class MonthTabsTests
{
    private static readonly TabTitles Titles = new("Sheet1", "Staff");
    private static readonly TabPeriod October = Month(2026, 10);

    [Theory]
    [InlineData("2026-10-31T23:59:59+05:00", TabInterval.Monthly, "10.2026", 2026100000, "2026-10")]
    [InlineData("2026-11-01T00:00:00+05:00", TabInterval.Monthly, "11.2026", 2026110000, "2026-11")]
    [InlineData("2026-03-05T07:59:00+05:00", TabInterval.Hourly, "03.2026 05 07", 2026030507, "2026-03-05T07")]
    public void A_period_tells_title_tab_and_text(string moment, TabInterval interval, string title, int tab, string text)
    {
        var period = TabPeriod.Of(DateTimeOffset.Parse(moment, null), interval);

        Assert.Equal((title, new TabId(tab), text), (period.Title, period.NewTab, period.ToString()));
        Assert.True(TabPeriod.TryParse(text, out var read));
        Assert.Equal(period, read);
        Assert.True(TabMap.IsMonth(title));
    }

    [Fact]
    public void Only_a_later_period_is_due()
    {
        var tabs = Known(October, 1);

        Assert.True(tabs.IsDue(Month(2026, 11)));
        Assert.True(tabs.IsDue(Month(2027, 1)));
        Assert.False(tabs.IsDue(October));
        Assert.False(tabs.IsDue(Month(2026, 9)));
        Assert.False((tabs with { Period = TabPeriod.Of(new DateTimeOffset(2026, 10, 5, 7, 0, 0, default), TabInterval.Hourly) }).IsDue(October));
    }

    [Fact]
    public void An_hour_s_tab_becomes_the_month_s_when_tabs_are_to_turn_monthly()
    {
        var hour = TabPeriod.Of(new DateTimeOffset(2026, 10, 5, 7, 0, 0, default), TabInterval.Hourly);

        Assert.Equal(October, Known(hour, 1).SeenIn(Snapshot(1), October).Period);
    }

    [Fact]
    public void A_taken_title_gives_way_whatever_its_case()
    {
        Assert.Equal("10.2026 (3)", October.FreeTitle(["10.2026", "Sheet1", "10.2026 (2)"]));
        Assert.Equal("10.2026", October.FreeTitle(["10.2026 x"]));
    }

    [Fact]
    public void What_is_remembered_survives_as_text_and_garbage_is_told_from_it()
    {
        var tabs = Known(October, 0, 7) with
        {
            Archived = [new RememberedTab(new TabId(7), "Сентябрь «\"»"), new RememberedTab(new TabId(8), "08.2026", Gone: true)],
            Next = new AnnouncedTurn(Month(2026, 11), new TabId(2026110000)),
        };

        Assert.Equal(tabs, MonthTabs.Parse(tabs.ToText()));
        Assert.Null(MonthTabs.Parse("03/2026"));
        Assert.Null(MonthTabs.Parse("""{"period":"October","active":{"tab":1,"title":"x"}}"""));
        Assert.Null(MonthTabs.Parse("""{"period":"2026-10"}"""));
    }

    [Fact]
    public void More_tabs_than_a_cursor_holds_leave_out_the_deleted_and_the_oldest_first()
    {
        var title = new string('Ж', 100);
        var tabs = Known(October, 1) with
        {
            Archived = [.. Enumerable.Range(2, 400).Select(id => new RememberedTab(new TabId(id), title, Gone: id == 3))],
        };

        var read = MonthTabs.Parse(tabs.ToText())!;

        Assert.True(tabs.ToText().Length <= 30_000);
        Assert.Equal(new TabId(2), read.Archived[0].Id);
        Assert.DoesNotContain(read.Archived, tab => tab.Gone);
    }

    [Fact]
    public void Our_own_tabs_are_live_whatever_their_title_and_stand_before_those_that_are_only_called_like_a_month()
    {
        var map = Find(Known(October, 1, 5, 4), "Sheet1:1", "Октябрь:4", "12.2030:9", "01.2026:5", "Copy of 10.2026:6", "10.2026 (2):7", "Staff:3");

        Assert.Equal([1, 5, 4, 9], map.Live.Select(tab => tab.Id.Value));
    }

    [Fact]
    public void The_title_decides_before_the_memory_and_the_former_active_tab_stays_live()
    {
        var map = Find(Known(October, 1), "Старый:1", "Sheet1:2", "Staff:3");

        Assert.Equal([2, 1], map.Live.Select(tab => tab.Id.Value));
        Assert.Null(map.Remark);
    }

    [Fact]
    public void The_staff_tab_and_charts_are_never_order_tabs()
    {
        var map = TabMap.Find(
            [new(new TabId(1), "Sheet1"), new(new TabId(2), "staff"), new(new TabId(3), "09.2026", HasGrid: false)], Titles, Known(October, 1, 2));

        Assert.Equal([1], map.Live.Select(tab => tab.Id.Value));
        Assert.Equal(2, map.Staff!.Id.Value);
        Assert.Throws<SheetMisconfiguredException>(() => Find(Known(October, 2), "Notes:1", "Staff:2"));
    }

    [Fact]
    public void Of_two_titles_that_differ_in_case_the_exact_one_counts_and_it_is_told()
    {
        var map = Find(null, "SHEET1:5", "Sheet1:6");

        Assert.Equal(6, map.Active.Id.Value);
        Assert.Contains("«Sheet1» and «SHEET1»", map.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tab_that_is_gone_is_remembered_as_gone_and_comes_back()
    {
        var gone = Known(October, 1, 4).SeenIn(Snapshot(1), October);
        Assert.Equal([new RememberedTab(new TabId(4), "tab 4", Gone: true)], gone.Archived);

        Assert.Equal([new RememberedTab(new TabId(4), "tab 4")], gone.SeenIn(Snapshot(1, 4), October).Archived);
    }

    private static TabPeriod Month(int year, int month) => new(TabInterval.Monthly, new DateTime(year, month, 1));

    private static MonthTabs Known(TabPeriod period, int active, params int[] archived) => new()
    {
        Period = period,
        Active = new RememberedTab(new TabId(active), $"tab {active}"),
        Archived = [.. archived.Select(id => new RememberedTab(new TabId(id), $"tab {id}"))],
    };

    private static SheetSnapshot Snapshot(params int[] tabs) =>
        new(default, [.. tabs.Select(id => new UnreadableTab(new TabId(id), $"tab {id}", "not asked"))], StaffList.Empty);

    private static TabMap Find(MonthTabs? known, params string[] tabs) => TabMap.Find(
        [.. tabs.Select(tab => tab.Split(':')).Select(tab => new ListedTab(new TabId(int.Parse(tab[1], null)), tab[0]))], Titles, known);
}
