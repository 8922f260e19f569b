using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>A part of a tab that is read: its header row, one whole column, or all columns from some line down.</summary>
/// <param name="Tab">The tab's id.</param>
/// <param name="Column">Zero-based index of the column; null for the header row and for all columns.</param>
/// <param name="From">Zero-based index of the line from which all columns are read; null for the header row and for one column.</param>
internal readonly record struct GridPart(int Tab, int? Column, int? From = null)
{
    /// <summary>The part as Google's range: zero-based, ends excluded, unbounded where an index is absent.</summary>
    public GridRange ToRange() => (Column, From) switch
    {
        ({ } column, _) => new GridRange { SheetId = Tab, StartColumnIndex = column, EndColumnIndex = column + 1 },
        (_, { } line) => new GridRange { SheetId = Tab, StartRowIndex = line },
        _ => new GridRange { SheetId = Tab, StartRowIndex = 0, EndRowIndex = 1 },
    };

    /// <summary>Lines of the column as Google's range.</summary>
    /// <param name="first">Zero-based index of the first line.</param>
    /// <param name="end">Zero-based index of the line after the last.</param>
    public GridRange ToRange(int first, int end)
    {
        var range = ToRange();
        (range.StartRowIndex, range.EndRowIndex) = (first, end);
        return range;
    }

    /// <summary>The part that an echoed range stands for. Echoes leave zeros out, the sheet's id included.</summary>
    public static GridPart Of(GridRange echo) => (echo.EndRowIndex, echo.EndColumnIndex) switch
    {
        (1, _) => new GridPart(echo.SheetId ?? 0, null),
        (_, null) => new GridPart(echo.SheetId ?? 0, null, echo.StartRowIndex ?? 0),
        _ => new GridPart(echo.SheetId ?? 0, echo.StartColumnIndex ?? 0),
    };
}

/// <summary>What one read brought, found by the filters that the answer echoes and never by order or title.</summary>
internal sealed class GridAnswer
{
    private readonly Dictionary<GridPart, ValueRange> _parts = [];

    /// <summary>Sorts an answer. Values come column by column.</summary>
    public GridAnswer(BatchGetValuesByDataFilterResponse? answer)
    {
        foreach (var match in answer?.ValueRanges ?? [])
        {
            foreach (var filter in match.DataFilters ?? [])
            {
                if (filter.GridRange is { } echo && match.ValueRange is { } values)
                    _parts[GridPart.Of(echo)] = values;
            }
        }
    }

    /// <summary>The header row, blanks between included; null when the answer lacks the tab.</summary>
    public IReadOnlyList<string>? HeaderOf(int tab) => _parts.TryGetValue(new GridPart(tab, null), out var header)
        ? [.. (header.Values ?? []).Select(column => CellText.Of(column.FirstOrDefault()))]
        : null;

    /// <summary>A column from the header down, without the blank cells at its end; null when the answer lacks it.</summary>
    public IReadOnlyList<string>? ColumnOf(int tab, int column) =>
        ValuesOf(new GridPart(tab, column)) is { } values ? [.. values.Select(CellText.Of)] : null;

    /// <summary>A column's values as Google gives them, from the header down, without the blank cells at its end; null when the answer lacks it.</summary>
    public IList<object>? ValuesOf(GridPart column) =>
        _parts.TryGetValue(column, out var cells) ? cells.Values?.FirstOrDefault() ?? [] : null;

    /// <summary>All columns of a tab from some line down, without the blank cells at their ends; null when the answer lacks them.</summary>
    public (int From, IList<IList<object>> Columns)? TailOf(int tab)
    {
        foreach (var (part, cells) in _parts)
        {
            if (part is { From: { } from } && part.Tab == tab)
                return (from, cells.Values ?? []);
        }

        return null;
    }

    /// <summary>The tab's title now; null when the answer lacks the tab.</summary>
    public string? TitleOf(int tab) => _parts.TryGetValue(new GridPart(tab, null), out var header) ? TitleIn(header.Range ?? "") : null;

    /// <summary>The title in A1 notation: quoted when it is not plain, with its own quotes doubled.</summary>
    private static string? TitleIn(string range)
    {
        var end = range.LastIndexOf('!');
        if (end <= 0)
            return null;

        var title = range[..end];
        return title is ['\'', .. var quoted, '\''] ? quoted.Replace("''", "'", StringComparison.Ordinal) : title;
    }
}
