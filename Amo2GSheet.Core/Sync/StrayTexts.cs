using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Finds rows whose status cell shows a text that we wrote for another row: people moved rows between our reading and our write. The rows are
/// found by what they say and not by where they stand, for people may have moved them again since.
/// </summary>
/// <param name="before">The sheet before the first write.</param>
internal sealed class StrayTexts(SheetSnapshot before)
{
    private readonly Dictionary<LeadId, string> _meant = [];
    private readonly HashSet<(LeadId Lead, string Text)> _written = [];

    /// <summary>Remembers what is about to be written.</summary>
    public void Add(IEnumerable<RowTarget> targets)
    {
        foreach (var target in targets)
        {
            if (target is not { Value: TextCell text, At: null, Ordinal: 0 } || !NameFold.Same(target.Column, OrderColumns.Status))
                continue;
            _meant[target.Lead] = text.Text;
            _written.Add((target.Lead, text.Text));
        }
    }

    /// <summary>The rows that show a stranger's text, by lead. Empty unless rows moved, or a row does not say what was written into it.</summary>
    /// <param name="after">The sheet as read after the write.</param>
    public IReadOnlyDictionary<LeadId, StrayText> Find(SheetSnapshot after)
    {
        var strays = new Dictionary<LeadId, StrayText>();
        if (_written.Count == 0 || (!HasMoved(before, after) && _meant.All(meant => Says(after, meant.Key) == meant.Value)))
            return strays;

        // Each write put its text into one cell. Where the row that it was meant for has it newly, it is accounted for.
        var astray = _written.Where(write => Says(before, write.Lead) == write.Text || Says(after, write.Lead) != write.Text)
            .Select(write => write.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var lead in after.Leads)
        {
            if (Says(after, lead) is not { } says || !astray.Contains(says) || Says(before, lead) is not { } was)
                continue;
            var expected = _meant.GetValueOrDefault(lead) ?? was;
            if (says != expected && _written.Any(write => write.Text == says && write.Lead != lead))
                strays[lead] = new StrayText(says, expected);
        }

        return strays;
    }

    /// <summary>Whether any row stands elsewhere than before, or is gone, or new.</summary>
    private static bool HasMoved(SheetSnapshot before, SheetSnapshot after) =>
        before.Leads.Count() != after.Leads.Count()
        || before.Leads.Any(lead => !before.RowsOf(lead).Select(row => row.Address).SequenceEqual(after.RowsOf(lead).Select(row => row.Address)));

    private static string? Says(SheetSnapshot snapshot, LeadId lead) => snapshot.RowsOf(lead) is [var row, ..] ? row.Status : null;
}
