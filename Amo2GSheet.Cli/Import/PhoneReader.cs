using System.Text.RegularExpressions;
using Amo2GSheet.Cli.Import.Excel;
using PhoneNumbers;

namespace Amo2GSheet.Cli.Import;

/// <summary>A phone out of a cell.</summary>
/// <param name="Typed">As a person wrote it in the cell.</param>
/// <param name="E164">As it is sent: <c>+998901234567</c>.</param>
internal sealed record CellPhone(string Typed, string E164);

/// <summary>Reads the phones of a cell. Every character of the cell belongs to a phone or between two, or the cell is refused.</summary>
/// <param name="country">
/// The account's country, as two letters: a phone without a plus is dialled there. Null when it is not known; then every phone begins with its
/// country's code.
/// </param>
internal sealed partial class PhoneReader(string? country)
{
    private const string Accepted = "write each phone like +998 90 000-00-00, with a comma between two";

    /// <summary>A cell of more is a note, and reading stays short whatever it says.</summary>
    private const int LongestText = 300;

    // ITU-T E.164: fifteen digits at most. Less than seven are a service's number or an extension.
    private const int FewestDigits = 7;
    private const int MostDigits = 15;

    private static readonly char[] Between = [',', ';', '/', '|', '\n', '\r', '\t'];

    private static readonly PhoneNumberUtil Rules = PhoneNumberUtil.GetInstance();

    private readonly string? _region = country?.ToUpperInvariant() is { } region && Rules.GetSupportedRegions().Contains(region) ? region : null;

    /// <summary>The phones of a cell, each once; empty when the cell is refused.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="reason">
    /// Why not, as the end of a sentence about the cell. It describes the text without quoting it: a message is no place for somebody's phone.
    /// </param>
    public IReadOnlyList<CellPhone> Read(SheetValue cell, out string reason)
    {
        var phones = new List<CellPhone>();
        var why = cell switch
        {
            NumberValue { Number: var number } when number < 0 || number != decimal.Truncate(number) => "holds a number with a fraction or a minus, which is no phone",
            NumberValue or TextValue => ReadText(CellReading.Text(cell), phones),
            DateValue => "holds a date, which is no phone",
            _ => "holds TRUE or FALSE, which is no phone",
        };
        reason = why is null ? "" : $"{why}: {Accepted}";
        return why is null ? [.. phones.DistinctBy(phone => phone.E164)] : [];
    }

    private string? ReadText(string text, List<CellPhone> phones)
    {
        if (text.Length > LongestText)
            return $"holds {text.Length} characters, more than phones have";
        if (Rounded().IsMatch(text))
            return "holds a number that a spreadsheet program rounded, so that the phone's last digits are lost";
        if (text.Any(char.IsLetter))
            return "holds letters, which are no part of a phone";
        if (!text.Any(char.IsAsciiDigit))
            return "holds no digit, so it is no phone";
        if (CellReading.Day(new TextValue(text), DayOrder.Dmy, out _) is not null)
            return "holds a date, which is no phone";

        var parts = text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var (part, index) in parts.Select((part, index) => (part, index)))
        {
            var whose = parts.Length > 1 ? $"its part {index + 1} of {parts.Length} " : "it ";
            if (!Characters().IsMatch(part))
                return $"holds no phone: {whose}has a character that phones do not have";
            if (ReadPart(part, phones) is { } why)
                return $"holds no phone: {whose}{why}";
        }

        return null;
    }

    // A blank may be inside of a phone or between two. All ways to cut at blanks are tried, and exactly one may give phones only.
    private string? ReadPart(string part, List<CellPhone> phones)
    {
        var words = Words().Matches(part).Select(word => (Start: word.Index, End: word.Index + word.Length)).ToList();
        var ways = new (int Count, int From, CellPhone? Phone)[words.Count + 1];
        ways[0].Count = 1;
        for (var end = 1; end <= words.Count; end++)
        {
            for (var from = end - 1; from >= 0; from--)
            {
                var typed = part[words[from].Start..words[end - 1].End];
                if (typed.Count(char.IsAsciiDigit) > MostDigits + 2)
                    break;
                if (ways[from].Count > 0 && Phone(typed) is { } e164)
                    ways[end] = (Math.Min(2, ways[end].Count + ways[from].Count), from, new CellPhone(typed, e164));
            }
        }

        if (ways[^1].Count > 1)
            return "can be cut at its blanks into phones in more than one way";
        if (ways[^1].Count == 0)
            return Reason(part.Count(char.IsAsciiDigit), part.Contains('+', StringComparison.Ordinal));

        var found = new Stack<CellPhone>();
        for (var end = words.Count; end > 0; end = ways[end].From)
            found.Push(ways[end].Phone!);
        phones.AddRange(found);
        return null;
    }

    private string Reason(int digits, bool hasPlus) => (digits, hasPlus, _region) switch
    {
        (1, _, _) => "has 1 digit",
        ( < FewestDigits, _, _) => $"has {digits} digits",
        (_, true, _) => $"has {digits} digits, which fit no country's phones",
        (_, _, null) => $"has {digits} digits that begin with no country's code, and the account names no country",
        _ => $"has {digits} digits, which are no phone of the account's country ({_region}) and begin with no other country's code",
    };

    // What has a plus names its country, so the right length is enough: numbering plans grow faster than programs learn. Without one the number has to exist
    // in the account's country; only one that does not is taken for a number that begins with another country's code.
    private string? Phone(string typed)
    {
        var digits = string.Concat(typed.Where(char.IsAsciiDigit));
        var plus = typed.LastIndexOf('+');
        if (digits.Length < FewestDigits || typed.IndexOf('+') != plus || typed.AsSpan(0, plus + 1).ContainsAnyInRange('0', '9'))
            return null;
        if (plus >= 0)
            return Parse($"+{digits}", null) is { } possible && Rules.IsPossibleNumber(possible) ? E164(possible) : null;
        if (_region is not null && Parse(digits, _region) is { } own && Rules.IsValidNumber(own))
            return E164(own);
        return Parse($"+{(digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits)}", null) is { } foreign && Rules.IsValidNumber(foreign) ? E164(foreign) : null;
    }

    private static PhoneNumber? Parse(string text, string? region)
    {
        try
        {
            return Rules.Parse(text, region);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static string E164(PhoneNumber number) => Rules.Format(number, PhoneNumberFormat.E164);

    // 9.98901E+11
    [GeneratedRegex("^[0-9]+([.,][0-9]+)?E[+]?[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Rounded();

    [GeneratedRegex(@"^[0-9+().\-\u2010-\u2015\u2212\s\u00A0]+$")]
    private static partial Regex Characters();

    // A word begins behind a blank or with a plus; a lone plus belongs to what follows it.
    [GeneratedRegex(@"\+\s*[^\s+]+|[^\s+]+")]
    private static partial Regex Words();
}
