namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>What the limiter says to a request.</summary>
internal enum LimitVerdict
{
    Pass,
    TooMany,
    Blocked,
}

/// <summary>
/// Fixed windows of one second, one per integration and one for the account. Those who do not stop are blocked, and stay so:
/// with the real service only support lifts the block. Guarded by the world's lock.
/// </summary>
internal sealed class AmoLimits(Func<AmoSwitches> switches)
{
    private readonly Dictionary<string, int> _inWindow = [];
    private long _window;
    private int _account;

    public int Violations { get; private set; }

    public bool IsBlocked { get; private set; }

    /// <summary>The most requests that one integration made in one second.</summary>
    public int Busiest { get; private set; }

    public void Block() => IsBlocked = true;

    public void Reset()
    {
        IsBlocked = false;
        Violations = 0;
        _inWindow.Clear();
        _account = 0;
    }

    public LimitVerdict Check(string integration, long now)
    {
        if (IsBlocked)
            return LimitVerdict.Blocked;
        var rules = switches();
        if (!rules.Limits)
            return LimitVerdict.Pass;
        if (now != _window)
        {
            _window = now;
            _account = 0;
            _inWindow.Clear();
        }
        var own = _inWindow[integration] = _inWindow.GetValueOrDefault(integration) + 1;
        Busiest = Math.Max(Busiest, own);
        if (own <= rules.IntegrationPerSecond && ++_account <= rules.AccountPerSecond)
            return LimitVerdict.Pass;
        Violations++;
        IsBlocked = rules.ViolationsBeforeBlock > 0 && Violations >= rules.ViolationsBeforeBlock;
        return LimitVerdict.TooMany;
    }
}
