using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>A write that people's moving of rows led astray is put right, and nothing of theirs with it.</summary>
public sealed class AstrayWriteTests
{
    [Fact]
    public async Task A_copy_that_was_made_right_before_the_write_and_hit_by_it_has_its_own_leads_values_again()
    {
        await using var world = await ServiceWorld.StartAsync();
        var (above, lead) = await TwoOrdersAsync(world);
        await world.MoveAndSyncAsync(lead, "ОТКАЗ");
        var budget = world.Cell(above, "Бюджет сделки");
        Assert.NotEqual(budget, world.Cell(lead, "Бюджет сделки"));
        world.Move(lead, ServiceWorld.NewOrder);
        await world.BellAsync(lead);
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "duplicateRow", Find = ServiceWorld.Id(above) });

        await world.PassDoneAsync();

        Assert.Equal([budget, budget], world.RowsOf(above).Select(row => row.Values["Бюджет сделки"]));
        Assert.Equal(SheetStatus.InProgress, world.Cell(lead, "Статус"));
    }

    [Fact]
    public async Task What_a_person_typed_into_a_row_that_the_write_missed_is_not_overwritten_by_putting_it_right()
    {
        await using var world = await ServiceWorld.StartAsync();
        var (above, lead) = await TwoOrdersAsync(world);
        world.Move(lead, "ОТКАЗ");
        await world.BellAsync(lead);
        world.Sheets.Faults.BeforeNextWrite(
            DemoSpreadsheet.Id,
            new PersonEdit { Do = "insertRows", Row = 2 },
            new PersonEdit { Do = "type", Find = ServiceWorld.Id(lead), Column = "Статус", Text = SheetStatus.Won, Pasted = true });

        await world.PassAsync();
        Assert.Equal((SheetStatus.InProgress, SheetStatus.Won), (world.Cell(above, "Статус"), world.Cell(lead, "Статус")));
        await world.PassDoneAsync();

        Assert.Equal((142, SheetStatus.Won), (world.Card(lead).StatusId, world.Cell(lead, "Статус")));
    }

    [Fact]
    public async Task Two_writes_of_one_text_that_both_missed_leave_no_strangers_row_behind()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = world.LeadsOf(DemoAccount.Sotuv1).Take(3).ToList();
        await world.NewOrdersAsync(leads);
        leads = [.. leads.OrderBy(lead => world.RowOf(lead).Row)];
        world.Move(leads[0], "ОТКАЗ");
        world.Move(leads[2], "ОТКАЗ");
        await world.BellAsync(leads[0], leads[2]);
        // The first write hits the third lead's row, and the third's hits the second's, to whom nobody meant anything.
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "moveRows", Find = ServiceWorld.Id(leads[2]), To = 2 });

        await world.PassDoneAsync();
        await world.PassAsync();

        Assert.Equal([SheetStatus.Rejected, SheetStatus.InProgress, SheetStatus.Rejected], leads.Select(lead => world.Cell(lead, "Статус")));
        Assert.Equal(0, world.Patches);
    }

    [Fact]
    public async Task Rows_that_got_one_text_from_each_others_writes_keep_it()
    {
        await using var world = await ServiceWorld.StartAsync();
        var (above, lead) = await TwoOrdersAsync(world);
        world.Move(above, "ОТКАЗ");
        world.Move(lead, "ОТКАЗ");
        await world.BellAsync(above, lead);
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, new PersonEdit { Do = "insertRows", Row = 2 });

        await world.PassDoneAsync();

        Assert.Equal((SheetStatus.Rejected, SheetStatus.Rejected), (world.Cell(above, "Статус"), world.Cell(lead, "Статус")));
        Assert.Equal((PassResult.Idle, 0), ((await world.PassAsync()).Result, world.Patches));
    }

    [Fact]
    public async Task What_a_write_left_in_a_strangers_row_while_rows_kept_moving_is_no_edit_and_is_put_right_later()
    {
        await using var world = await ServiceWorld.StartAsync();
        var (above, lead) = await TwoOrdersAsync(world);
        world.Move(lead, "ОТКАЗ");
        await world.BellAsync(lead);
        var up = new PersonEdit { Do = "moveRows", Find = ServiceWorld.Id(lead), To = 2 };
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, up);
        // The reading that verifies finds the rows as they stood when the write was planned.
        world.Sheets.Faults.BeforeNextRead(DemoSpreadsheet.Id);
        world.Sheets.Faults.BeforeNextRead(DemoSpreadsheet.Id, up with { Find = ServiceWorld.Id(above) });

        await world.PassAsync();
        Assert.Equal((SheetStatus.Rejected, SheetStatus.InProgress), (world.Cell(above, "Статус"), world.Cell(lead, "Статус")));
        await world.PassAsync();

        Assert.Equal((SheetStatus.InProgress, SheetStatus.Rejected), (world.Cell(above, "Статус"), world.Cell(lead, "Статус")));
        Assert.Equal((ServiceWorld.NewOrder, "ОТКАЗ", 0), (world.StageOf(above), world.StageOf(lead), world.Patches));
        Assert.Contains(await world.JournalAsync(above), entry => entry is { What: nameof(Reason.StrayUndone), Before: SheetStatus.Rejected, After: SheetStatus.InProgress });
        Assert.Contains("чужой статус", world.RowOf(above).Notes["Статус"], StringComparison.Ordinal);
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task Rows_that_are_sorted_over_and_over_while_leads_change_move_no_lead()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = world.AddLeads(40);
        await world.BellAsync(leads);
        await world.PassDoneAsync();
        foreach (var lead in leads.Take(9))
            world.Move(lead, "ОТКАЗ");
        await world.BellAsync([.. leads.Take(9)]);
        world.Sheets.Faults.BeforeNextRead(DemoSpreadsheet.Id);
        for (var turn = 0; turn < 5; turn++)
        {
            PersonEdit[] edits =
            [
                new PersonEdit { Do = "sort", Column = "ID", Descending = turn % 2 == 0 },
                new PersonEdit { Do = "moveRows", Row = 2 + (5 * turn), To = 33 - turn },
            ];
            world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, edits);
            world.Sheets.Faults.BeforeNextRead(DemoSpreadsheet.Id, edits);
        }

        for (var pass = 0; pass < 12; pass++)
            await world.PassAsync();

        Assert.Equal(0, world.Patches);
        Assert.Equal(
            leads.Select((_, index) => index < 9 ? (SheetStatus.Rejected, "ОТКАЗ") : (SheetStatus.InProgress, ServiceWorld.NewOrder)),
            leads.Select(lead => (world.Cell(lead, "Статус"), world.StageOf(lead))));
    }

    private static async Task<(long Above, long Lead)> TwoOrdersAsync(ServiceWorld world)
    {
        var leads = world.LeadsOf(DemoAccount.Sotuv1).Take(2).ToList();
        await world.NewOrdersAsync(leads);
        return leads.OrderBy(lead => world.RowOf(lead).Row).ToList() is [var above, var below] ? (above, below) : throw new InvalidOperationException("Two orders make two rows.");
    }
}
