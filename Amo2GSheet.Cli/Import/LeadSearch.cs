using System.Globalization;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Cli.Import;

/// <summary>What a look found of rows that may or may not be leads.</summary>
/// <param name="Found">Rows that are leads.</param>
/// <param name="Absent">Rows that amoCRM does not have.</param>
/// <param name="Unclear">Rows of which that cannot be said, and why.</param>
internal sealed record SearchResult(
    IReadOnlyList<(ImportRow Row, LeadId Lead)> Found, IReadOnlyList<ImportRow> Absent, IReadOnlyList<(ImportRow Row, string Reason)> Unclear);

/// <summary>Looks in amoCRM for leads of announced rows: by the tag of their import and by everything else that was sent.</summary>
internal sealed class LeadSearch(IAmoImport amo, ImportBook book, TimeProvider time)
{
    /// <summary>
    /// As long as a POST may be on its way: our own limit, the gate's rests, and then what amoCRM takes to show what it has made. Before
    /// that a lead that is not there may still come, of this import or of another one that runs beside it.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    // amoCRM's clock may differ from ours; what was there before is told apart by the tag.
    private static readonly TimeSpan ClockMargin = TimeSpan.FromHours(1);

    /// <summary>Looks, and where something is missing looks again when it can no longer be on its way.</summary>
    /// <param name="rows">Announced rows, each with the tag that it was announced with.</param>
    /// <param name="from">When the first of them was announced.</param>
    /// <param name="to">When the last of them was announced.</param>
    /// <param name="cancellationToken">Stops the calls and the waiting.</param>
    public async Task<SearchResult> SettleAsync(IReadOnlyList<ImportRow> rows, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var first = await LookAsync(rows, from, cancellationToken);
        var wait = to + Settling - time.GetUtcNow();
        if (first.Found.Count == rows.Count || wait <= TimeSpan.Zero)
            return first;

        await Task.Delay(wait, time, cancellationToken);
        return await LookAsync(rows, from, cancellationToken);
    }

    /// <summary>Looks once, now.</summary>
    public async Task<SearchResult> LookAsync(IReadOnlyList<ImportRow> rows, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var leads = (await amo.FindLeadsAsync(from - ClockMargin, cancellationToken)).Where(lead => !book.IsClaimed(lead.Lead.Id)).ToList();
        var found = new List<(ImportRow Row, LeadId Lead)>();
        var missing = new List<ImportRow>();
        foreach (var row in rows)
        {
            // Rows of equal content are interchangeable: any of their leads will do for any of them.
            var index = leads.FindIndex(lead => lead.Tags.Contains(row.Lead.Tag) && IsSame(row.Lead, lead.Lead));
            if (index < 0)
            {
                missing.Add(row);
                continue;
            }

            found.Add((row, leads[index].Lead.Id));
            leads.RemoveAt(index);
        }

        var unclear = missing.Select(row => (Row: row, Reason: Doubt(row, leads))).Where(row => row.Reason is not null).ToList();
        return new SearchResult(
            found, [.. missing.Except(unclear.Select(row => row.Row))], [.. unclear.Select(row => (row.Row, row.Reason!))]);
    }

    // A lead of this import that fits no row was changed since it was made; a lead that fits and bears no tag may be anybody's.
    private static string? Doubt(ImportRow row, List<FoundLead> left)
    {
        if (left.Find(lead => lead.Tags.Contains(row.Lead.Tag)) is { } changed)
            return $"an earlier import sent the row and got no answer; its lead may be {changed.Lead.Id}, which was changed since";
        return left.Find(lead => IsSame(row.Lead, lead.Lead)) is { } same
            ? $"an earlier import sent the row and got no answer; its lead may be {same.Lead.Id}, which says the same but does not bear the import's tag"
            : null;
    }

    private static bool IsSame(NewLead sent, Lead found) =>
        found.Name.Trim() == sent.Name.Trim()
        && found.Price == (sent.Price ?? 0)
        && sent.Fields.All(field => found.Fields.FirstOrDefault(own => own.Id == field.FieldId) is { } own && IsSame(field, own));

    private static bool IsSame(NewLeadField sent, LeadField found) =>
        sent.Values.Count == found.Values.Count && sent.Values.All(value => found.Values.Any(own => IsSame(sent.Type, value.Text, own)));

    private static bool IsSame(string type, string sent, string found)
    {
        if (type is not ("numeric" or "monetary" or "price" or "date" or "birthday" or "date_time"))
            return sent.Trim() == found.Trim();
        if (!decimal.TryParse(sent, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
            || !decimal.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out var right))
            return false;

        // We send a day's noon, and amoCRM gives back its midnight.
        return type is "date" or "birthday" ? Math.Abs(left - right) <= 86_400 : left == right;
    }
}
