using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>A cell may hold 50,000 characters, more than storage takes of a hundred leads at once.</summary>
public sealed class LongCellTests
{
    private static readonly string Long = new('я', 49_900);

    [Fact]
    public async Task Long_texts_in_many_status_cells_stop_no_other_lead()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = world.AddLeads(30);
        await world.BellAsync(leads);
        await world.PassDoneAsync();
        foreach (var lead in leads.Skip(1))
            world.Type(lead, "Статус", Long);
        world.Type(leads[0], "Статус", SheetStatus.Rejected);

        await world.PassDoneAsync();

        Assert.Equal("ОТКАЗ", world.StageOf(leads[0]));
        Assert.All(leads.Skip(1), lead => Assert.Contains("не статус", world.RowOf(lead).Notes["Статус"], StringComparison.Ordinal));
        Assert.Equal(Long, world.Cell(leads[1], "Статус"));
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task A_change_at_the_end_of_a_long_text_is_a_change()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Статус", Long);
        await world.PassDoneAsync();

        world.Type(world.FirstLead, "Статус", Long[1..] + "!");

        Assert.Equal(PassResult.Done, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task A_text_of_more_than_a_thousand_characters_is_no_order_number()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);

        world.Type(world.FirstLead, "Заказ №", new string('7', 1_001));
        await world.PassDoneAsync();

        Assert.Equal((ServiceWorld.NewOrder, null, 0), (world.StageOf(world.FirstLead), world.FieldOf(world.FirstLead, "Заказ №"), world.Patches));
        Assert.Contains("не номер заказа", world.RowOf(world.FirstLead).Notes["Статус"], StringComparison.Ordinal);
        Assert.InRange(world.RowOf(world.FirstLead).Notes["Статус"].Length, 1, 400);
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task A_base_that_an_earlier_version_stored_whole_is_no_edit()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Статус", Long);
        await world.PassDoneAsync();
        var bases = world.Service.Services.GetRequiredService<IBaseStore>();
        var known = (await bases.LoadAsync(undisturbed: false, default)).Values.Single(one => one.Lead.Value == world.FirstLead);

        await bases.SaveAsync([known with { Refused = new RefusedRow(Long, "") }], default);
        await world.StopServiceAsync();
        await world.StartServiceAsync();

        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }
}
