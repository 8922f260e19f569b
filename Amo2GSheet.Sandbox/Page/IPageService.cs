namespace Amo2GSheet.Sandbox.Page;

/// <summary>The service between the two simulators, as far as the page has to do with it: a process with a journal.</summary>
public interface IPageService
{
    /// <summary>Raised when it was started or killed, and when there may be news in its journal; from any thread.</summary>
    event Action? Changed;

    /// <summary>What the process does now.</summary>
    ServiceState State { get; }

    /// <summary>Kills it as a crash would; nothing when it does not run.</summary>
    Task KillAsync();

    /// <summary>Starts it when it does not run; ends once it answers.</summary>
    /// <exception cref="InvalidOperationException">It did not come up; the message says why.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>The journal since a moment, of all leads, in no order. What cannot be read now is read the next time.</summary>
    /// <param name="since">By the service's clock; entries of this very moment are among them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<PageDecision>> ReadJournalAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>What a process does.</summary>
public enum ServiceState
{
    /// <summary>It is gone.</summary>
    Killed,

    /// <summary>It does not answer yet.</summary>
    Starting,

    /// <summary>It answers.</summary>
    Running,
}

/// <summary>One entry of the service's journal.</summary>
public sealed record PageDecision
{
    /// <summary>Tells it from every other one; the same whenever it is read.</summary>
    public required string Key { get; init; }

    /// <summary>The lead.</summary>
    public required long Lead { get; init; }

    /// <summary>When it was written, which is after what it tells of was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The pass that decided.</summary>
    public required string Pass { get; init; }

    /// <summary>The rule's number in docs/rules.md.</summary>
    public required int Rule { get; init; }

    /// <summary>When that rule matches.</summary>
    public string? RuleText { get; init; }

    /// <summary>What was done, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What was there before.</summary>
    public string? Before { get; init; }

    /// <summary>What is there after.</summary>
    public string? After { get; init; }

    /// <summary>Further explanation.</summary>
    public string? Detail { get; init; }

    /// <summary>When the webhook came that led to it; null when none did, as after an edit in the sheet.</summary>
    public DateTimeOffset? HeardAt { get; init; }
}
