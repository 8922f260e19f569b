using System.IO.Compression;
using System.Xml;
using Amo2GSheet.Cli.Frame;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>A sheet of a workbook.</summary>
/// <param name="Name">Its tab's name.</param>
/// <param name="IsHidden">Whether a person does not see its tab.</param>
/// <param name="Part">Where it stands in the archive.</param>
internal sealed record WorkbookSheet(string Name, bool IsHidden, string Part);

/// <summary>
/// An .xlsx file, read as a stream: a sheet may be read as often as wanted and is never in memory. Texts, styles and the list of sheets
/// are read when it is opened.
/// </summary>
internal sealed class Workbook : IDisposable
{
    private const int MostSheets = 10_000;

    private readonly ZipArchive _archive;
    private readonly SharedTexts _texts = new();
    private readonly List<WorkbookSheet> _sheets = [];
    private CellStyles _styles = new();
    private bool _is1904;

    private Workbook(ZipArchive archive) => _archive = archive;

    /// <summary>Its worksheets, in the order of their tabs.</summary>
    public IReadOnlyList<WorkbookSheet> Sheets => _sheets;

    /// <summary>Opens a file.</summary>
    /// <exception cref="CommandException">The file is no workbook that can be read; one sentence.</exception>
    public static Workbook Open(string path)
    {
        var workbook = new Workbook(WorkbookFile.Open(path));
        try
        {
            Damaged(workbook.ReadParts);
            return workbook;
        }
        catch
        {
            workbook.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a sheet that hold a value, from the first; <paramref name="merged"/> is complete once all are read.</summary>
    public IEnumerable<SheetRow> Rows(WorkbookSheet sheet, MergedCells merged)
    {
        using var xml = OpenPart(sheet.Part) ?? throw new CommandException($"The workbook is damaged: the sheet «{sheet.Name}» is not in it.");
        using var rows = new SheetRowReader(xml, _texts, _styles, _is1904, merged).Rows().GetEnumerator();
        while (Damaged(rows.MoveNext))
            yield return rows.Current;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _texts.Dispose();
        _archive.Dispose();
    }

    private bool ReadParts()
    {
        var root = Relations("").FirstOrDefault(relation => relation.Kind == "officeDocument")?.Target ?? "xl/workbook.xml";
        if (Entry("xl/workbook.bin") is not null)
            throw new CommandException("The file is a binary workbook (.xlsb): open it in Excel and save it as .xlsx.");
        var relations = Relations(root);
        using (var xml = OpenPart(root) ?? throw new CommandException("The file is no Excel workbook (.xlsx): it is an archive without a workbook in it."))
            ReadWorkbook(xml, relations);
        if (_sheets.Count == 0)
            throw new CommandException("The file is no Excel workbook (.xlsx), or it has no sheet with cells.");

        // A workbook has one part of each; a file that names it a thousand times does not have it read a thousand times.
        if (relations.Find(relation => relation.Kind == "sharedStrings") is { } texts)
            ReadTexts(texts.Target);
        if (relations.Find(relation => relation.Kind == "styles") is { } styles)
            ReadStyles(styles.Target);
        return true;
    }

    private void ReadWorkbook(XmlReader xml, List<Relation> relations)
    {
        var parts = relations.Where(relation => relation.Kind == "worksheet").DistinctBy(relation => relation.Id).ToDictionary(relation => relation.Id, relation => relation.Target);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "workbookPr")
                _is1904 = xml.Attribute("date1904") is "1" or "true";
            if (xml.LocalName == "sheet" && _sheets.Count < MostSheets && xml.Attribute("id") is { } id
                && parts.TryGetValue(id, out var part))
                _sheets.Add(new WorkbookSheet(xml.Attribute("name") ?? "", xml.Attribute("state") is "hidden" or "veryHidden", part));
        }
    }

    private void ReadTexts(string part)
    {
        using var xml = OpenPart(part);
        while (xml?.Read() == true)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                _texts.Add(xml.ReadRichText());
        }
    }

    private void ReadStyles(string part)
    {
        using var xml = OpenPart(part);
        if (xml is not null)
            _styles = CellStyles.Read(xml);
    }

    private List<Relation> Relations(string part)
    {
        var slash = part.LastIndexOf('/');
        var folder = part[..(slash + 1)];
        var relations = new List<Relation>();
        using var xml = OpenPart($"{folder}_rels/{part[(slash + 1)..]}.rels");
        while (xml?.Read() == true)
        {
            // A kind is an address that ends with its name; its beginning differs between editions.
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && xml.Attribute("TargetMode") != "External" && relations.Count < MostSheets)
                relations.Add(new Relation(xml.Attribute("Id") ?? "", (xml.Attribute("Type") ?? "").Split('/')[^1], Resolve(folder, xml.Attribute("Target") ?? "")));
        }

        return relations;
    }

    private static string Resolve(string folder, string target)
    {
        var whole = target.StartsWith('/') ? target : $"/{folder}{target}";
        var names = new List<string>();
        foreach (var name in whole.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == ".." && names.Count > 0)
                names.RemoveAt(names.Count - 1);
            else if (name is not ("." or ".."))
                names.Add(name);
        }

        return string.Join('/', names);
    }

    private ZipArchiveEntry? Entry(string name) => _archive.GetEntry(name)
        ?? _archive.Entries.FirstOrDefault(entry => entry.FullName.Replace('\\', '/').Equals(name, StringComparison.OrdinalIgnoreCase));

    private XmlReader? OpenPart(string name) => Entry(name) is { } entry ? SheetXml.Open(entry.Open()) : null;

    private static T Damaged<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or IOException or OverflowException)
        {
            throw new CommandException("The file is a damaged workbook: open it in Excel, and save it as a new .xlsx.");
        }
    }

    private sealed record Relation(string Id, string Kind, string Target);
}
