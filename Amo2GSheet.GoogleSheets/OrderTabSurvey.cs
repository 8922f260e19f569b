using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>What is not as it should be with the active tab. Pure; a header that people changed is told, never mended.</summary>
internal sealed class OrderTabSurvey
{
    private const int LinesSearchedForHeader = 10;

    private readonly SheetProperties _tab;
    private readonly IList<IList<object>> _lines;
    private readonly SheetLayout _layout;
    private readonly bool _isBare;

    /// <summary>Takes a tab.</summary>
    /// <param name="tab">Its properties.</param>
    /// <param name="lines">All its lines, unformatted.</param>
    public OrderTabSurvey(SheetProperties tab, IList<IList<object>> lines)
    {
        (_tab, _lines) = (tab, lines);
        Header = SheetLines.Texts(lines, 0);
        _isBare = lines.All(SheetLines.IsEmpty);
        // To a bare tab the header is written, so the rest is looked at as if it were there.
        _layout = new SheetLayout(_isBare ? OrderColumns.All : Header);
        Ids = SheetLines.Ids(lines);
    }

    /// <summary>Row 1 as it stands.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<RowId> Ids { get; }

    /// <summary>The columns whose dropdown and format matter.</summary>
    public IReadOnlyList<int> FormattedColumns => [.. TextColumns.Append(OrderColumns.Status).Select(_layout.IndexOf).OfType<int>().Distinct()];

    private static IReadOnlyList<string> TextColumns => OrderColumns.Texts;

    /// <summary>The header row, its freeze, and the lines' ids.</summary>
    public IEnumerable<SheetFinding> OfHeader()
    {
        if (_isBare)
            yield return new SheetFinding($"Row 1 of «{_tab.Title}» is empty: the header belongs there.", Blocks: true, SheetFix.WriteHeader);
        else if (Header.All(name => name.Length == 0))
            yield return new SheetFinding($"Row 1 of «{_tab.Title}» is empty, and there is data below it. {HowToMend()}", Blocks: true, Fix: null);
        else if (_layout.MissingRequired.Count > 0)
            yield return new SheetFinding(
                $"Row 1 of «{_tab.Title}» lacks {SheetLines.Names(_layout.MissingRequired)}; it says: {SheetLines.Names(Header.Where(Named))}. {HowToMend()}", Blocks: true, Fix: null);

        if (_layout.RepeatedRequired.Count > 0)
        {
            yield return new SheetFinding(
                $"Row 1 of «{_tab.Title}» has {SheetLines.Places(_layout.RepeatedRequired)}. Rename or delete all but one, so that it is clear which one counts.", Blocks: true, Fix: null);
        }

        if (!_isBare && Header.Any(Named))
        {
            var missing = OrderColumns.All.Where(column => _layout.IndexOf(column) is null).Except(OrderColumns.Required).ToList();
            var own = Header.Where(name => Named(name) && !OrderColumns.All.Any(column => NameFold.Same(column, name))).ToList();
            if (missing.Count > 0)
            {
                yield return new SheetFinding(
                    $"Row 1 of «{_tab.Title}» lacks {SheetLines.Names(missing)}: rows do not show them. Add them at any place of row 1, or leave them out for good."
                    + (own.Count > 0 ? $" Of your own are {SheetLines.Names(own)}; one of these that was renamed needs its old name." : ""),
                    Blocks: false, Fix: null);
            }

            foreach (var (_, places) in _layout.Repeated(OrderColumns.All.Except(OrderColumns.Required)).OrderBy(column => column.Indexes[0]))
            {
                yield return new SheetFinding(
                    $"«{Header[places[0]]}» stands in row 1 of «{_tab.Title}» more than once, in columns {string.Join(", ", places.Select(SheetLines.Column))}: the left one counts. Rename the others.",
                    Blocks: false, Fix: null);
            }
        }

        if ((_tab.GridProperties.FrozenRowCount ?? 0) == 0)
            yield return new SheetFinding($"Row 1 of «{_tab.Title}» is not frozen: it scrolls away, and people sort it with the rows.", Blocks: false, SheetFix.FreezeHeader);

        var strays = StrayLines();
        if (strays.Count > 0)
            yield return new SheetFinding(
                $"«{_tab.Title}» has lines with data and no lead's id: {SheetLines.Numbers(strays)}. They are not synced; a row needs the number of its lead in «{OrderColumns.Id}».",
                Blocks: false, Fix: null);
    }

    /// <summary>Dropdown and text format, down to the first line below the data.</summary>
    /// <param name="cells">Cells from line 1 on, by column; what is beyond has neither.</param>
    public IEnumerable<SheetFinding> OfCells(IReadOnlyDictionary<int, IReadOnlyList<CellData?>> cells)
    {
        var count = Math.Clamp(_lines.Count, 1, Math.Max(1, (_tab.GridProperties.RowCount ?? 0) - 1));
        if (_layout.IndexOf(OrderColumns.Status) is { } status)
        {
            var rules = Enumerable.Range(0, count).Select(line => At(status, line)?.DataValidation).ToList();
            if (rules.Exists(rule => rule is null))
            {
                yield return new SheetFinding(
                    $"«{OrderColumns.Status}» of «{_tab.Title}» has no dropdown in row {Where(rules, rule => rule is null)}.", Blocks: false, SheetFix.SetDropdown);
            }

            if (rules.Exists(IsOther))
            {
                yield return new SheetFinding(
                    $"The dropdown on «{OrderColumns.Status}» of «{_tab.Title}» is another than {string.Join(", ", SheetStatus.All)} in row {Where(rules, IsOther)}: "
                    + $"it offers {Describe(rules.Find(IsOther)!)}. Other words are not understood.", Blocks: false, SheetFix.SetDropdown);
            }
        }

        List<string> plain = [.. TextColumns.Where(column => _layout.IndexOf(column) is { } index
            && Enumerable.Range(0, count).Any(line => At(index, line)?.UserEnteredFormat?.NumberFormat?.Type != "TEXT"))];
        if (plain.Count > 0)
            yield return new SheetFinding(
                $"{SheetLines.Names(plain)} of «{_tab.Title}» are not formatted as plain text: leading zeros and pluses that people type get lost.", Blocks: false, SheetFix.SetTextFormat);

        CellData? At(int column, int line) => cells.TryGetValue(column, out var found) ? found.ElementAtOrDefault(line) : null;
    }

    /// <summary>A tab that is called like a month and cannot be synced.</summary>
    public static IEnumerable<SheetFinding> OfMonth(string title, IList<IList<object>> lines)
    {
        var layout = new SheetLayout(SheetLines.Texts(lines, 0));
        if (layout.MissingRequired.Count > 0)
        {
            yield return new SheetFinding(
                $"«{title}» is called like an archived month and its row 1 lacks {SheetLines.Names(layout.MissingRequired)}: its leads wait. Put the header back, or rename the tab if it is none.",
                Blocks: false, Fix: null);
        }

        if (layout.RepeatedRequired.Count > 0)
        {
            yield return new SheetFinding(
                $"«{title}» is called like an archived month and its row 1 has {SheetLines.Places(layout.RepeatedRequired)}: its leads wait. Rename or delete all but one.",
                Blocks: false, Fix: null);
        }
    }

    private string HowToMend()
    {
        for (var line = 1; line < Math.Min(_lines.Count, LinesSearchedForHeader); line++)
        {
            if (new SheetLayout(SheetLines.Texts(_lines, line)).IsUsable)
                return $"The header stands in row {line + 1}: delete the rows above it.";
        }

        return "Put the names back into row 1, each above its own data; any order will do.";
    }

    private List<int> StrayLines()
    {
        if (_isBare || _layout.IndexOf(OrderColumns.Id) is null)
            return [];
        var rows = Ids.Select(row => row.Line).ToHashSet();
        return [.. Enumerable.Range(1, Math.Max(0, _lines.Count - 1)).Where(line => !rows.Contains(line) && !SheetLines.IsEmpty(_lines[line]))];
    }

    private static bool Named(string name) => name.Length > 0;

    private static bool IsOther(DataValidationRule? rule) => rule is not null
        && !(rule.Condition?.Type == "ONE_OF_LIST"
            && (rule.Condition.Values ?? []).Select(value => value.UserEnteredValue).ToHashSet().SetEquals(SheetStatus.All));

    private static string Describe(DataValidationRule rule) => rule.Condition?.Type switch
    {
        "ONE_OF_LIST" => SheetLines.Names((rule.Condition.Values ?? []).Select(value => value.UserEnteredValue)),
        "ONE_OF_RANGE" => $"what stands in {rule.Condition.Values?.FirstOrDefault()?.UserEnteredValue}",
        var type => $"a rule of the kind {type}",
    };

    private static string Where(List<DataValidationRule?> rules, Predicate<DataValidationRule?> wrong) =>
        SheetLines.Numbers([.. Enumerable.Range(0, rules.Count).Where(line => wrong(rules[line])).Select(line => line + 1)]);
}
