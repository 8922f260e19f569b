using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>A1 notation, read and written. Knows no tabs: a title is a text here.</summary>
internal static partial class A1
{
    /// <summary>Columns end at ZZZ.</summary>
    public const int MaxColumns = 18278;

    /// <summary>Splits `'My tab'!A1:B2`. The title is null for a bare cell range; the place is null for a bare title.</summary>
    public static bool TrySplit(string text, out string? title, out OpenRect? place)
    {
        title = null;
        place = null;
        if (text.StartsWith('\''))
            return TrySplitQuoted(text, out title, out place);

        var mark = text.LastIndexOf('!');
        if (mark >= 0)
        {
            title = text[..mark];
            place = ParsePlace(text[(mark + 1)..]);
            return title.Length > 0 && place is not null;
        }

        place = ParsePlace(text);
        if (place is null)
            title = text;
        return text.Length > 0;
    }

    /// <summary>`A1`, `A1:B2`, `A:C`, `A2:C`, `A2:2`, `2:5`, `R1C1:R2C2`; null when it is none of these.</summary>
    public static OpenRect? ParsePlace(string text)
    {
        if (R1C1().Match(text) is { Success: true } rc)
        {
            var (top, left) = (Number(rc.Groups[1])!.Value, Number(rc.Groups[2])!.Value);
            return Box(top, Number(rc.Groups[3]) ?? top, left, Number(rc.Groups[4]) ?? left);
        }

        if (Cells().Match(text) is not { Success: true } match)
            return null;
        var (column1, row1) = (Column(match.Groups[1]), Number(match.Groups[2]));
        if (!match.Groups[3].Success)
            return column1 is null || row1 is null ? null : Box(row1, row1, column1, column1);

        var (column2, row2) = (Column(match.Groups[4]), Number(match.Groups[5]));
        var names = (column1 ?? row1) is not null && (column2 ?? row2) is not null;
        return names ? Box(row1, row2, column1, column2) : null;
    }

    /// <summary>`Sheet1!A1:C9`; a single cell stays `Sheet1!D4`; open sides stay open.</summary>
    public static string Write(string title, OpenRect place, bool quoteNonAscii)
    {
        var text = new StringBuilder(Title(title, quoteNonAscii));
        if (place == OpenRect.Whole)
            return text.ToString();
        text.Append('!').Append(ColumnName(place.Left ?? 0)).Append((place.Top ?? 0) + 1);
        if (place.IsSingleCell)
            return text.ToString();
        text.Append(':');
        if (place.Right is { } right)
            text.Append(ColumnName(right - 1));
        if (place.Bottom is { } bottom)
            text.Append(bottom);
        return place is { Right: null, Bottom: null } ? text.ToString().TrimEnd(':') : text.ToString();
    }

    public static string Cell(int row, int column) => ColumnName(column) + (row + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>0 → A, 25 → Z, 26 → AA.</summary>
    public static string ColumnName(int column)
    {
        var name = string.Empty;
        for (var left = column + 1; left > 0; left = (left - 1) / 26)
            name = (char)('A' + (left - 1) % 26) + name;
        return name;
    }

    private static string Title(string title, bool quoteNonAscii)
    {
        var bare = Bare().IsMatch(title) && ParsePlace(title) is null && !(quoteNonAscii && title.Any(c => c > 127));
        return bare ? title : "'" + title.Replace("'", "''", StringComparison.Ordinal) + "'";
    }

    private static bool TrySplitQuoted(string text, out string? title, out OpenRect? place)
    {
        (title, place) = (null, null);
        var match = Quoted().Match(text);
        if (!match.Success)
            return false;
        title = match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal);
        if (!match.Groups[2].Success)
            return true;
        place = ParsePlace(match.Groups[2].Value);
        return place is not null;
    }

    /// <summary>One-based, end included, corners in any order; a side named once is open at its end.</summary>
    private static OpenRect? Box(int? row1, int? row2, int? column1, int? column2)
    {
        if (row1 is < 1 || row2 is < 1 || column1 is < 1 or > MaxColumns || column2 is < 1 or > MaxColumns)
            return null;
        var (top, bottom) = Order(row1, row2);
        var (left, right) = Order(column1, column2);
        return new OpenRect(top - 1, left - 1, bottom, right);

        static (int?, int?) Order(int? a, int? b) => a > b ? (b, a) : (a, b);
    }

    private static int? Number(Group group) =>
        group.Success && int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Column(Group group)
    {
        if (!group.Success)
            return null;
        var column = 0;
        foreach (var letter in group.ValueSpan)
            column = column * 26 + (char.ToUpperInvariant(letter) - 'A' + 1);
        return column;
    }

    [GeneratedRegex(@"^\$?([A-Za-z]{1,3})?\$?(\d{1,9})?(:\$?([A-Za-z]{1,3})?\$?(\d{1,9})?)?$")]
    private static partial Regex Cells();

    [GeneratedRegex(@"^R(\d{1,9})C(\d{1,9})(?::R(\d{1,9})C(\d{1,9}))?$")]
    private static partial Regex R1C1();

    [GeneratedRegex(@"^'((?:[^']|'')+)'(?:!(.+))?$", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]*$")]
    private static partial Regex Bare();
}
