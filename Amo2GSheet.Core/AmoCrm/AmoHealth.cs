using System.Globalization;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>How amoCRM treats us, for <c>/health</c>.</summary>
/// <param name="Sentence">What is so and what to do, for a person.</param>
public abstract record AmoStatus(string Sentence);

/// <summary>No call was made since the start.</summary>
public sealed record AmoNotCalled() : AmoStatus("amoCRM has not been called since the start.");

/// <summary>The tokens work.</summary>
/// <param name="LastAnswer">When amoCRM last accepted them.</param>
public sealed record AmoReady(DateTimeOffset LastAnswer) : AmoStatus("amoCRM answers.");

/// <summary>A person has to log in again.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Sentence">What is so and what to do.</param>
public sealed record AmoUnauthorized(DateTimeOffset Since, string Sentence) : AmoStatus(Sentence);

/// <summary>amoCRM blocked the account's API or our address; no call is made for now.</summary>
/// <param name="Until">When one call tries again.</param>
/// <param name="Sentence">What is so and what to do.</param>
public sealed record AmoBlocked(DateTimeOffset Until, string Sentence) : AmoStatus(Sentence);

/// <summary>amoCRM asked for a pause; no call is made for now.</summary>
/// <param name="Until">When calls go on.</param>
/// <param name="Sentence">What is so.</param>
public sealed record AmoPaused(DateTimeOffset Until, string Sentence) : AmoStatus(Sentence);

/// <summary>Remembers the last word of amoCRM about our tokens and our calls. One in the process.</summary>
/// <param name="time">The clock.</param>
public sealed class AmoHealth(TimeProvider time)
{
    private readonly Lock _lock = new();
    private AmoUnauthorized? _unauthorized;
    private AmoStatus? _closed;
    private DateTimeOffset _closedUntil;
    private DateTimeOffset? _lastAnswer;
    private DateTimeOffset? _tokenEndsAt;

    /// <summary>The state now. A missing log-in outweighs a pause, and a pause what was before it.</summary>
    public AmoStatus Current
    {
        get
        {
            lock (_lock)
            {
                if (_unauthorized is not null)
                    return _unauthorized;
                if (_closed is not null && time.GetUtcNow() < _closedUntil)
                    return _closed;
                return _lastAnswer is { } answered ? new AmoReady(answered) : new AmoNotCalled();
            }
        }
    }

    /// <summary>What will stop the calls soon, and what to do; null when nothing will. Only a token that nobody refreshes can.</summary>
    public string? Warning
    {
        get
        {
            lock (_lock)
                return _tokenEndsAt is { } end ? LongLivedToken.Warning(end, time.GetUtcNow()) : null;
        }
    }

    internal void TokenEndsAt(DateTimeOffset end)
    {
        lock (_lock)
            _tokenEndsAt = end;
    }

    internal void Accepted()
    {
        lock (_lock)
        {
            _unauthorized = null;
            _lastAnswer = time.GetUtcNow();
        }
    }

    internal AmoUnauthorizedException Unauthorized(string sentence, Exception? inner = null)
    {
        lock (_lock)
            _unauthorized = new AmoUnauthorized(_unauthorized?.Since ?? time.GetUtcNow(), sentence);
        return new AmoUnauthorizedException(sentence, inner);
    }

    internal AmoUnavailableException Closed(bool blocked, DateTimeOffset until, string sentence)
    {
        var told = string.Create(CultureInfo.InvariantCulture, $"{sentence} No call before {until:u}.");
        lock (_lock)
        {
            _closed = blocked ? new AmoBlocked(until, told) : new AmoPaused(until, told);
            _closedUntil = until;
        }

        return new AmoUnavailableException(told, until);
    }
}
