using System.Text.Json;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>An ID cell that holds something else: the row is neither gone nor silent, and comes back with its id.</summary>
public sealed class UnreadableIdTests
{
    [Theory]
    [InlineData("#40100045")]
    [InlineData("=A1")]
    [InlineData("=1/0")]
    [InlineData("17.11.2026")]
    [InlineData("заказ Лолы")]
    public async Task A_row_whose_id_cannot_be_read_has_a_note_and_its_lead_gets_no_second_row(string typed)
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.FirstLead;
        await world.NewOrdersAsync(lead);
        var line = world.RowOf(lead).Row;
        Type(world, line, typed);

        await world.PassAsync();
        world.Move(lead, "ОТКАЗ");
        await world.BellAsync(lead);
        await world.PassAsync();
        world.Move(lead, ServiceWorld.NewOrder);
        await world.BellAsync(lead);
        await world.PassAsync();

        var row = Assert.Single(world.Tab().Rows);
        Assert.Contains("не ID сделки", row.Notes["ID"], StringComparison.Ordinal);
        var health = await HealthAsync(world);
        Assert.Contains($"1 ID cells hold no lead's id, the first one in line {line}", Assert.Single(health.Problems), StringComparison.Ordinal);
        Assert.Equal("attention", health.Status);
    }

    [Fact]
    public async Task An_id_that_is_put_right_takes_its_note_along_and_what_was_typed_in_between_is_sent()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.FirstLead;
        await world.NewOrdersAsync(lead);
        var line = world.RowOf(lead).Row;
        Type(world, line, "?");
        await world.PassAsync();
        world.Do(new PersonEdit { Do = "type", Row = line, Column = "Заказ №", Text = "A-17" });
        await world.PassAsync();
        Assert.Equal(0, world.Patches);

        Type(world, line, $"{lead}");
        await world.PassDoneAsync();

        Assert.Equal(("ЗАКАЗ ОТПРАВЛЕН", "A-17"), (world.StageOf(lead), world.FieldOf(lead, "Заказ №")));
        Assert.DoesNotContain("ID", world.RowOf(lead).Notes);
        Assert.Equal((PassResult.Idle, "ok"), ((await world.PassAsync()).Result, (await HealthAsync(world)).Status));
    }

    [Fact]
    public async Task A_line_of_totals_is_no_row_and_holds_nothing_up()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.FirstLead;
        await world.NewOrdersAsync(lead);
        Type(world, world.RowOf(lead).Row + 3, "Итого");
        world.Do(new PersonEdit { Do = "deleteRows", Find = ServiceWorld.Id(lead) });
        world.ResetCounters();

        await world.PassDoneAsync();

        Assert.Contains(await world.JournalAsync(lead), entry => entry.What == nameof(Reason.RowGone));
        Assert.Equal(("ok", 0), ((await HealthAsync(world)).Status, world.Sheets.Counters.Writes));
    }

    [Fact]
    public async Task Notes_are_written_once_and_cost_an_idle_pass_nothing()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        Type(world, world.RowOf(world.FirstLead).Row, "?");
        await world.PassAsync();
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        await world.PassAsync();
        world.ResetCounters();
        var stored = world.StorageCalls;

        await world.PassAsync();

        Assert.Equal((1, 0, 3), (world.Sheets.Counters.Reads, world.Sheets.Counters.Writes, world.StorageCalls - stored));
    }

    private static async Task<(string Status, IReadOnlyList<string> Problems)> HealthAsync(ServiceWorld world)
    {
        using var health = JsonDocument.Parse(await world.HealthAsync());
        return (health.RootElement.GetProperty("status").GetString()!, [.. health.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!)]);
    }

    private static void Type(ServiceWorld world, int line, string text)
    {
        world.Do(new PersonEdit { Do = "clearFormat", Row = line, Column = "ID" });
        world.Do(new PersonEdit { Do = "type", Row = line, Column = "ID", Text = text });
    }
}
