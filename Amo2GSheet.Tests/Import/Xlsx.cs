using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Amo2GSheet.Tests.Import;

/// <summary>Writes workbooks part by part, so that each oddity can be made on purpose.</summary>
internal sealed class Xlsx
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly List<(string Name, string State, StringBuilder Rows, List<string> Merges)> _sheets = [];
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _places = [];
    private int _row;

    public Xlsx(string sheet = "Заказы", string state = "visible") => Sheet(sheet, state);

    /// <summary>Counts from 1904.</summary>
    public bool Is1904 { get; init; }

    /// <summary>The code of style 2, escaped as in XML.</summary>
    public string DateFormat { get; init; } = "[$-419]dd/mm/yyyy\\ h:mm";

    /// <summary>A sheet behind those that there are; rows go to it from now on.</summary>
    public Xlsx Sheet(string name, string state = "visible")
    {
        _sheets.Add((name, state, new StringBuilder(), []));
        _row = 0;
        return this;
    }

    /// <summary>A row: texts are shared, numbers plain, <see cref="Raw"/> as given; null is no cell.</summary>
    public Xlsx Row(params object?[] cells) => RowAt(_row + 1, cells);

    public Xlsx RowAt(int number, params object?[] cells)
    {
        _row = number;
        var rows = _sheets[^1].Rows.Append(CultureInfo.InvariantCulture, $"<row r=\"{number}\">");
        for (var column = 0; column < cells.Length; column++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + column)}{number}");
            rows.Append(cells[column] switch
            {
                null => "",
                Raw raw => raw.Xml.Replace("@", $"r=\"{address}\"", StringComparison.Ordinal),
                string text => $"<c r=\"{address}\" t=\"s\"><v>{Shared(text)}</v></c>",
                bool truth => $"<c r=\"{address}\" t=\"b\"><v>{(truth ? 1 : 0)}</v></c>",
                var number1 => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{address}\"><v>{number1}</v></c>"),
            });
        }

        rows.Append("</row>");
        return this;
    }

    public Xlsx Merge(string area)
    {
        _sheets[^1].Merges.Add(area);
        return this;
    }

    /// <summary>A number under a date's format (style 1: day, style 2: own code with a time, style 3: a number's own code).</summary>
    public static Raw Styled(double serial, int style = 1) => new(string.Create(CultureInfo.InvariantCulture, $"<c @ s=\"{style}\"><v>{serial:R}</v></c>"));

    public string Save(string folder, string name = "orders.xlsx")
    {
        var path = Path.Combine(folder, name);
        using var file = File.Create(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var (part, text) in Parts())
        {
            using var writer = new StreamWriter(zip.CreateEntry(part).Open());
            writer.Write(text);
        }

        return path;
    }

    private IEnumerable<(string Part, string Text)> Parts()
    {
        yield return ("_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        yield return ("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><workbookPr date1904=\"{(Is1904 ? 1 : 0)}\"/><sheets>"
            + string.Concat(_sheets.Select((sheet, index) => $"<sheet name=\"{Escape(sheet.Name)}\" sheetId=\"{index + 1}\" state=\"{sheet.State}\" r:id=\"s{index}\"/>")) + "</sheets></workbook>");
        yield return ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + string.Concat(_sheets.Select((_, index) => $"<Relationship Id=\"s{index}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{index}.xml\"/>"))
            + $"<Relationship Id=\"t\" Type=\"{Office}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/><Relationship Id=\"y\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>");
        yield return ("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"{DateFormat}\"/><numFmt numFmtId=\"165\" formatCode=\"[Red]0.00&quot; дня&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>");
        yield return ("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">" + string.Concat(_texts.Select(text => $"<si><t xml:space=\"preserve\">{Escape(text)}</t></si>")) + "</sst>");
        for (var index = 0; index < _sheets.Count; index++)
        {
            var merges = string.Concat(_sheets[index].Merges.Select(area => $"<mergeCell ref=\"{area}\"/>"));
            yield return ($"xl/worksheets/sheet{index}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{_sheets[index].Rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>");
        }
    }

    private int Shared(string text)
    {
        if (_places.TryAdd(text, _texts.Count))
            _texts.Add(text);
        return _places[text];
    }

    private static string Escape(string text) => SecurityElement.Escape(text);
}

/// <summary>A cell as XML, with <c>@</c> where its address belongs.</summary>
internal sealed record Raw(string Xml);
