namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>How our webhook in amoCRM is, for <c>/health</c>. One in the process.</summary>
/// <param name="time">Our clock.</param>
public sealed class WebhookStatus(TimeProvider time)
{
    private readonly Lock _lock = new();
    private WebhookHealth _now = new("unknown", null, null, null, null);

    /// <summary>The state now.</summary>
    public WebhookHealth Current
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    /// <summary>A webhook of amoCRM came in.</summary>
    public void BellRang()
    {
        lock (_lock)
            _now = _now with { LastBell = time.GetUtcNow() };
    }

    /// <summary>A webhook was answered later than amoCRM waits: to amoCRM it failed, and a hundred failures in two hours switch the webhook off.</summary>
    public void AnsweredLate()
    {
        lock (_lock)
            _now = _now with { Late = _now.Late + 1 };
    }

    /// <summary>Takes what was seen.</summary>
    /// <returns>Whether it is otherwise than before.</returns>
    internal bool Report(string state, string? address, string? detail)
    {
        lock (_lock)
        {
            var changed = state != _now.State || detail != _now.Detail;
            var since = state == _now.State ? _now.Since : time.GetUtcNow();
            _now = _now with { State = state, Since = since, Address = address ?? _now.Address, Detail = detail };
            return changed;
        }
    }
}

/// <summary>How our webhook is.</summary>
/// <param name="State"><c>enabled</c>, <c>disabled</c>, <c>missing</c>, or <c>unknown</c> before amoCRM was asked and while it does not say.</param>
/// <param name="Since">Since when, as seen by this process.</param>
/// <param name="LastBell">When this process last received a webhook.</param>
/// <param name="Address">Where amoCRM sends it: host and path, never its key.</param>
/// <param name="Detail">What is wrong and what to do; null when all is well.</param>
public sealed record WebhookHealth(string State, DateTimeOffset? Since, DateTimeOffset? LastBell, string? Address, string? Detail)
{
    /// <summary>How many webhooks this process answered later than the two seconds that amoCRM waits.</summary>
    public long Late { get; init; }
}
