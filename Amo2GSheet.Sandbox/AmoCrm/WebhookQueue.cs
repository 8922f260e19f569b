namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>One webhook request to be made.</summary>
/// <param name="Number">Order in which it came about.</param>
/// <param name="WebhookId">The subscription.</param>
/// <param name="Destination">Where to.</param>
/// <param name="RequestId">Value of <c>X-Amocrm-Requestid</c>; the same for every attempt.</param>
/// <param name="Body">Form body.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Due">Not to be sent before.</param>
/// <param name="IsHeld">Held back by a fault until the next one of the same subscription is queued.</param>
internal sealed record WebhookDelivery(
    long Number, long WebhookId, string Destination, Guid RequestId, string Body, int Attempt, DateTimeOffset Due, bool IsHeld);

/// <summary>What became of one attempt.</summary>
/// <param name="Delivery">The attempt.</param>
/// <param name="Status">HTTP status, 0 without an answer.</param>
/// <param name="At">When.</param>
/// <param name="Error">Why nothing was sent; null when it was.</param>
internal sealed record WebhookAttempt(WebhookDelivery Delivery, int Status, DateTimeOffset At, string? Error = null);

/// <summary>
/// What is to be sent and when: the queue, the retry ladder, the rule that disables a hook, and the faults of delivery. It
/// sends nothing itself. Guarded by the world's lock.
/// </summary>
internal sealed class WebhookQueue(AmoWebhooks webhooks, AmoFaults faults)
{
    private const int FailuresBeforeDisabling = 100;
    private const int AttemptsKept = 1000;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromHours(2);

    private readonly List<WebhookDelivery> _waiting = [];
    private readonly Queue<WebhookAttempt> _attempts = new();
    private long _number;
    private int _held;

    public IReadOnlyCollection<WebhookAttempt> Attempts => _attempts;

    public int Waiting => _waiting.Count;

    public DateTimeOffset? NextDue => _waiting.Count == 0 ? null : _waiting.Min(delivery => delivery.Due);

    public void Add(AmoWebhook hook, string body, DateTimeOffset now)
    {
        faults.Expire(now);
        if (faults.Take(AmoFaults.HookDropped, hook.Destination) is not null)
            return;
        var due = now;
        if (faults.Take(AmoFaults.HookLate, hook.Destination) is { } late)
            due = now.AddSeconds(late.Seconds ?? 60);
        var isHeld = faults.Take(AmoFaults.HookReordered, hook.Destination) is { };
        if (isHeld)
            due = now.AddSeconds(5);
        var copies = faults.Take(AmoFaults.HookTwice, hook.Destination)?.Copies ?? 1;
        for (var copy = 0; copy < copies; copy++)
            Enqueue(hook, body, due, isHeld);
        if (!isHeld)
            ReleaseHeld(hook, now);
    }

    /// <summary>Takes what is due out of the queue, in order of due time.</summary>
    public IReadOnlyList<WebhookDelivery> TakeDue(DateTimeOffset now)
    {
        var due = _waiting.Where(delivery => delivery.Due <= now).OrderBy(delivery => delivery.Due).ThenBy(delivery => delivery.Number).ToArray();
        _waiting.RemoveAll(delivery => delivery.Due <= now);
        return [.. due.Where(delivery => webhooks.Find(delivery.WebhookId) is { IsDisabled: false })];
    }

    /// <summary>Books an answer: good ones are done, bad ones climb the ladder and may disable the hook.</summary>
    public void Answered(WebhookDelivery delivery, int status, DateTimeOffset now, string? error = null)
    {
        _attempts.Enqueue(new WebhookAttempt(delivery, status, now, error));
        if (_attempts.Count > AttemptsKept)
            _attempts.Dequeue();
        if (status is >= 100 and <= 299 || webhooks.Find(delivery.WebhookId) is not { } hook)
            return;
        hook.Failures.Enqueue(now);
        while (hook.Failures.TryPeek(out var oldest) && oldest < now - FailureWindow)
            hook.Failures.Dequeue();
        hook.IsDisabled = hook.IsDisabled || hook.Failures.Count > FailuresBeforeDisabling;
        if (!hook.IsDisabled && Pause(delivery.Attempt, status) is { } pause)
            _waiting.Add(delivery with { Attempt = delivery.Attempt + 1, Due = now + pause, IsHeld = false });
    }

    /// <summary>Wait after a failed attempt; null ends it. The last two attempts are only for a receiver that broke.</summary>
    private static TimeSpan? Pause(int attempt, int status) => attempt switch
    {
        1 => TimeSpan.FromMinutes(5),
        2 => TimeSpan.FromMinutes(15),
        3 when IsBroken(status) => TimeSpan.FromMinutes(15),
        4 when IsBroken(status) => TimeSpan.FromHours(1),
        _ => null,
    };

    private static bool IsBroken(int status) => status is 499 or (>= 500 and <= 599);

    private void Enqueue(AmoWebhook hook, string body, DateTimeOffset due, bool isHeld)
    {
        var number = ++_number;
        _held += isHeld ? 1 : 0;
        var requestId = new Guid((int)number, 0x5a, 0x4a, 0x8a, 0, 0, 0, 0, 0, 0, 1);
        _waiting.Add(new WebhookDelivery(number, hook.Id, hook.Destination, requestId, body, 1, due, isHeld));
    }

    /// <summary>A reordered webhook goes out behind the next one.</summary>
    private void ReleaseHeld(AmoWebhook hook, DateTimeOffset now)
    {
        for (var index = 0; _held > 0 && index < _waiting.Count; index++)
        {
            var held = _waiting[index];
            if (held.WebhookId != hook.Id || !held.IsHeld)
                continue;
            _waiting[index] = held with { Number = ++_number, Due = now, IsHeld = false };
            _held--;
        }
    }
}
