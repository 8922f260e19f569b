using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sync.CatchUp;

namespace Amo2GSheet.Core.Kpi.Intake;

/// <summary>
/// Reads leads in the order of a time of theirs. amoCRM pages by number, and a lead that leaves a page that was read draws a later one past
/// us; so each page is asked for as the first one, from a second before the newest lead met. Pages belong together only while a page's leads
/// are all of one second.
/// </summary>
internal sealed record LeadStretch(DateTimeOffset? Newest, DateTimeOffset? ServerTime, bool Ended, int Changed)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Whence to ask for what follows.</summary>
    public DateTimeOffset Next => Newest!.Value - Second;

    /// <summary>Reads a page, or the few that belong together.</summary>
    /// <param name="pages">The leads from the moment on, in the order of that time.</param>
    /// <param name="from">The moment.</param>
    /// <param name="timeOf">That time.</param>
    /// <param name="take">Takes leads in.</param>
    public static async Task<LeadStretch> ReadAsync(
        IAsyncEnumerable<LeadPage> pages, DateTimeOffset from, Func<Lead, DateTimeOffset> timeOf, Func<IReadOnlyList<Lead>, Task<int>> take)
    {
        var stretch = new LeadStretch(null, null, Ended: true, 0);
        await foreach (var page in pages)
        {
            var newest = page.Leads.Select(timeOf).DefaultIfEmpty(from).Max();
            stretch = new LeadStretch(
                stretch.Newest is { } met ? CatchUpClock.Later(met, newest) : newest,
                stretch.ServerTime ?? page.ServerTime,
                page.IsLast,
                stretch.Changed + await take(page.Leads));
            if (page.IsLast || stretch.Next > from)
                break;
        }

        return stretch;
    }
}
