using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Amo2GSheet.Cli.Frame;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>
/// Reads a workbook's XML as a stream, by local names: the two editions of the standard («transitional», «strict») differ in namespaces only.
/// </summary>
internal static partial class SheetXml
{
    private const int LongestText = 1 << 20;

    /// <summary>Opens a part. No DTD is read, so no entity can grow.</summary>
    public static XmlReader Open(Stream part) => XmlReader.Create(
        new GuardedStream(part),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true });

    /// <summary>An attribute by its local name, whatever its prefix.</summary>
    public static string? Attribute(this XmlReader xml, string name)
    {
        if (xml.GetAttribute(name) is { } plain)
            return plain;

        string? found = null;
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == name)
                found = xml.Value;
        }

        xml.MoveToElement();
        return found;
    }

    /// <summary>
    /// The text of a rich or plain text element that the reader stands on (<c>si</c>, <c>is</c>), without its phonetic hints; leaves the
    /// reader at the element's end.
    /// </summary>
    public static string ReadRichText(this XmlReader xml)
    {
        var text = new StringBuilder();
        if (xml.IsEmptyElement)
            return "";

        var depth = xml.Depth;
        var more = xml.Read();
        while (more && xml.Depth > depth)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
            {
                xml.Skip();
                continue;
            }

            if (xml is { NodeType: XmlNodeType.Element, LocalName: "t" })
                text.Append(xml.ReadPlainText());
            ThrowIfTooLong(text);
            more = xml.Read();
        }

        return Unescape(text.ToString());
    }

    /// <summary>The text inside the element that the reader stands on; leaves the reader at the element's end.</summary>
    public static string ReadPlainText(this XmlReader xml)
    {
        if (xml.IsEmptyElement)
            return "";

        // One text may come in any number of pieces: comments and CDATA sections divide it.
        var first = "";
        StringBuilder? all = null;
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
                continue;
            if (first.Length == 0)
                first = xml.Value;
            else
                ThrowIfTooLong((all ??= new StringBuilder(first)).Append(xml.Value));
        }

        return all?.ToString() ?? first;
    }

    /// <summary>Characters that XML cannot hold are written as <c>_x000D_</c>.</summary>
    public static string Unescape(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escaped().Replace(text, match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString())
        : text;

    private static void ThrowIfTooLong(StringBuilder text)
    {
        if (text.Length > LongestText)
            throw new CommandException("The file holds a text longer than any that Excel can hold: it is damaged, or was not written by a spreadsheet program.");
    }

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escaped();
}
