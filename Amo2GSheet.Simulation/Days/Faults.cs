namespace Amo2GSheet.Simulation.Days;

/// <summary>What can go wrong in a run, as the summary counts it.</summary>
internal enum Fault
{
    /// <summary>A process is killed right before an effect.</summary>
    CrashBeforeEffect,

    /// <summary>A process is killed right after an effect.</summary>
    CrashAfterEffect,

    /// <summary>The effect took place, and its answer never came.</summary>
    AnswerLost,

    /// <summary>The connection broke before anything was done.</summary>
    RequestLost,

    /// <summary>429.</summary>
    TooManyRequests,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>503, of Google.</summary>
    Unavailable,

    /// <summary>504, of amoCRM: nothing was done.</summary>
    GatewayTimeout,

    /// <summary>504, of amoCRM: half of the batch was done.</summary>
    HalfABatch,

    /// <summary>403 without JSON: amoCRM blocks the account.</summary>
    Blocked,

    /// <summary>No answer, until the caller gives up.</summary>
    TimeOut,

    /// <summary>amoCRM answers a read as it would have some seconds before.</summary>
    StaleRead,

    /// <summary>For some seconds Table Storage refuses every request, cannot be reached, or answers none.</summary>
    StorageDown,

    /// <summary>The answer to a write in Table Storage is lost.</summary>
    StorageAnswerLost,

    /// <summary>A process stands still, longer than its lease holds.</summary>
    Pause,

    /// <summary>A webhook is never sent.</summary>
    WebhookDropped,

    /// <summary>A webhook is sent twice.</summary>
    WebhookDoubled,

    /// <summary>A webhook comes late, and behind newer ones.</summary>
    WebhookLate,

    /// <summary>Two processes' clocks differ.</summary>
    ClockSkew,

    /// <summary>The month ends while people work.</summary>
    MonthTurn,
}

/// <summary>Decides what goes wrong, and counts it. Once it is told to rest, nothing goes wrong any more.</summary>
/// <param name="chance">The run's chance for faults.</param>
/// <param name="rate">How much goes wrong: 1 is a bad day.</param>
internal sealed class Faults(Chance chance, double rate)
{
    /// <summary>How many seconds behind amoCRM's stale answers may be.</summary>
    public const int LongestLag = 25;

    /// <summary>How often each fault struck.</summary>
    public Dictionary<Fault, int> Counts { get; } = [];

    /// <summary>From now on nothing goes wrong.</summary>
    public void Rest() => IsResting = true;

    /// <summary>Nothing goes wrong any more.</summary>
    public bool IsResting { get; private set; }

    /// <summary>Whether a fault strikes now.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="probability">Its probability on a bad day.</param>
    public bool Strikes(Fault fault, double probability)
    {
        if (IsResting || !chance.Is(probability * rate))
            return false;
        Count(fault);
        return true;
    }

    /// <summary>Counts a fault that was decided elsewhere.</summary>
    public void Count(Fault fault) => Counts[fault] = Counts.GetValueOrDefault(fault) + 1;

    /// <summary>How long something takes: mostly no time, sometimes long enough for others to come in between.</summary>
    public TimeSpan Latency() => chance.Is(IsResting ? 0.1 : 0.4) ? chance.Time(0.01, 0.7) : TimeSpan.Zero;

    /// <summary>One of the shapes that a fault takes.</summary>
    public T Of<T>(IReadOnlyList<T> shapes) => chance.Of(shapes);

    /// <summary>A time that a fault lasts.</summary>
    public TimeSpan Time(double fromSeconds, double toSeconds) => chance.Time(fromSeconds, toSeconds);
}
