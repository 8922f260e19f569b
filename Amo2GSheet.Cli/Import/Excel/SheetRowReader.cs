using System.Globalization;
using System.Xml;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>Reads one sheet from its beginning, row by row; its merges stand behind the rows.</summary>
internal sealed class SheetRowReader(XmlReader xml, SharedTexts texts, CellStyles styles, bool is1904, MergedCells merged)
{
    private int _row;

    /// <summary>The rows that hold a value, in order. Once all are read, <see cref="MergedCells"/> is complete.</summary>
    public IEnumerable<SheetRow> Rows()
    {
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "row")
            {
                if (ReadRow() is { Cells.Count: > 0 } row)
                    yield return row;
            }
            else if (xml.LocalName == "mergeCell")
            {
                merged.Add(xml.Attribute("ref"));
            }
        }
    }

    private SheetRow ReadRow()
    {
        // Numbers may be left out: then a row follows the one before it.
        _row = Number(xml.Attribute("r")) is { } given and > 0 and <= CellAddress.MostRows ? given : _row + 1;
        var cells = new Dictionary<int, SheetValue>();
        var column = -1;
        var depth = xml.Depth;
        if (xml.IsEmptyElement)
            return new SheetRow(_row, cells);

        while (xml.Read() && xml.Depth > depth)
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" })
                continue;
            column = CellAddress.Read(xml.Attribute("r"))?.Column ?? column + 1;
            if (ReadCell() is { } cell && column < CellAddress.MostColumns)
                cells[column] = cell;
        }

        return new SheetRow(_row, cells);
    }

    private SheetValue? ReadCell()
    {
        var type = xml.Attribute("t") ?? "n";
        var style = Number(xml.Attribute("s"));
        string? value = null, inline = null;
        var hasFormula = false;
        var depth = xml.Depth;
        if (xml.IsEmptyElement)
            return null;

        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            switch (xml.LocalName)
            {
                case "v":
                    value = xml.ReadPlainText();
                    break;
                case "is":
                    inline = xml.ReadRichText();
                    break;
                case "f":
                    hasFormula = true;
                    break;
            }
        }

        // An empty result is a result only where it is said to be text.
        if (hasFormula && (value is null || (value.Length == 0 && type != "str")))
            return new UnusableValue("holds a formula without a stored result: open the workbook in Excel and save it");
        return Value(type, style, value, inline);
    }

    private SheetValue? Value(string type, int? style, string? value, string? inline) => type switch
    {
        "inlineStr" => Text(inline),
        "s" => Shared(value),
        "str" => Text(value is null ? null : SheetXml.Unescape(value)),
        _ when string.IsNullOrWhiteSpace(value) => null,
        "b" => new BoolValue(value.Trim() is "1" or "true"),
        "e" => new UnusableValue($"holds Excel's error {value.Trim()}"),
        "d" => IsoMoment.Read(value.Trim()),
        _ => Numeric(value, style),
    };

    private static TextValue? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : new TextValue(text);

    private SheetValue? Shared(string? index)
    {
        if (string.IsNullOrWhiteSpace(index))
            return null;
        return Number(index) is { } number && texts.At(number) is { } text
            ? Text(text)
            : new UnusableValue("refers to a text that the workbook does not hold");
    }

    private SheetValue Numeric(string value, int? style)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return new UnusableValue("holds a number that cannot be read");
        var (isDate, wasDate) = styles.IsDate(style);
        var read = Numeric(number, isDate);
        return isDate == wasDate ? read : read with { ReadBefore = Numeric(number, wasDate) };
    }

    private SheetValue Numeric(double number, bool isDate)
    {
        if (isDate)
            return ExcelDate.Read(number, is1904);

        // To decimal by way of fifteen digits: what a person sees in the cell, and no more.
        return Math.Abs(number) < 1e28 ? new NumberValue((decimal)number) : new UnusableValue("holds a number too large to be anything");
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
}
