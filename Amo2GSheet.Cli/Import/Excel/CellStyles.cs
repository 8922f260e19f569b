using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>Which styles of a workbook show a number as a date: nothing else tells a date from a number.</summary>
internal sealed partial class CellStyles
{
    /// <summary>Excel's most styles are 65,490.</summary>
    private const int Most = 100_000;

    private readonly List<bool> _dates = [];

    /// <summary>Whether a number of this style is a date.</summary>
    /// <param name="style">The cell's style; null for the first one.</param>
    public bool IsDate(int? style) => style is { } index ? index >= 0 && index < _dates.Count && _dates[index] : _dates.Count > 0 && _dates[0];

    /// <summary>Reads the part of styles.</summary>
    public static CellStyles Read(XmlReader xml)
    {
        var styles = new CellStyles();
        var formats = new Dictionary<int, string>();
        var inCells = false;
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs")
                inCells = xml is { NodeType: XmlNodeType.Element, IsEmptyElement: false };
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "numFmt" } && Number(xml.Attribute("numFmtId")) is { } id && formats.Count < Most)
                formats[id] = xml.Attribute("formatCode") ?? "";
            else if (inCells && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" } && styles._dates.Count < Most)
                styles._dates.Add(IsDateFormat(Number(xml.Attribute("numFmtId")) ?? 0, formats));
        }

        return styles;
    }

    /// <summary>Whether a format's code shows a date or a time: it has a letter of theirs outside of quotes, colours and conditions.</summary>
    public static bool IsDateFormat(string code) => Letters().IsMatch(Literals().Replace(code.Split(';')[0], ""));

    // The numbers below 164 are Excel's own formats, whose codes are not written out; 27 to 36 and 50 to 58 are dates of East Asian editions.
    private static bool IsDateFormat(int id, Dictionary<int, string> formats) =>
        formats.TryGetValue(id, out var code) ? IsDateFormat(code) : id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Quoted text, an escaped character, a space as wide as a character, a filler, and brackets other than those of lapsed time.
    [GeneratedRegex("""
        "[^"]*"?|\\.|_.|\*.|\[(?!(h+|m+|s+)\])[^\]]*\]|General
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literals();

    [GeneratedRegex("[dmyhs]", RegexOptions.IgnoreCase)]
    private static partial Regex Letters();
}
