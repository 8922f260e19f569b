using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>What a cell holds decides what it means, not the text that it shows: an error and a tick are no order number, a date is what people see.</summary>
public sealed class CellKindTests
{
    [Theory]
    [InlineData("=1/0")]
    [InlineData("=VLOOKUP(\"x\",A1:B2,2,0)")]
    [InlineData("#N/A")]
    [InlineData("=IMPORTRANGE(\"x\",\"y\")")]
    [InlineData("TRUE")]
    public async Task An_error_or_a_tick_is_no_order_number(string typed)
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);

        world.Type(world.FirstLead, "Заказ №", typed);
        await world.PassDoneAsync();

        var shown = world.Cell(world.FirstLead, "Заказ №");
        Assert.Equal((ServiceWorld.NewOrder, null, 0), (world.StageOf(world.FirstLead), world.FieldOf(world.FirstLead, "Заказ №"), world.Patches));
        Assert.Contains($"«{shown}» — это не номер заказа", world.RowOf(world.FirstLead).Notes["Статус"], StringComparison.Ordinal);
        Assert.Contains(await world.JournalAsync(world.FirstLead), entry => entry is { Rule: 9, What: nameof(Reason.NoNumber) } && entry.After == shown);
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task An_error_that_becomes_a_number_is_one_and_its_note_goes()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Заказ №", "=1/0");
        await world.PassDoneAsync();

        world.Type(world.FirstLead, "Заказ №", "A-17");
        await world.PassDoneAsync();

        Assert.Equal(("ЗАКАЗ ОТПРАВЛЕН", "A-17"), (world.StageOf(world.FirstLead), world.FieldOf(world.FirstLead, "Заказ №")));
        Assert.DoesNotContain("Статус", world.RowOf(world.FirstLead).Notes);
    }

    [Fact]
    public async Task A_status_chosen_beside_an_error_moves_the_lead_and_the_number_stays_in_amoCRM()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Заказ №", "A-17");
        await world.PassDoneAsync();

        world.Type(world.FirstLead, "Заказ №", "=1/0");
        world.Type(world.FirstLead, "Статус", SheetStatus.Rejected);
        await world.PassDoneAsync();

        Assert.Equal(("ОТКАЗ", "A-17"), (world.StageOf(world.FirstLead), world.FieldOf(world.FirstLead, "Заказ №")));
        Assert.Contains("не номер заказа", world.RowOf(world.FirstLead).Notes["Статус"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unticked_box_is_an_empty_cell()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);

        world.Type(world.FirstLead, "Заказ №", "FALSE");

        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
        Assert.Equal(0, world.Patches);
    }

    [Theory]
    [InlineData("17.11.2026", "17.11.2026")]
    [InlineData("10:30", "10:30")]
    [InlineData("$1,234.50", "$1,234.50")]
    [InlineData("12.5%", "12.5%")]
    [InlineData("1234567890123456", "1234567890123456")]
    [InlineData("0017", "17")]
    [InlineData("'0017", "0017")]
    [InlineData("'#N/A", "#N/A")]
    [InlineData("12.5", "12.5")]
    public async Task An_order_number_is_what_people_see_and_a_plain_number_stays_exact(string typed, string sent)
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);

        world.Type(world.FirstLead, "Заказ №", typed);
        await world.PassDoneAsync();

        Assert.Equal(("ЗАКАЗ ОТПРАВЛЕН", sent), (world.StageOf(world.FirstLead), world.FieldOf(world.FirstLead, "Заказ №")));
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Theory]
    [InlineData("#NAME?")]
    [InlineData("=1/0")]
    public async Task An_error_is_nobody_s_name(string typed)
    {
        await using var world = await StartAsync();
        foreach (var row in world.Tab(DemoSpreadsheet.StaffTab).Rows)
            world.Do(new PersonEdit { Do = "type", Tab = DemoSpreadsheet.StaffTab, Row = row.Row, Column = "Сотрудник", Text = typed });

        await world.NewOrdersAsync([.. world.LeadsOf(DemoAccount.Sotuv1)]);

        Assert.All(world.Tab().Rows, row => Assert.DoesNotContain(row.Values.Values, text => text.StartsWith('#')));
    }

    [Theory]
    [InlineData("{0}.0")]
    [InlineData("{0},0")]
    [InlineData("{0}.00")]
    public async Task An_id_that_another_program_wrote_as_a_fraction_is_read(string format)
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Do(new PersonEdit { Do = "type", Find = ServiceWorld.Id(world.FirstLead), Column = "ID", Text = "'" + string.Format(System.Globalization.CultureInfo.InvariantCulture, format, world.FirstLead) });

        world.Do(new PersonEdit { Do = "type", Row = 2, Column = "Статус", Text = SheetStatus.Rejected, Pasted = true });
        await world.PassDoneAsync();

        Assert.Equal("ОТКАЗ", world.StageOf(world.FirstLead));
    }

    /// <summary>A world whose clerks took the text format off the order numbers: what they type there is a date, a tick, a formula.</summary>
    private static async Task<ServiceWorld> StartAsync()
    {
        var world = await ServiceWorld.StartAsync();
        world.Do(new PersonEdit { Do = "clearFormat", Column = "Заказ №" });
        return world;
    }
}
