namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Something that goes wrong, as the control API asks for it.</summary>
/// <param name="Kind">One of <see cref="AmoFaults.Kinds"/>.</param>
/// <param name="Times">How often it strikes; null is until it is removed.</param>
/// <param name="Route">
/// Prefix of <c>METHOD /path</c> or of the path alone, or the whole of it when a <c>$</c> stands at its end; null strikes every route.
/// </param>
/// <param name="Probability">Chance per request, 1 is always.</param>
/// <param name="Seconds">Length of a delay, hold or staleness, each kind with its default; how long webhooks are dropped.</param>
/// <param name="Html">429: as HTML.</param>
/// <param name="Copies">Duplicated webhooks: copies in all.</param>
internal sealed record AmoFault(
    string Kind, int? Times = null, string? Route = null, double Probability = 1, double? Seconds = null, bool Html = false, int Copies = 2);

/// <summary>The faults in force. Guarded by the world's lock.</summary>
internal sealed class AmoFaults
{
    public const string TooMany = "429";
    public const string Forbidden = "403";
    public const string ServerError = "500";
    public const string GatewayTimeout = "504";
    public const string Unpaid = "402";
    public const string Unauthorized = "401";
    public const string Hang = "timeout";
    public const string AnswerLost = "answer-lost";
    public const string PartialBatch = "partial-504";
    public const string StaleReads = "stale-reads";
    public const string HookLate = "webhook-late";
    public const string HookTwice = "webhook-duplicated";
    public const string HookDropped = "webhook-dropped";
    public const string HookReordered = "webhook-reordered";

    public static readonly IReadOnlyList<string> Kinds =
    [
        TooMany, Forbidden, ServerError, GatewayTimeout, Unpaid, Unauthorized, Hang, AnswerLost, PartialBatch, StaleReads,
        HookLate, HookTwice, HookDropped, HookReordered,
    ];

    /// <summary>Kinds that are settled before the request is looked at.</summary>
    private static readonly string[] AtTheDoor = [TooMany, Forbidden, ServerError, GatewayTimeout, Unpaid, Unauthorized, Hang];

    private readonly List<Active> _active = [];

    // A fixed seed: a run with probabilities can be repeated.
    private readonly Random _chance = new(20_240_229);

    public IReadOnlyList<AmoFault> All => [.. _active.Select(active => active.Fault with { Times = active.Left })];

    public void Add(AmoFault fault, DateTimeOffset? now = null) => _active.Add(new Active(fault)
    {
        Until = fault is { Kind: HookDropped, Seconds: { } seconds } ? now?.AddSeconds(seconds) : null,
    });

    /// <summary>Takes out what lasts no longer.</summary>
    public void Expire(DateTimeOffset now) => _active.RemoveAll(active => active.Until <= now);

    public void Remove(string? kind) => _active.RemoveAll(active => kind is null || active.Fault.Kind == kind);

    public AmoFault? TakeAtTheDoor(string route) => TakeFirst(active => AtTheDoor.Contains(active.Fault.Kind), route);

    public AmoFault? Take(string kind, string? route = null) => TakeFirst(active => active.Fault.Kind == kind, route);

    private AmoFault? TakeFirst(Predicate<Active> isWanted, string? route)
    {
        foreach (var active in _active)
        {
            if (!isWanted(active) || !Matches(active.Fault, route))
                continue;
            if (active.Fault.Probability < 1 && Chance() >= active.Fault.Probability)
                continue;
            if (active.Left is { } left)
            {
                active.Left = left - 1;
                if (left <= 1)
                    _active.Remove(active);
            }
            return active.Fault;
        }
        return null;
    }

    private double Chance()
    {
#pragma warning disable CA5394 // Chance for tests, nothing secret.
        return _chance.NextDouble();
#pragma warning restore CA5394
    }

    private static bool Matches(AmoFault fault, string? route)
    {
        if (fault.Route is not { } prefix || route is null)
            return true;
        // A $ behind both makes a prefix with one the whole.
        return $"{route}$".StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            || $"{route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]}$".StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class Active(AmoFault fault)
    {
        public AmoFault Fault { get; } = fault;

        public int? Left { get; set; } = fault.Times;

        public DateTimeOffset? Until { get; init; }
    }
}
