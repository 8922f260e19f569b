using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Everybody who plays in the story. All of them speak HTTP.</summary>
internal sealed class SmokeCast : IDisposable
{
    private const int Ok = 200;

    private readonly HttpClient _http = new();
    private long _storageCallsOfTheDead;

    /// <param name="world">The started sandbox.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the story.</param>
    public SmokeCast(SandboxWorld world, TimeProvider time, CancellationToken cancellationToken)
    {
        Manager = new Manager(_http, world.Amo.BaseUri, world.ControlToken, world.Webhook, cancellationToken);
        Clerk = new Clerk(_http, world.Sheets.BaseUri, world.ControlToken, cancellationToken);
        Service = new ServiceCalls(_http, world.Service, world.Key, cancellationToken);
        Journal = new LeadJournal(_http, world.Service, world.Key, cancellationToken);
        Wait = new Wait(time, cancellationToken);
    }

    /// <summary>The people in amoCRM.</summary>
    public Manager Manager { get; }

    /// <summary>The people in the sheet.</summary>
    public Clerk Clerk { get; }

    /// <summary>The service.</summary>
    public ServiceCalls Service { get; }

    /// <summary>What the service wrote down.</summary>
    public LeadJournal Journal { get; }

    /// <summary>Waits for what has to come true.</summary>
    public Wait Wait { get; }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    /// <summary>Waits until a lead has one row, which shows this.</summary>
    public Task RowShowsAsync(long lead, params (string Header, string Text)[] cells) =>
        Wait.UntilAsync(() => Clerk.DifferenceAsync(lead, cells));

    /// <summary>Checks a lead's row as it is now.</summary>
    public async Task EnsureRowAsync(long lead, params (string Header, string Text)[] cells)
    {
        if (await Clerk.DifferenceAsync(lead, cells) is { } wrong)
            throw new SmokeFailure(wrong);
    }

    /// <summary>Checks that a lead has no row now.</summary>
    public async Task EnsureNoRowAsync(long lead)
    {
        if (await Clerk.RowsAsync(lead) is { Count: > 0 and var count })
            throw new SmokeFailure($"lead {lead} has {count} rows");
    }

    /// <summary>Waits until the service was told of its own change of one lead, and looked at it.</summary>
    /// <param name="before">How many webhooks had been answered before the change.</param>
    public async Task EchoedAsync(int before)
    {
        // A move makes two: the stage's webhook and the lead's.
        IReadOnlyList<int> answers = [];
        await Wait.UntilAsync(async () =>
        {
            answers = [.. (await Manager.AnswersAsync()).Skip(before)];
            return answers.Count >= 2 ? null : $"the simulator delivered {answers.Count} webhooks of the change, not 2";
        });
        if (answers.Any(status => status != Ok))
            throw new SmokeFailure($"webhooks were answered with {string.Join(", ", answers)}");
        await PassedAsync();
    }

    /// <summary>Waits until a pass has ended that began after this call: the second to end, for the first may be under way now.</summary>
    public async Task PassedAsync()
    {
        for (var ended = 0; ended < 2; ended++)
        {
            var last = await Service.LastPassAsync();
            await Wait.UntilAsync(async () => await Service.LastPassAsync() == last ? "no further pass ended" : null);
        }
    }

    /// <summary>Notes what the process has spent, which dies with it.</summary>
    public async Task BeforeDeathAsync() => _storageCallsOfTheDead += await Service.CountStorageCallsAsync();

    /// <summary>Requests of the whole run.</summary>
    public async Task<CallTotals> CountCallsAsync() => new(
        await Manager.CountCallsAsync(), await Clerk.CountCallsAsync(), _storageCallsOfTheDead + await Service.CountStorageCallsAsync());
}
