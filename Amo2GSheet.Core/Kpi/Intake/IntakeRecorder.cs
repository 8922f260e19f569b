using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Kpi.Intake;

/// <summary>Takes leads in as they are now; what did not change is not written. Only to be used under the ledger's lease.</summary>
internal sealed class IntakeRecorder(IIntakeStore store, IAmoCrm amo, PipelineBooks books, IOptions<DisplayOptions> display, TimeProvider time)
{
    /// <summary>Takes leads in.</summary>
    /// <returns>How many rows were written.</returns>
    public async Task<int> TakeAsync(IReadOnlyCollection<Lead> leads, CancellationToken cancellationToken)
    {
        if (leads.Count == 0)
            return 0;

        var account = await amo.ReadAccountAsync(fresh: false, cancellationToken);
        // A pipeline made a minute ago counts.
        if (leads.Any(lead => !books.BookOf(account).Knows(lead.Stage)) && time.GetUtcNow() - account.ReadAt > TimeSpan.FromMinutes(1))
            account = await amo.ReadAccountAsync(fresh: true, cancellationToken);
        var (book, zone) = (books.BookOf(account), display.Value.Zone(account.TimeZone));

        var changed = 0;
        foreach (var month in leads.DistinctBy(lead => lead.Id).Select(Row).GroupBy(row => (row.Day.Year, row.Day.Month)))
        {
            var known = (await store.ReadAsync(new KpiRange(month.Min(row => row.Day), month.Max(row => row.Day)), cancellationToken)).ToDictionary(row => row.Lead);
            List<IntakeLead> news = [.. month.Where(row => known.GetValueOrDefault(row.Lead) != row)];
            if (news.Count > 0)
                await store.SaveAsync(news, cancellationToken);
            changed += news.Count;
        }

        return changed;

        IntakeLead Row(Lead lead) => IntakeLead.Of(
            lead, DisplayDay.Of(lead.CreatedAt, zone), book.InScope(lead.Stage.PipelineId));
    }
}
