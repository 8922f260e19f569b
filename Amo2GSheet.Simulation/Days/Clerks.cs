using System.Globalization;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// The people of the sheet: they choose statuses, type order numbers and nonsense, sort, insert, delete, double, cut and move lines, take
/// back what they deleted, rename tabs and columns, type over ids, and let a program rewrite a whole tab.
/// </summary>
/// <param name="world">The run's world.</param>
/// <param name="chance">Their chance.</param>
internal sealed class Clerks(World world, Chance chance)
{
    private static readonly string[] Statuses =
        ["В процессе", "У курера", "Успешно", "Отказ", "У курера", "Успешно", "Отказ", "у курера", "Oтказ", "завтра", ""];

    private readonly List<(string Tab, IReadOnlyList<(string Column, string Text)> Cells)> _deleted = [];
    private int _number;
    private bool _headerIsWrong;

    private SheetWorld Sheet => world.Sheets.World;

    /// <summary>Does one thing.</summary>
    public void Act()
    {
        var before = SheetEyes.Lines(Sheet);
        if (before.Count == 0 || _headerIsWrong)
            return;
        var line = chance.Of(before);
        var tab = TitleOf(line.Tab);
        try
        {
            Do(line, tab, before);
        }
        catch (ArgumentException)
        {
            // The sheet does not let them: the tab is too small, or a title is taken.
        }

        world.History.PersonDid(before, SheetEyes.Lines(Sheet));
    }

    private void Do(Line line, string tab, IReadOnlyList<Line> lines)
    {
        switch (chance.Number(0, 100))
        {
            case < 40:
                Type(tab, line, "Статус", chance.Of(Statuses));
                break;
            case < 58:
                Type(tab, line, "Заказ №", OrderNumber());
                break;
            case < 66:
                Tell($"sorts «{tab}»");
                Sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "sort", Tab = tab, Column = chance.Of(["ID", "Статус", "Бюджет сделки"]), Descending = chance.Is(0.5) });
                break;
            case < 74:
                Tell($"inserts above line {line.Index + 1}");
                Sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "insertRows", Tab = tab, Row = line.Index + 1, Count = chance.Number(1, 3) });
                break;
            case < 80:
                Tell($"moves line {line.Index + 1} ({line.Lead}) to the top");
                Sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "moveRows", Tab = tab, Row = line.Index + 1, To = 2 });
                break;
            case < 86:
                Delete(tab, line);
                break;
            case < 89:
                Undo();
                break;
            case < 90:
                RewriteTab(tab);
                break;
            case < 91:
                SpoilHeader(line.Tab);
                break;
            case < 92:
                SpoilId(tab, line);
                break;
            case < 93:
                Tell($"doubles line {line.Index + 1} ({line.Lead})");
                Sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "duplicateRow", Tab = tab, Row = line.Index + 1 });
                break;
            case < 97:
                var last = lines.Where(other => other.Tab == line.Tab).Max(other => other.Index);
                Tell($"cuts line {line.Index + 1} ({line.Lead}) and pastes it below");
                Sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "cutPaste", Tab = tab, Row = line.Index + 1, To = last + chance.Number(2, 4) });
                break;
            // A tab that the service never saw is found by its title alone: renamed before that, it waits for a person, as it should.
            default:
                if (!world.KnowsTabs)
                    break;
                var title = chance.Of(["Заказы", "Sheet1", "Лист «А»"]);
                Tell($"renames «{tab}» to «{title}»");
                Sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "renameTab", Tab = tab, Title = title });
                break;
        }
    }

    /// <summary>A number mostly; now and then nothing, a formula that fails, a tick, a date or a time.</summary>
    private string OrderNumber()
    {
        if (chance.Is(0.2))
            return "";
        return world.Scenario.HasPlainNumbers && chance.Is(0.15)
            ? chance.Of(["=1/0", "#N/A", "TRUE", "FALSE", "17.11.2026", "10:30"])
            : string.Create(CultureInfo.InvariantCulture, $"A-{++_number}");
    }

    /// <summary>Before the day: the order numbers lose their text format, so that what is typed there becomes a date, a tick, a formula.</summary>
    public void ClearNumberFormat() => Sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "clearFormat", Column = "Заказ №" });

    private void Type(string tab, Line line, string column, string text)
    {
        var edit = new PersonEdit { Do = text.Length == 0 ? "clear" : "type", Tab = tab, Row = line.Index + 1, Column = column, Text = text, Pasted = true };
        Sheet.Do(DemoSpreadsheet.Id, edit);
    }

    private void Delete(string tab, Line line)
    {
        Tell($"deletes line {line.Index + 1} ({line.Lead})");
        var seen = Sheet.See(DemoSpreadsheet.Id, tab).Rows.First(row => row.Row == line.Index + 1);
        _deleted.Add((tab, [.. seen.Values.Select(cell => (cell.Key, cell.Value))]));
        Sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "deleteRows", Tab = tab, Row = line.Index + 1 });
    }

    /// <summary>Ctrl-Z, some time later: the line comes back as it was, at the end.</summary>
    private void Undo()
    {
        if (_deleted.Count == 0)
            return;
        var (tab, cells) = _deleted[^1];
        _deleted.RemoveAt(_deleted.Count - 1);
        var id = cells.First(cell => cell.Column == "ID").Text;
        Tell($"brings the line of {id} back");
        var lines = SheetEyes.Lines(Sheet);
        var row = lines.Select(line => line.Index).DefaultIfEmpty(0).Max() + 2;
        Sheet.Do(DemoSpreadsheet.Id, cells.Select(cell => new PersonEdit { Do = "type", Tab = tab, Row = row, Column = cell.Column, Text = cell.Text, Pasted = true }));
        PutIdsRight();
    }

    /// <summary>A program that edits in bulk writes a whole tab again as it read it, ids as texts or as fractions.</summary>
    private void RewriteTab(string tab)
    {
        Tell($"lets a program rewrite «{tab}»");
        var id = chance.Of(["'{0}", "{0}.0"]);
        Sheet.Do(DemoSpreadsheet.Id, Sheet.See(DemoSpreadsheet.Id, tab).Rows
            .SelectMany(row => row.Values.Where(cell => cell.Value.Length > 0), (row, cell) => new PersonEdit
            {
                Do = "type",
                Tab = tab,
                Row = row.Row,
                Column = cell.Key,
                Text = cell.Key == "ID" ? string.Format(CultureInfo.InvariantCulture, id, SheetEyes.IdOf(cell.Value)) : cell.Value,
                Pasted = true,
            }));
    }

    /// <summary>Somebody types before an id; some time later somebody sees it and takes it away.</summary>
    private void SpoilId(string tab, Line line)
    {
        Tell($"spoils the id of line {line.Index + 1} ({line.Lead})");
        Type(tab, line, "ID", string.Create(CultureInfo.InvariantCulture, $"{SheetEyes.SpoiltId}{line.Lead}"));
        world.Time.In(chance.Time(3, 90), PutIdsRight);
    }

    private void PutIdsRight()
    {
        if (_headerIsWrong)
        {
            world.Time.In(TimeSpan.FromSeconds(30), PutIdsRight);
            return;
        }

        var before = SheetEyes.Lines(Sheet);
        foreach (var line in before.Where(line => line.HasSpoiltId))
            Type(TitleOf(line.Tab), line, "ID", string.Create(CultureInfo.InvariantCulture, $"{line.Lead}"));
        world.History.PersonDid(before, SheetEyes.Lines(Sheet));
    }

    /// <summary>Somebody works on the header: a column that we need is called otherwise for some seconds, and nobody else touches the sheet.</summary>
    private void SpoilHeader(int tab)
    {
        var column = chance.Of(["ID", "Заказ №", "Статус"]);
        var wrong = $"{column}{SheetEyes.Renamed}";
        Call(column, wrong);
        _headerIsWrong = true;
        world.Time.In(chance.Time(3, 25), () =>
        {
            Call(wrong, column);
            _headerIsWrong = false;
        });

        void Call(string was, string now)
        {
            Tell($"calls the column «{was}» of «{TitleOf(tab)}» «{now}»");
            Sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "type", Tab = TitleOf(tab), Row = 1, Column = was, Text = now, Pasted = true });
        }
    }

    private string TitleOf(int tab) => Sheet.Peek(DemoSpreadsheet.Id).Tabs.First(one => one.SheetId == tab).Title;

    private void Tell(string what) => world.Trace.Tell("person", what);
}
