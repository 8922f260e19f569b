using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>Makes of any text one that a cell of a workbook can hold, and that reads as it was.</summary>
internal static partial class WorkbookText
{
    /// <summary>The most characters that a cell holds.</summary>
    public const int Longest = 32_767;

    /// <summary>
    /// The text without what XML does not have (most control characters, half a surrogate, U+FFFE, U+FFFF), cut where a cell ends. What looks like the
    /// file format's own <c>_x0041_</c> for a character is written so that it is read as those seven.
    /// </summary>
    public static string Of(string? text)
    {
        var clean = new StringBuilder(Math.Min(text?.Length ?? 0, Longest));
        for (var at = 0; at < text?.Length && clean.Length < Longest; at++)
        {
            if (XmlConvert.IsXmlChar(text[at]))
            {
                clean.Append(text[at]);
            }
            else if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at]))
            {
                if (clean.Length + 2 > Longest)
                    break;
                clean.Append(text, at++, 2);
            }
        }

        return Escape().Replace(clean.ToString(), "_x005F_");
    }

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escape();
}
