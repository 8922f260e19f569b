namespace Amo2GSheet.Core.Sync;

/// <summary>
/// How often log-ins may be begun and redeemed in a minute. These routes are open to everyone, and a redeemed log-in calls amoCRM's token
/// endpoint: this keeps them far below what the sync itself may call. One in the process.
/// </summary>
/// <remarks>
/// Each address has its own limit inside the limit of all, so that one caller keeps no other out. The address is what the proxy before us says; without
/// a proxy there is none, and only the limit of all counts.
/// </remarks>
/// <param name="time">Our clock.</param>
public sealed class LogInLimiter(TimeProvider time)
{
    /// <summary>How long a caller waits who is over a limit.</summary>
    public static TimeSpan Wait { get; } = TimeSpan.FromMinutes(1);

    private readonly Window _starts = new(ofAll: 600, ofOne: 60);
    private readonly Window _redemptions = new(ofAll: 30, ofOne: 10);
    private readonly Lock _lock = new();

    /// <summary>Counts a start; false when there were too many.</summary>
    public bool TryStart(string? address) => TryTake(_starts, address);

    /// <summary>Counts a redemption; false when there were too many.</summary>
    public bool TryRedeem(string? address) => TryTake(_redemptions, address);

    private bool TryTake(Window window, string? address)
    {
        lock (_lock)
            return window.TryTake(address, time.GetUtcNow());
    }

    private sealed class Window(int ofAll, int ofOne)
    {
        // What is refused is not counted, so there are never more addresses than the limit of all.
        private readonly Dictionary<string, int> _byAddress = [];
        private DateTimeOffset _began;
        private int _all;

        public bool TryTake(string? address, DateTimeOffset now)
        {
            if (now - _began >= Wait || now < _began)
            {
                (_began, _all) = (now, 0);
                _byAddress.Clear();
            }

            if (_all >= ofAll || (address is not null && _byAddress.GetValueOrDefault(address) >= ofOne))
                return false;
            _all++;
            if (address is not null)
                _byAddress[address] = _byAddress.GetValueOrDefault(address) + 1;
            return true;
        }
    }
}
