namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>Tells dates from numbers by the code of a number format, in one walk over its characters.</summary>
internal static class NumberFormat
{
    private const string General = "General";

    /// <summary>Whether the code shows a date or a time: its first section has a letter of theirs outside of quotes, colours and conditions.</summary>
    public static bool IsDate(string code) => HasDateLetter(code, endsAtSemicolon: true);

    /// <summary>The same as older versions said it, which took a semicolon inside quotes for the end of the section.</summary>
    public static bool WasDate(string code) => HasDateLetter(code.Split(';', 2)[0], endsAtSemicolon: false);

    private static bool HasDateLetter(string code, bool endsAtSemicolon)
    {
        var lastBracket = code.LastIndexOf(']');
        for (var at = 0; at < code.Length;)
        {
            var character = code[at];
            if (character == ';' && endsAtSemicolon)
                return false;
            if (character == '"')
            {
                var end = code.IndexOf('"', at + 1);
                at = end < 0 ? code.Length : end + 1;
            }
            else if (character is '\\' or '_' or '*' && at + 1 < code.Length)
            {
                // An escaped character, a space as wide as a character, a filler.
                at += 2;
            }
            else if (character == '[' && lastBracket > at)
            {
                var end = code.IndexOf(']', at);
                if (IsLapsedTime(code.AsSpan(at + 1, end - at - 1)))
                    return true;
                at = end + 1;
            }
            else if (string.Compare(code, at, General, 0, General.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                at += General.Length;
            }
            else if (char.ToLowerInvariant(character) is 'd' or 'm' or 'y' or 'h' or 's')
            {
                return true;
            }
            else
            {
                at++;
            }
        }

        return false;
    }

    /// <summary><c>h</c>, <c>mm</c>, <c>ss</c> in brackets: hours, minutes or seconds beyond their usual range.</summary>
    private static bool IsLapsedTime(ReadOnlySpan<char> inside) =>
        inside.Length > 0 && char.ToLowerInvariant(inside[0]) is 'h' or 'm' or 's' && inside.TrimStart([char.ToLowerInvariant(inside[0]), char.ToUpperInvariant(inside[0])]).IsEmpty;
}
