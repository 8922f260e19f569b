using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Tests.Sync;

/// <summary>Rule 16: when a pass would move too many leads.</summary>
public sealed class BrakeTests
{
    private static readonly BrakeOptions Usual = new();

    [Theory]
    [InlineData(0, false)]
    [InlineData(50, false)]
    [InlineData(51, true)]
    public void More_moves_than_a_pass_may_make_are_too_many(int moves, bool trips)
    {
        var found = Trips(Usual, (moves, 100_000));

        Assert.Equal(trips ? [new Trip(BrakeLimit.Moves, moves, 50, null)] : [], found);
    }

    [Theory]
    [InlineData(10, 11, false)] // nearly all rows, and so few that the percentage does not count
    [InlineData(11, 55, false)] // exactly a fifth
    [InlineData(11, 54, true)]
    [InlineData(12, 12, true)]
    [InlineData(50, 250, false)]
    [InlineData(50, 249, true)]
    public void More_than_a_fifth_of_a_tab_s_tracked_rows_are_too_many(int moves, int tracked, bool trips)
    {
        var found = Trips(Usual, (moves, tracked));

        Assert.Equal(trips ? [new Trip(BrakeLimit.Percent, moves, tracked, "tab 0")] : [], found);
    }

    [Fact]
    public void Each_tab_is_measured_by_its_own_rows_and_all_of_them_together_by_the_number()
    {
        Assert.Equal([new Trip(BrakeLimit.Percent, 11, 20, "tab 1")], Trips(Usual, (11, 1_000), (11, 20), (9, 9)));
        Assert.Equal([new Trip(BrakeLimit.Moves, 60, 50, null)], Trips(Usual, (30, 1_000), (30, 1_000)));
        Assert.Equal(2, Trips(Usual, (51, 60), (0, 0)).Count);
    }

    [Fact]
    public void With_nought_every_move_waits_and_with_large_numbers_none()
    {
        Assert.Single(Trips(new BrakeOptions { MaxMoves = 0 }, (1, 1_000)));
        Assert.Single(Trips(new BrakeOptions { MaxPercent = 0, MinMoves = 0 }, (1, 1_000)));
        Assert.Empty(Trips(new BrakeOptions { MaxMoves = 1_000_000, MaxPercent = 100 }, (5_000, 5_000)));
    }

    [Theory]
    [InlineData(50, 100, false)]
    [InlineData(51, 100, true)]
    [InlineData(0, 500, false)] // what moved has moved, and nothing more is to
    public void More_moves_than_the_window_allows_are_too_many_however_small_the_last_pass_is(int moves, int earlier, bool trips)
    {
        var found = WindowTrips(moves, earlier, 100_000);

        Assert.Equal(trips ? [new Trip(BrakeLimit.WindowMoves, moves + earlier, 150, null) { Earlier = earlier }] : [], found);
    }

    [Theory]
    [InlineData(1, 9, 10, false)] // too few for the percentage
    [InlineData(2, 10, 20, false)] // exactly 60 %
    [InlineData(2, 11, 20, true)]
    public void More_of_a_tab_than_the_window_allows_is_too_much(int moves, int earlier, int tracked, bool trips)
    {
        var found = WindowTrips(moves, earlier, tracked);

        Assert.Equal(trips ? [new Trip(BrakeLimit.WindowPercent, moves + earlier, tracked, "tab 0") { Earlier = earlier }] : [], found);
    }

    [Fact]
    public void Rows_are_counted_only_where_enough_leads_would_move()
    {
        Tab tab = new UnreadableTab(new TabId(1), "few", "");

        Assert.Empty(Brake.Trips([.. Enumerable.Repeat(tab, 10)], _ => throw new InvalidOperationException("counted"), Usual));
    }

    [Fact]
    public void Twenty_samples_of_the_longest_texts_are_cut_to_what_a_cursor_holds()
    {
        var long60 = new string('я', 60);
        var sample = new HoldSample(1, new string('т', 100), new string('с', 500), new string('э', 500), long60, long60, long60, long60);
        var hold = new Hold { Id = "a", Since = DateTimeOffset.UnixEpoch, Samples = [.. Enumerable.Repeat(sample, Hold.MostSamples)] };

        var text = HoldBook.ToText([hold, hold with { Id = "b" }]);

        Assert.InRange(text.Length, 1, 32_000);
        Assert.Equal(["a", "b"], HoldBook.Parse(text).Select(read => read.Id));
        Assert.NotEmpty(HoldBook.Parse(text)[0].Samples);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""[{"since":"2026-01-01"}]""")]
    public void What_is_remembered_and_cannot_be_read_holds_nothing_and_approves_nothing(string text) => Assert.Empty(HoldBook.Parse(text));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(50, 1, 1)]
    [InlineData(51, 2, 1)]
    [InlineData(201, 5, 2)]
    public void A_hold_tells_what_pushing_it_costs(int leads, int patches, int reads) => Assert.Equal(new HoldCost(patches, reads), HoldCost.Of(leads));

    private static IReadOnlyList<Trip> WindowTrips(int moves, int earlier, int tracked) => Brake.WindowTrips(
        [.. Enumerable.Repeat<Tab>(new UnreadableTab(new TabId(0), "tab 0", ""), moves)], [.. Enumerable.Repeat(new TabId(0), earlier)], _ => tracked, Usual);

    private static IReadOnlyList<Trip> Trips(BrakeOptions limits, params (int Moves, int Tracked)[] tabs) => Brake.Trips(
        [.. tabs.SelectMany((tab, number) => Enumerable.Repeat<Tab>(new UnreadableTab(new TabId(number), $"tab {number}", ""), tab.Moves))],
        tab => tabs[tab.Id.Value].Tracked,
        limits);
}
