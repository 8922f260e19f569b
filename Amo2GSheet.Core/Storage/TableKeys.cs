using System.Globalization;
using System.Text;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Storage;

/// <summary>Row keys: ordered as text, so numbers are padded; some characters are forbidden in them.</summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#characters-disallowed-in-key-fields"/>
internal static class TableKeys
{
    /// <summary>A lead's key.</summary>
    public static string Of(LeadId lead) => lead.Value.ToString("D20", CultureInfo.InvariantCulture);

    /// <summary>The lead of a key.</summary>
    public static LeadId Lead(string key) => new(long.Parse(key, CultureInfo.InvariantCulture));

    /// <summary>The key of a name of ours; forbidden characters (and the tilde that escapes them) become <c>~XXXX</c>.</summary>
    public static string Of(string name)
    {
        if (!name.Any(Escaped))
            return name;

        var key = new StringBuilder();
        foreach (var letter in name)
            _ = Escaped(letter) ? key.Append(CultureInfo.InvariantCulture, $"~{(int)letter:X4}") : key.Append(letter);
        return key.ToString();
    }

    private static bool Escaped(char letter) => letter is '/' or '\\' or '#' or '?' or '%' or '~' || char.IsControl(letter);
}
