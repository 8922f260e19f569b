using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Days;

/// <summary>A script of the company's that sorts a tab again and again for a while, now by one column and now by another: rows move while the service writes.</summary>
/// <param name="world">The run's world.</param>
/// <param name="chance">The script's chance.</param>
internal sealed class SortingScript(World world, Chance chance)
{
    /// <summary>Plans when it runs.</summary>
    public void Plan()
    {
        var story = world.Scenario.Story.TotalSeconds;
        var (begin, end) = (chance.Time(10, story * 0.6).TotalSeconds, chance.Time(story * 0.6, story).TotalSeconds);
        for (var at = begin; at < end; at += chance.Time(0.1, 1.5).TotalSeconds)
            world.Time.In(TimeSpan.FromSeconds(at), Sort);
    }

    private void Sort()
    {
        var before = SheetEyes.Lines(world.Sheets.World);
        if (before.Count == 0)
            return;
        var line = chance.Of(before);
        var tab = world.Sheets.World.Peek(DemoSpreadsheet.Id).Tabs.First(one => one.SheetId == line.Tab).Title;
        var column = chance.Of(["ID", "Статус", "Бюджет сделки", "Адрес"]);
        world.Trace.Tell("script", $"sorts «{tab}» by «{column}»");
        try
        {
            world.Sheets.World.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "sort", Tab = tab, Column = column, Descending = chance.Is(0.5) });
        }
        catch (ArgumentException)
        {
            // Somebody works on the header just now.
        }

        world.History.PersonDid(before, SheetEyes.Lines(world.Sheets.World));
    }
}
