using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Amo2GSheet.Core.Pipelines;

/// <summary>
/// Makes names equal that look the same to a person, however they were typed: letter case, white space, Ё for Е, Latin letters for Cyrillic ones,
/// kinds of apostrophes and dashes, invisible characters, and several encodings of one character.
/// </summary>
/// <remarks>
/// The app runs without ICU (<c>InvariantGlobalization</c>), where <see cref="string.Normalize()"/> leaves such names unchanged. The tables here hold
/// the part of NFKC that names use. Pairs of letters follow Unicode's confusables (UTS #39) for Russian and Uzbek. Two letters of one alphabet
/// are never equal, apart from Ё and Е, and a digit never equals a letter.
/// </remarks>
public static class NameFold
{
    private const char Diaeresis = '\u0308';

    private static readonly FrozenDictionary<char, string> Folded = MakeTable();

    /// <summary>The text that all spellings of a name share. Use it to compare names, not to show them.</summary>
    /// <param name="name">A name of a stage, a pipeline, a field, a column or a status.</param>
    public static string Of(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsWhiteSpace(character))
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                    folded.Append(' ');
            }
            else if (!IsInvisible(character))
            {
                var upper = char.ToUpperInvariant(character);
                if (!Folded.TryGetValue(upper, out var text))
                    folded.Append(upper);
                else if (text is not [Diaeresis] || folded is not { Length: > 0 } || folded[^1] != 'Е')
                    folded.Append(text);
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>Whether two names look the same to a person.</summary>
    public static bool Same(string left, string right) => Of(left) == Of(right);

    /// <summary>Control and format characters (zero-width space, byte order mark, soft hyphen), and variation selectors.</summary>
    private static bool IsInvisible(char character) =>
        CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control
        || character is (>= '\uFE00' and <= '\uFE0F') or '\u034F';

    private static FrozenDictionary<char, string> MakeTable()
    {
        var table = new Dictionary<char, string> { [Diaeresis] = $"{Diaeresis}" };

        // Latin letters with the shape of a Cyrillic one: as capitals, and r and n as small letters.
        Pair("ABCEHKMOPTXYRN", "АВСЕНКМОРТХУГП");
        // Rarer Cyrillic letters with the shape of a Latin one.
        Pair("ІӀЈЅԚԜҮҺ", "IIJSQWУН");

        foreach (var apostrophe in "`´‘’‛′ʹʻʼʽʾʿˈˊˋ՚＇")
            table[apostrophe] = "'";
        foreach (var dash in "‐‑‒–—―−")
            table[dash] = "-";

        // NFKC: one character for another, or for several.
        Pair("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789");
        foreach (var (character, text) in new[] { ('№', "NO"), ('…', "..."), ('ª', "A"), ('º', "O"), ('ﬀ', "FF"), ('ﬁ', "FI"), ('ﬂ', "FL"), ('ﬃ', "FFI"), ('ﬄ', "FFL"), ('ﬅ', "ST"), ('ﬆ', "ST") })
            table[character] = string.Concat(text.Select(letter => table.GetValueOrDefault(letter, $"{letter}")));
        for (var ascii = '!'; ascii <= '~'; ascii++)
            table.TryAdd((char)(ascii + '\uFEE0'), table.GetValueOrDefault(char.ToUpperInvariant(ascii), $"{char.ToUpperInvariant(ascii)}"));

        // NFD: a letter with a mark becomes the letter and the mark, so that both encodings meet.
        Mark('\u0300', "ÀÈÌǸÒÙẀỲЀЍ", "AEINOUWYЕИ");
        Mark('\u0301', "ÁÉÍÓÚÝĆǴḰĹḾŃṔŔŚẂŹЃЌ", "AEIOUYCGKLMNPRSWZГК");
        Mark('\u0302', "ÂÊÎÔÛĈĜĤĴŜŴŶẐ", "AEIOUCGHJSWYZ");
        Mark('\u0303', "ÃẼĨÑÕŨṼỸ", "AEINOUVY");
        Mark('\u0304', "ĀĒĪŌŪȲӢӮ", "AEIOUYИУ");
        Mark('\u0306', "ĂĔĞĬŎŬЙЎӐӖӁ", "AEGIOUИУАЕЖ");
        Mark('\u0307', "ȦĊĖĠİṄȮṠẆẊẎŻ", "ACEGINOSWXYZ");
        Mark(Diaeresis, "ÄÏÖÜẄẌŸЇӒӜӞӤӦӰӴӸ", "AIOUWXYІАЖЗИОУЧЫ");
        Mark('\u030A', "ÅŮ", "AU");
        Mark('\u030B', "ŐŰӲ", "OUУ");
        Mark('\u030C', "ǍČĎĚǦȞǏǨŇǑŘŠŤǓŽ", "ACDEGHIKNORSTUZ");
        Mark('\u0327', "ÇĢĶĻŅŖŞŢ", "CGKLNRST");
        Mark('\u0328', "ĄĘĮǪŲ", "AEIOU");
        Pair("ËЁ", "ЕЕ");
        return table.ToFrozenDictionary();

        void Pair(string letters, string twins)
        {
            foreach (var (letter, twin) in letters.Zip(twins))
                table[letter] = $"{twin}";
        }

        void Mark(char mark, string letters, string bases)
        {
            foreach (var (letter, plain) in letters.Zip(bases))
                table[letter] = $"{table.GetValueOrDefault(plain, $"{plain}")}{mark}";
        }
    }
}
