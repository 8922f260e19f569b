using System.Text.Json;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>The service over HTTP.</summary>
/// <param name="http">The client.</param>
/// <param name="service">Where it listens.</param>
/// <param name="key">Its function key.</param>
/// <param name="cancellationToken">Ends every request.</param>
internal sealed class ServiceCalls(HttpClient http, Uri service, string key, CancellationToken cancellationToken)
{
    private readonly ControlCalls _service = new(http, service, JsonSerializerOptions.Web, cancellationToken);

    /// <summary>Posts a webhook, as amoCRM does, and waits for its answer.</summary>
    public async Task PostWebhookAsync(WebhookForm form)
    {
        using var content = form.ToContent();
        using var answer = await _service.SendAsync(HttpMethod.Post, $"webhook/amocrm?code={key}", content);
    }

    /// <summary>The id of the last pass that ended; null before the first.</summary>
    public async Task<string?> LastPassAsync() => (await HealthAsync()).LastPass?.Pass;

    /// <summary>The link to log in again; null while no log-in is needed.</summary>
    public async Task<Uri?> LogInLinkAsync() => (await HealthAsync()).LogIn is { } link ? new Uri(service, link) : null;

    /// <summary>How far the first sync has come; null before it began.</summary>
    public async Task<FirstSync?> FirstSyncAsync() => (await HealthAsync()).FirstSync;

    /// <summary>What is held; null when nothing is.</summary>
    public async Task<HeldSet?> HoldAsync() => (await HealthAsync()).Hold;

    /// <summary>Approves a hold, as it was shown.</summary>
    public async Task ApproveAsync(HeldSet held)
    {
        using var answer = await _service.SendAsync(HttpMethod.Post, $"holds/{held.Id}/approve?fingerprint={held.Fingerprint}&code={key}", null);
    }

    /// <summary>Requests to Table Storage since the process started.</summary>
    public async Task<long> CountStorageCallsAsync() => (await HealthAsync()).StorageCalls;

    private Task<Health> HealthAsync() => _service.GetAsync<Health>($"health/details?code={key}");

    private sealed record Health(EndedPass? LastPass, long StorageCalls, string? LogIn, FirstSync? FirstSync, HeldSet? Hold);

    private sealed record EndedPass(string Pass);
}

/// <summary>A first sync as <c>/health</c> shows it.</summary>
/// <param name="Found">Leads found so far.</param>
/// <param name="Done">All days are read.</param>
internal sealed record FirstSync(int Found, bool Done);

/// <summary>A hold as <c>/health</c> shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Moves">Leads that would be moved.</param>
/// <param name="Fingerprint">Which leads and edits exactly.</param>
internal sealed record HeldSet(string Id, int Moves, string Fingerprint);
