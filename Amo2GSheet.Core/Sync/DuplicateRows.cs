using System.Security.Cryptography;
using System.Text;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>Rule 12: an id that stands in several lines. The topmost is the row; the others get a note and never push.</summary>
internal static class DuplicateRows
{
    private const int LongestCopies = 8_000;

    private const int MostHashed = 400;

    /// <summary>Every further line gets a note, and what it says is remembered.</summary>
    public static void Mark(LeadCase lead, Row row, DecisionDraft draft)
    {
        var further = lead.Rows.Count - 1;
        var noted = draft.Base.DuplicatesNoted;
        if (further != noted)
        {
            foreach (var duplicate in lead.Rows.Skip(1))
                draft.Note(duplicate, NoteTexts.Duplicate(row.Address.Index + 1));
            if (further < noted && !draft.Base.Noted)
                draft.Note(row, "");
            if (further > noted)
                draft.Find(12, Reason.DuplicateRows, detail: $"{further} further");
        }

        draft.Base = draft.Base with { DuplicatesNoted = further, Copies = CopiesOf(lead) };
    }

    /// <summary>What the lines below the row say.</summary>
    public static string CopiesOf(LeadCase lead)
    {
        var copies = string.Concat(lead.Rows.Skip(1).Select(Base.CopyOf));
        return copies.Length <= LongestCopies ? copies : string.Concat(lead.Rows.Skip(1).Select(Hashed).Distinct().Take(MostHashed));
    }

    /// <summary>A line's values in a set that is too long to be kept as it is.</summary>
    private static string Hashed(Row row) => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Base.CopyOf(row))).AsSpan(0, 8))}\u001e";

    /// <summary>
    /// Whether the row is a copy that came to stand on top: what it says is old, and nobody chose it. An edit that is held or was refused was
    /// seen as one, though a copy that was made since says the same.
    /// </summary>
    public static bool IsPromotedCopy(Row row, Base known) =>
        known.DuplicatesNoted > 0
        && SyncPlanner.IsEdited(row, known)
        && known.Held?.IsSaidBy(row) != true
        && known.Refused?.IsSaidBy(row) != true
        && (known.Copies.Contains(Base.CopyOf(row), StringComparison.Ordinal) || known.Copies.Contains(Hashed(row), StringComparison.Ordinal));
}
