using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// Many at once, which is what the brake is for: a list of leads comes to the trigger stage, and later one status is pasted down the whole
/// column of a tab, at once or in parts.
/// </summary>
/// <param name="world">The run's world.</param>
/// <param name="managers">Who brings the leads in.</param>
/// <param name="chance">The crowd's chance.</param>
internal sealed class Crowd(World world, Managers managers, Chance chance)
{
    private const int Parts = 3;

    private static readonly string[] Statuses = ["У курера", "Успешно", "Отказ"];
    private static readonly TimeSpan BetweenParts = TimeSpan.FromSeconds(11);

    /// <summary>Plans both.</summary>
    /// <param name="leads">How many leads.</param>
    public void Plan(int leads)
    {
        var story = world.Scenario.Story.TotalSeconds;
        world.Time.In(chance.Time(0, 3), () => managers.Import(leads));
        if (!world.Scenario.CrowdComesInParts)
        {
            world.Time.In(chance.Time(story * 0.5, story), () => PasteDown(chance.Of(Statuses), _ => true));
            return;
        }

        var begin = chance.Time(story * 0.3, story * 0.5);
        var status = chance.Of(Statuses);
        for (var part = 0; part < Parts; part++)
        {
            var which = part;
            world.Time.In(begin + (BetweenParts * part), () => PasteDown(status, lead => lead % Parts == which));
        }
    }

    private void PasteDown(string status, Func<long, bool> isMeant)
    {
        var before = SheetEyes.Lines(world.Sheets.World);
        if (before.Count == 0)
            return;
        var line = chance.Of(before);
        var tab = world.Sheets.World.Peek(DemoSpreadsheet.Id).Tabs.First(one => one.SheetId == line.Tab).Title;
        world.Trace.Tell("person", $"pastes «{status}» down «{tab}»");
        try
        {
            world.Sheets.World.Do(DemoSpreadsheet.Id, before.Where(other => other.Tab == line.Tab && isMeant(other.Lead)).Select(other => new PersonEdit
            {
                Do = "type",
                Tab = tab,
                Row = other.Index + 1,
                Column = "Статус",
                Text = status,
                Pasted = true,
            }));
        }
        catch (ArgumentException)
        {
            // Somebody works on the header just now.
        }

        world.History.PersonDid(before, SheetEyes.Lines(world.Sheets.World));
    }
}
