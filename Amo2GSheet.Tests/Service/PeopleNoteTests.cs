using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>A note that a person put on a cell stays when the service has something to say there, and when it has not any more.</summary>
public sealed class PeopleNoteTests
{
    [Theory]
    [InlineData("звонить после 18:00")]
    [InlineData("звонить после 18:00\n\nкод домофона 12")]
    public async Task A_persons_note_is_kept_above_ours_and_restored(string theirs)
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        Note(world, theirs);

        world.Type(world.FirstLead, "Статус", "Успешно!!");
        await world.PassDoneAsync();
        var both = world.RowOf(world.FirstLead).Notes["Статус"];
        Assert.StartsWith($"{theirs}\n", both, StringComparison.Ordinal);
        Assert.Contains("не статус", both, StringComparison.Ordinal);

        world.Type(world.FirstLead, "Статус", SheetStatus.InProgress);
        await world.PassDoneAsync();

        Assert.Equal(theirs, world.RowOf(world.FirstLead).Notes["Статус"]);
        Assert.DoesNotContain(await world.JournalAsync(world.FirstLead), entry => $"{entry}".Contains("звонить", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_person_adds_to_our_note_stays_when_ours_changes_and_goes()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Статус", "Успешно!!");
        await world.PassDoneAsync();
        Note(world, world.RowOf(world.FirstLead).Notes["Статус"] + "\nспросить менеджера");

        world.Type(world.FirstLead, "Статус", "Готово");
        await world.PassDoneAsync();
        var changed = world.RowOf(world.FirstLead).Notes["Статус"];
        Assert.StartsWith("спросить менеджера\n", changed, StringComparison.Ordinal);
        Assert.DoesNotContain("Успешно!!", changed, StringComparison.Ordinal);
        Assert.Contains("«Готово»", changed, StringComparison.Ordinal);

        world.Type(world.FirstLead, "Статус", SheetStatus.InProgress);
        await world.PassDoneAsync();

        Assert.Equal("спросить менеджера", world.RowOf(world.FirstLead).Notes["Статус"]);
    }

    [Fact]
    public async Task A_note_of_ours_from_before_notes_were_marked_goes_with_its_cause()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Статус", "Успешно!!");
        await world.PassDoneAsync();
        Note(world, world.RowOf(world.FirstLead).Notes["Статус"].Replace("amo2gsheet: ", "", StringComparison.Ordinal));

        world.Type(world.FirstLead, "Статус", SheetStatus.InProgress);
        await world.PassDoneAsync();

        Assert.Empty(world.RowOf(world.FirstLead).Notes);
    }

    private static void Note(ServiceWorld world, string text) =>
        world.Do(new PersonEdit { Do = "note", Find = ServiceWorld.Id(world.FirstLead), Column = "Статус", Text = text });
}
