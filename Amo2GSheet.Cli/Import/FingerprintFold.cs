using System.Text;

namespace Amo2GSheet.Cli.Import;

/// <summary>
/// How texts were compared when the first rows were imported. The ledger of imported rows keeps hashes of such texts, so this must never change:
/// <see cref="Core.Pipelines.NameFold"/> may, and a row would then be imported again.
/// </summary>
internal static class FingerprintFold
{
    private const string Latin = "ABCEHKMOPTXЁ";
    private const string Cyrillic = "АВСЕНКМОРТХЕ";

    /// <summary>Upper case, single spaces, Е for Ё, and Cyrillic letters for eleven Latin ones.</summary>
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character))
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                    folded.Append(' ');
                continue;
            }

            var upper = char.ToUpperInvariant(character);
            var twin = Latin.IndexOf(upper, StringComparison.Ordinal);
            folded.Append(twin < 0 ? upper : Cyrillic[twin]);
        }

        return folded.ToString().TrimEnd();
    }
}
