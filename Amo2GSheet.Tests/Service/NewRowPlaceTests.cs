using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>A new order goes into the line under the last one, whatever people keep in columns of their own below.</summary>
public sealed class NewRowPlaceTests
{
    private const int Lowest = 1995;

    [Theory]
    [InlineData("A", "FALSE")]
    [InlineData("B", "слово")]
    [InlineData("F", "слово")]
    public async Task Ticks_or_a_word_in_a_column_of_people_do_not_send_new_orders_far_below(string column, string text)
    {
        await using var world = await StartAsync();
        var leads = world.AddLeads(3);
        await world.NewOrdersAsync([leads[0]]);
        List<PersonEdit> typed =
            [.. Enumerable.Range(2, 5).Append(Lowest).Select(row => new PersonEdit { Do = "type", Cell = $"{column}{row}", Text = text })];
        world.Do(typed);

        await world.NewOrdersAsync([leads[1], leads[2]]);

        Assert.Equal([2, 3, 4], leads.Select(lead => world.RowOf(lead).Row).Order());
        var kept = world.Tab().Rows.Where(row => row.Values.Values.Contains(text));
        Assert.Equal(typed.Select(edit => edit.Cell), kept.Select(row => $"{column}{row.Row}"));
        Assert.All(leads, lead => Assert.Equal(SheetStatus.InProgress, world.Cell(lead, "Статус")));
    }

    [Fact]
    public async Task A_line_that_people_began_in_a_column_of_ours_is_not_written_over()
    {
        await using var world = await StartAsync();
        var leads = world.AddLeads(2);
        await world.NewOrdersAsync([leads[0]]);
        world.Do(
            new PersonEdit { Do = "type", Row = 4, Column = "Адрес", Text = "Мирзо 5" },
            new PersonEdit { Do = "type", Cell = $"A{Lowest}", Text = "слово" });

        await world.NewOrdersAsync([leads[1]]);

        var rows = world.Tab().Rows.Take(3).Select(row => (row.Row, row.Values.Values.Contains("Мирзо 5")));
        Assert.Equal([(2, false), (4, true), (5, false)], rows);
        Assert.Equal(5, world.RowOf(leads[1]).Row);
    }

    [Fact]
    public async Task A_new_order_leaves_alone_what_people_keep_in_its_line()
    {
        await using var world = await StartAsync();
        var leads = world.AddLeads(2);
        await world.NewOrdersAsync([leads[0]]);
        world.Do(
            new PersonEdit { Do = "type", Cell = "A3", Text = "моё" },
            new PersonEdit { Do = "type", Cell = "F3", Text = "=1+1" },
            new PersonEdit { Do = "note", Cell = "A3", Text = "заметка" });

        await world.NewOrdersAsync([leads[1]]);

        var row = world.RowOf(leads[1]);
        Assert.Equal((3, "моё", "2", "заметка"), (row.Row, row.Values["A"], row.Values["F"], row.Notes["A"]));
    }

    [Fact]
    public async Task A_line_inserted_in_the_moment_of_the_write_costs_no_order_its_row()
    {
        await using var world = await StartAsync();
        var leads = world.AddLeads(3);
        await world.NewOrdersAsync([leads[0], leads[1]]);
        world.Do(new PersonEdit { Do = "type", Cell = $"A{Lowest}", Text = "слово" });
        world.Move(leads[2], ServiceWorld.NewOrder);
        await world.BellAsync(leads[2]);
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "insertRows", Row = 2 });

        await world.PassDoneAsync();

        Assert.All(leads, lead => Assert.Equal(SheetStatus.InProgress, world.Cell(lead, "Статус")));
        Assert.All(leads, lead => Assert.Equal(ServiceWorld.NewOrder, world.StageOf(lead)));
        Assert.Equal([3, 4, 5], leads.Select(lead => world.RowOf(lead).Row).Order());
    }

    [Fact]
    public async Task An_order_whose_place_Google_refuses_goes_below_everything_and_leaves_nothing_behind()
    {
        await using var world = await StartAsync();
        var leads = world.AddLeads(3);
        await world.NewOrdersAsync([leads[0]]);
        world.Do(
            new PersonEdit { Do = "type", Cell = $"F{Lowest}", Text = "слово" },
            new PersonEdit { Do = "protect", Range = "K3:K3" });

        world.Move(leads[1], ServiceWorld.NewOrder);
        await world.BellAsync(leads[1]);
        await world.PassAsync();

        Assert.Equal([2, Lowest, Lowest + 1], world.Tab().Rows.Select(row => row.Row));
        Assert.Equal(Lowest + 1, world.RowOf(leads[1]).Row);
    }

    [Fact]
    public async Task New_orders_above_words_of_people_cost_two_reads_and_one_write()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Do(new PersonEdit { Do = "type", Cell = $"A{Lowest}", Text = "слово" });
        var lead = world.AddLeads(1)[0];
        await world.BellAsync(lead);
        world.ResetCounters();

        await world.PassDoneAsync();

        Assert.Equal((3, 2, 1), (world.RowOf(lead).Row, world.Sheets.Counters.Reads, world.Sheets.Counters.Writes));
    }

    /// <summary>A world whose people have columns of their own: A, B, and F between those of ours.</summary>
    private static async Task<ServiceWorld> StartAsync()
    {
        var world = await ServiceWorld.StartAsync();
        world.Do(new PersonEdit { Do = "insertColumns", Row = 1, Count = 2 }, new PersonEdit { Do = "insertColumns", Row = 6 });
        return world;
    }
}
