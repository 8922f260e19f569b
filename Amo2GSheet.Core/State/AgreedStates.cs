using System.Globalization;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.State;

/// <summary>
/// What a row's status and order number were agreed to be before, as <see cref="Base.Earlier"/> keeps it: rows that say again what they said
/// some agreements ago may be an old version of the sheet that was brought back (rule 16).
/// </summary>
internal static class AgreedStates
{
    private const int Kept = 4;
    private const int Digits = 8;

    /// <summary>The former states after a change of the base, the latest last.</summary>
    /// <param name="before">The base as it was stored; null when there was none.</param>
    /// <param name="after">The base as it will be.</param>
    public static string Earlier(Base? before, Base after)
    {
        if (before is null || (before.Status == after.Status && before.OrderNumber == after.OrderNumber))
            return before?.Earlier ?? "";
        var mark = Mark(before.Status, before.OrderNumber);
        // A write that is announced twice leaves the same state twice.
        if (before.Earlier.EndsWith(mark, StringComparison.Ordinal))
            return before.Earlier;
        var marks = before.Earlier + mark;
        return marks.Length > Kept * Digits ? marks[Digits..] : marks;
    }

    /// <summary>Whether a row says something that was agreed on before, and not what is agreed on now.</summary>
    public static bool IsEarlier(Row row, Base known)
    {
        if (known.Earlier.Length == 0 || (row.Status == known.Status && row.OrderNumber == known.OrderNumber))
            return false;
        var mark = Mark(row.Status, row.OrderNumber);
        return known.Earlier.Chunk(Digits).Any(one => mark.AsSpan().SequenceEqual(one));
    }

    /// <summary>FNV-1a of both texts. It is stored, so it must stay as it is; that two states share a mark makes a hold more likely, and nothing else.</summary>
    private static string Mark(string status, string number)
    {
        var hash = 2_166_136_261;
        foreach (var letter in $"{status}\u001f{number}")
            hash = unchecked((hash ^ letter) * 16_777_619);
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
