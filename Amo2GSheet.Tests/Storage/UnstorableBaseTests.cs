namespace Amo2GSheet.Tests.Storage;

/// <summary>Azure takes a megabyte an entity. Azurite takes more, so this is no contract that it could keep.</summary>
public sealed class UnstorableBaseTests
{
    [Fact]
    public async Task A_base_that_the_table_cannot_hold_is_left_out_and_all_others_are_saved()
    {
        var world = new MemoryWorld();
        var worker = await world.OpenWorkerAsync();
        var bases = Some.Bases(150).Select(one => one.Lead.Value is 50 or 120 ? one with { OwedNote = new string('ж', 600_000) } : one).ToList();

        var answered = await worker.Bases.SaveAsync(bases, default);
        await worker.Bases.SaveAsync([answered[0] with { OrderNumber = "1" }], default);

        Assert.Equal(bases.Select(one => one.Lead.Value).Where(lead => lead is not (50 or 120)), answered.Select(one => one.Lead.Value));
        Assert.Equal(148, (await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default)).Count);
    }
}
