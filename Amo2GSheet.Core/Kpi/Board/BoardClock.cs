using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sheets;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Kpi.Board;

/// <summary>Our clock and the zone in which the dashboard shows days. The zone is asked for once a day at most, and a page does without amoCRM.</summary>
internal sealed class BoardClock(IAmoCrm amo, IOptions<DisplayOptions> display, TimeProvider time)
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    private volatile Known? _known;

    /// <summary>The moment that it is.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The display time zone; the account's is asked for when no setting tells it.</summary>
    public async Task<TimeZoneInfo> ReadZoneAsync(CancellationToken cancellationToken)
    {
        if (display.Value.IsSet)
            return display.Value.Zone(null);
        if (_known is { } known && known.Until > Now)
            return known.Zone;
        try
        {
            var account = await amo.ReadAccountAsync(fresh: false, cancellationToken);
            return Remember(display.Value.Zone(account.TimeZone), Keep);
        }
        catch (Exception trouble) when (trouble is AmoUnavailableException or AmoUnauthorizedException)
        {
            // Days stand in the ledger as they are; only «today» and the time of day depend on the zone.
            return Remember(_known?.Zone ?? display.Value.Zone(null), AfterTrouble);
        }
    }

    private TimeZoneInfo Remember(TimeZoneInfo zone, TimeSpan keep)
    {
        _known = new Known(zone, Now + keep);
        return zone;
    }

    private sealed record Known(TimeZoneInfo Zone, DateTimeOffset Until);
}
