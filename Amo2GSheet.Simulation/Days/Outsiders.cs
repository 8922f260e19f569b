using System.Globalization;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// People of the sheet who do what the service did not start: one types the id of a lead that has no row and chooses a status for it, one
/// brings an old version of the sheet back in place.
/// </summary>
/// <param name="world">The run's world.</param>
/// <param name="chance">Their chance.</param>
internal sealed class Outsiders(World world, Chance chance)
{
    private static readonly string[] Statuses = ["У курера", "Успешно", "Отказ"];

    private SheetWorld Sheet => world.Sheets.World;

    /// <summary>Plans what the seed wants of both.</summary>
    public void Plan()
    {
        var story = world.Scenario.Story.TotalSeconds;
        if (world.Scenario.HasTypedIds)
            world.Time.In(chance.Time(story * 0.4, story * 0.6), TypeId);
        if (world.Scenario.RestoresVersion)
            world.Time.In(chance.Time(story * 0.3, story * 0.5), () => Remember(chance.Time(story * 0.3, story * 0.45)));
    }

    private void TypeId()
    {
        // Until the first start is over, whatever stands in the sheet is taken over.
        if (world.State.CursorOf("sheet-agreement")?.Value.Contains("\"isComplete\":true", StringComparison.Ordinal) != true)
            return;
        var lines = SheetEyes.Lines(Sheet);
        var rowless = world.Amo.World.Leads().Where(lead => lines.All(line => line.Lead != lead.Id) && world.State.BaseOf(lead.Id) is null).ToList();
        if (rowless.Count == 0)
            return;
        var chosen = chance.Of(rowless);
        world.Trace.Tell("person", $"types the id {chosen.Id}");
        world.History.Of(chosen.Id).TypedAt = Stage.Of(chosen);
        var row = lines.Select(line => line.Index).DefaultIfEmpty(0).Max() + 3;
        Do(new PersonEdit { Do = "type", Row = row, Column = "ID", Text = chosen.Id.ToString(CultureInfo.InvariantCulture), Pasted = true });
        var find = new Dictionary<string, string> { ["ID"] = chosen.Id.ToString(CultureInfo.InvariantCulture) };
        world.Time.In(chance.Time(15, 40), () => Do(new PersonEdit { Do = "type", Find = find, Column = "Статус", Text = chance.Of(Statuses), Pasted = true }));
    }

    private void Remember(TimeSpan wait)
    {
        // What both sides had agreed on, and nothing that was on its way.
        var agreed = SheetEyes.Lines(Sheet)
            .GroupBy(line => line.Lead)
            .Where(same => same.Count() == 1 && world.State.BaseOf(same.Key) is { Intent: null, Held: null, Refused: null } known && known.Status == same.First().Status && known.OrderNumber == same.First().Number)
            .ToDictionary(same => same.Key, same => (Line: same.First(), Changes: Changes(same.Key)));
        world.Time.In(wait, () => Restore(agreed));
    }

    private void Restore(Dictionary<long, (Line Line, int Changes)> version)
    {
        var changed = SheetEyes.Lines(Sheet).Where(line => version.TryGetValue(line.Lead, out var old) && (old.Line.Status != line.Status || old.Line.Number != line.Number)).ToList();
        world.Trace.Tell("person", $"brings an old version back: {changed.Count} rows change");
        Do([.. changed.SelectMany(line => new[] { Put(line, "Статус", version[line.Lead].Line.Status), Put(line, "Заказ №", version[line.Lead].Line.Number) })]);
        // The service remembers four states of a row.
        foreach (var line in changed.Where(line => Changes(line.Lead) - version[line.Lead].Changes <= 4))
        {
            if (world.History.Of(line.Lead).Edits is [.., var edit])
                edit.IsRestored = true;
        }
    }

    private PersonEdit Put(Line line, string column, string text) => new()
    {
        Do = text.Length == 0 ? "clear" : "type",
        Tab = Sheet.Peek(DemoSpreadsheet.Id).Tabs.First(tab => tab.SheetId == line.Tab).Title,
        Row = line.Index + 1,
        Column = column,
        Text = text,
        Pasted = true,
    };

    private int Changes(long lead) => world.History.Of(lead).Edits.Count + world.History.Of(lead).Moves.Count;

    private void Do(params IReadOnlyList<PersonEdit> edits)
    {
        var before = SheetEyes.Lines(Sheet);
        try
        {
            Sheet.Do(DemoSpreadsheet.Id, edits);
        }
        catch (ArgumentException)
        {
            // Somebody works on the header just now, or the line is gone.
        }

        world.History.PersonDid(before, SheetEyes.Lines(Sheet));
    }
}
