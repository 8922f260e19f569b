using System.Globalization;
using System.Xml;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>Which styles of a workbook show a number as a date: nothing else tells a date from a number.</summary>
internal sealed class CellStyles
{
    /// <summary>Excel's most styles are 65,490.</summary>
    private const int Most = 100_000;

    private readonly List<(bool IsDate, bool WasDate)> _styles = [];

    /// <summary>Whether a number of this style is a date, and whether older versions took it for one.</summary>
    /// <param name="style">The cell's style; null for the first one.</param>
    public (bool IsDate, bool WasDate) IsDate(int? style) => (style ?? 0) is >= 0 and var index && index < _styles.Count ? _styles[index] : default;

    /// <summary>Reads the part of styles.</summary>
    public static CellStyles Read(XmlReader xml)
    {
        var styles = new CellStyles();
        // A code is judged once, however many styles use it.
        var formats = new Dictionary<int, (bool IsDate, bool WasDate)>();
        var inCells = false;
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs")
                inCells = xml is { NodeType: XmlNodeType.Element, IsEmptyElement: false };
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "numFmt" } && Number(xml.Attribute("numFmtId")) is { } id && formats.Count < Most)
                formats[id] = xml.Attribute("formatCode") is { } code ? (NumberFormat.IsDate(code), NumberFormat.WasDate(code)) : default;
            else if (inCells && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" } && styles._styles.Count < Most)
                styles._styles.Add(Judge(Number(xml.Attribute("numFmtId")) ?? 0, formats));
        }

        return styles;
    }

    // The numbers below 164 are Excel's own formats, whose codes are not written out; 27 to 36 and 50 to 58 are dates of East Asian editions.
    private static (bool IsDate, bool WasDate) Judge(int id, Dictionary<int, (bool IsDate, bool WasDate)> formats)
    {
        if (formats.TryGetValue(id, out var written))
            return written;
        var isDate = id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);
        return (isDate, isDate);
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
