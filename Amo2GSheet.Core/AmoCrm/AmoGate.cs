using System.Net;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>
/// Whether amoCRM may be called at all. A 429 with a short wait rests everybody for it; a long one, or a block, closes the gate:
/// calls fail at once, without HTTP, until it opens. One in the process.
/// </summary>
internal sealed partial class AmoGate(AmoPace pace, AmoHealth health, TimeProvider time, ILogger<AmoGate> logger)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestGuess = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstBlock = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestBlock = TimeSpan.FromHours(4);

    private readonly Lock _lock = new();
    private DateTimeOffset _restUntil;
    private DateTimeOffset _closedUntil;
    private string _closedBecause = "";
    private bool _isBlock;
    private TimeSpan _nextGuess = TimeSpan.FromSeconds(1);
    private TimeSpan _nextBlock = FirstBlock;

    /// <summary>Waits for a rest and for this call's turn.</summary>
    /// <exception cref="AmoUnavailableException">The gate is closed.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        var rest = Check();
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, time, cancellationToken);
        await pace.TakeTurnAsync(cancellationToken);
        Check(); // It may have closed while we stood in the queue.
    }

    /// <summary>Learns from an answer.</summary>
    /// <returns>False when the call was turned away for a moment and is to be made again.</returns>
    /// <exception cref="AmoUnavailableException">The answer closed the gate.</exception>
    public bool Admits(AmoAnswer answer)
    {
        lock (_lock)
        {
            if (answer.Status == HttpStatusCode.TooManyRequests)
                return SlowDown(answer);

            // A refusal for want of rights is JSON; the block page comes bare from the gateway.
            if (answer.Status == HttpStatusCode.Forbidden && !answer.IsJson)
                throw Block();

            _nextGuess = TimeSpan.FromSeconds(1);
            _nextBlock = FirstBlock;
            return true;
        }
    }

    private TimeSpan Check()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return now < _closedUntil ? throw health.Closed(_isBlock, _closedUntil, _closedBecause) : _restUntil - now;
        }
    }

    private bool SlowDown(AmoAnswer answer)
    {
        // Neither the body's retry_after nor the header is promised. The guess grows, so that a row of 429s ends at a closed gate
        // whatever the hints say: amoCRM blocks who keeps knocking.
        var wait = Hint(answer) is { } hint && hint > _nextGuess ? hint : _nextGuess;
        _nextGuess = Min(_nextGuess * 2, LongestGuess);
        wait = Min(wait, LongestPause);

        if (wait <= LongestRest)
        {
            _restUntil = time.GetUtcNow() + wait;
            Log.Resting(logger, wait.TotalSeconds);
            return false;
        }

        throw Close(isBlock: false, wait, "amoCRM says that we call too often (HTTP 429).");
    }

    private AmoUnavailableException Block()
    {
        var wait = _nextBlock;
        _nextBlock = Min(_nextBlock * 2, LongestBlock);
        return Close(
            isBlock: true,
            wait,
            "amoCRM blocked the account's API or this address (HTTP 403 without JSON), as it does after repeated calls over the limit. "
            + "Only amoCRM's support can unblock it: write to them, and see that AMO_REQUEST_DELAY_SEC and other integrations keep below seven calls a second.");
    }

    private AmoUnavailableException Close(bool isBlock, TimeSpan wait, string because)
    {
        _isBlock = isBlock;
        _closedBecause = because;
        _closedUntil = time.GetUtcNow() + wait;
        // A limit heals by itself; a block waits for a person.
        Log.Closed(logger, isBlock ? LogLevel.Error : LogLevel.Warning, wait.TotalSeconds, because);
        return health.Closed(isBlock, _closedUntil, because);
    }

    private static TimeSpan? Hint(AmoAnswer answer)
    {
        using var json = answer.TryJson();
        var seconds = json?.RootElement.Decimal("retry_after");
        return seconds is { } given ? TimeSpan.FromSeconds((double)Math.Clamp(given, 0, (decimal)LongestPause.TotalSeconds)) : answer.RetryAfter;
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "amoCRM answered 429; all calls rest for {Seconds} s")]
        public static partial void Resting(ILogger logger, double seconds);

        [LoggerMessage("No call to amoCRM for {Seconds} s. {Because}")]
        public static partial void Closed(ILogger logger, LogLevel level, double seconds, string because);
    }
}
