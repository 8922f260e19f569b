using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync.Verify;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.Service;

namespace Amo2GSheet.Tests.Verify;

/// <summary>What a full comparison finds, and what it does not touch.</summary>
public sealed class VerifyTests
{
    [Fact]
    public async Task Both_sides_in_step_are_one_line_and_few_calls()
    {
        await using var bed = await VerifyBed.StartAsync(450);
        var rows = bed.World.Tab().Rows.Count;
        var calls = ((rows + 199) / 200) + 2 + 2 + 1;

        var result = await bed.VerifyAsync();

        Assert.Equal($"amoCRM {rows} = sheet {rows}, 0 differences", result.Headline);
        Assert.True(result.Ok);
        Assert.Empty(result.Known);
        // The rows' leads, 200 a call; the trigger stages of three pipelines, 250 a page.
        Assert.InRange(bed.World.Amo.Counters.Count("GET /api/v4/leads"), 1, calls);
        Assert.Equal((1, 0), (bed.World.Sheets.Counters.Reads, bed.World.Sheets.Counters.Writes));
    }

    [Fact]
    public async Task A_seeded_difference_of_each_kind_is_found_and_nothing_else_is_and_nothing_is_written()
    {
        await using var bed = await VerifyBed.StartAsync(12);
        var (world, orders) = (bed.World, bed.Orders);
        var never = world.AddLeads(1)[0];
        var pasted = world.Amo.World.Leads().First(lead => lead.PipelineId == DemoAccount.Sotuv1 && world.StageOf(lead.Id) == "Консультация" && world.RowsOf(lead.Id).Count == 0).Id;
        world.Amo.World.Delete(EntityKind.Lead, orders[1]);
        world.Move(orders[2], "ОТКАЗ");
        world.Type(orders[3], "Статус", "потом");
        bed.SetNumber(orders[4], "77");
        world.Move(orders[6], "Успешно реализовано");
        world.Type(orders[6], "Статус", SheetStatus.Won);
        await bed.AnnounceAsync(orders[7], SheetStatus.Won);
        await world.BellAsync(orders[8]);
        world.Type(orders[9], "Статус", SheetStatus.Rejected);
        world.Type(orders[10], "Заказ №", "5");
        world.Do(
            new PersonEdit { Do = "duplicateRow", Find = ServiceWorld.Id(orders[5]) },
            new PersonEdit { Do = "deleteRows", Find = ServiceWorld.Id(orders[0]) },
            new PersonEdit { Do = "type", Cell = "B900", Text = $"{pasted}", Pasted = true },
            new PersonEdit { Do = "type", Cell = "U900", Text = SheetStatus.Won, Pasted = true });
        bed.LetPassesDie();
        world.ResetCounters();
        var (stored, patches, tab) = (await bed.StoredAsync(), world.Patches, world.Tab());

        var result = await bed.VerifyAsync();

        (DifferenceKind, long)[] expected =
        [
            (DifferenceKind.RowGone, orders[0]), (DifferenceKind.LeadGone, orders[1]), (DifferenceKind.StatusDiffers, orders[2]),
            (DifferenceKind.StatusUnknown, orders[3]), (DifferenceKind.OrderNumberDiffers, orders[4]), (DifferenceKind.DuplicateRows, orders[5]),
            (DifferenceKind.AgreementBehind, orders[6]), (DifferenceKind.IntentOpen, orders[7]), (DifferenceKind.WaitsLong, orders[8]),
            (DifferenceKind.StatusDiffers, orders[9]), (DifferenceKind.StatusDiffers, orders[10]), (DifferenceKind.OrderNumberDiffers, orders[10]),
            (DifferenceKind.RowMissing, never), (DifferenceKind.RowUntracked, pasted),
        ];
        Assert.Equal(expected.OrderBy(one => one), result.Differences.Select(one => (one.Kind, one.Lead)).OrderBy(one => one));
        Assert.Equal(expected.Length, result.Count);
        Assert.Empty(result.Known);
        Assert.All(result.Differences, one => Assert.All([one.Amo, one.Sheet, one.Cause, one.Fix], text => Assert.NotEmpty(text)));
        Assert.Equal(expected.Select(one => one.Item1).Distinct().Count() + 2, result.Differences.Select(one => one.Cause[..30]).Distinct().Count());
        var missing = result.Differences.Single(one => one.Kind is DifferenceKind.RowMissing);
        Assert.Equal(("Sotuv 1 / ЗАКАЗ БЕЗ НУМЕРАЦИИ", "no row"), (missing.Amo, missing.Sheet));
        var moved = result.Differences.Single(one => one.Lead == orders[2]);
        Assert.Equal("Sotuv 1 / ОТКАЗ", moved.Amo);
        Assert.Contains("the webhook was lost", moved.Cause, StringComparison.Ordinal);
        // One row is gone and one was never made; one row's lead is gone, and a pasted row is not tracked.
        Assert.StartsWith($"amoCRM {result.Amo} ≠ sheet {result.Amo - 1}, {expected.Length} differences", result.Headline, StringComparison.Ordinal);

        Assert.Equal(stored, await bed.StoredAsync());
        Assert.Equal((0L, 0), (world.Patches, world.Sheets.Counters.Writes));
        Assert.Equal(patches, world.Patches);
        Assert.Equal(tab.Rows.Select(row => string.Join('|', row.Values.Values)), world.Tab().Rows.Select(row => string.Join('|', row.Values.Values)));
    }

    [Fact]
    public async Task An_adopted_row_that_means_another_stage_than_its_lead_is_found_though_no_rule_looks_at_it()
    {
        await using var bed = await VerifyBed.StartAsync(1);
        var pasted = bed.World.Amo.World.Leads().First(lead => lead.PipelineId == DemoAccount.Sotuv1 && bed.World.StageOf(lead.Id) == "Консультация" && bed.World.RowsOf(lead.Id).Count == 0).Id;
        bed.World.Move(pasted, "ЗАКАЗ ОТПРАВЛЕН");
        bed.World.Do(
            new PersonEdit { Do = "type", Cell = "B900", Text = $"{pasted}", Pasted = true },
            new PersonEdit { Do = "type", Cell = "U900", Text = SheetStatus.Won, Pasted = true });
        await bed.World.PassDoneAsync();

        var result = await bed.VerifyAsync();

        var found = Assert.Single(result.Differences);
        Assert.Equal((DifferenceKind.StatusDiffers, pasted), (found.Kind, found.Lead));
        Assert.Contains("the row was adopted so", found.Cause, StringComparison.Ordinal);
        Assert.EndsWith(", 1 difference", result.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_shows_a_status_meant_for_another_row_differs_until_it_is_put_right()
    {
        await using var bed = await VerifyBed.StartAsync(2);
        var world = bed.World;
        var (above, lead) = (bed.Orders.MinBy(order => world.RowOf(order).Row), bed.Orders.MaxBy(order => world.RowOf(order).Row));
        world.Move(lead, "ОТКАЗ");
        await world.BellAsync(lead);
        var up = new PersonEdit { Do = "moveRows", Find = ServiceWorld.Id(lead), To = 2 };
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, up);
        world.Sheets.Faults.BeforeNextRead(DemoSpreadsheet.Id);
        world.Sheets.Faults.BeforeNextRead(DemoSpreadsheet.Id, up with { Find = ServiceWorld.Id(above) });
        await world.PassAsync();
        Assert.Equal(SheetStatus.Rejected, world.Cell(above, "Статус"));
        bed.LetPassesDie();

        var found = Assert.Single((await bed.VerifyAsync()).Differences, one => one.Lead == above);

        Assert.Equal(DifferenceKind.StatusDiffers, found.Kind);
        Assert.StartsWith($"«{SheetStatus.Rejected}»", found.Sheet, StringComparison.Ordinal);
        Assert.Contains("meant for another row", found.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_journal_explains_is_told_apart_and_is_no_difference()
    {
        await using var bed = await VerifyBed.StartAsync(4);
        var (world, orders) = (bed.World, bed.Orders);
        world.Type(orders[0], "Статус", "потом");
        world.Do(new PersonEdit { Do = "duplicateRow", Find = ServiceWorld.Id(orders[1]) });
        world.Amo.World.Delete(EntityKind.Lead, orders[2]);
        await world.BellAsync(orders[2]);
        await world.PassDoneAsync();
        bed.Clock.Jump(TimeSpan.FromSeconds(70));
        await world.PassDoneAsync();

        var result = await bed.VerifyAsync();

        Assert.True(result.Ok);
        Assert.EndsWith(", 0 differences", result.Headline, StringComparison.Ordinal);
        Assert.Equal(
            [(DifferenceKind.EditRefused, orders[0]), (DifferenceKind.DuplicateRows, orders[1]), (DifferenceKind.LeadGone, orders[2])],
            result.Known.Select(one => (one.Kind, one.Lead)));
    }

    [Fact]
    public async Task Leads_of_a_tab_that_cannot_be_read_are_not_compared_and_never_equal()
    {
        await using var bed = await VerifyBed.StartAsync(3);
        var rows = bed.World.Tab().Rows.Count;
        bed.World.Do(new PersonEdit { Do = "type", Cell = "U1", Text = "Состояние", Pasted = true });

        var result = await bed.VerifyAsync();

        Assert.False(result.Ok);
        Assert.Equal($"amoCRM 0 = sheet 0, 0 differences, {rows} not compared", result.Headline);
        Assert.Contains("Статус", Assert.Single(result.Tabs).Reason, StringComparison.Ordinal);
    }
}
