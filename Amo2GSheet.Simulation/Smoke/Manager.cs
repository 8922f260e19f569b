using System.Text.Json;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>The people who work in amoCRM, and the ears of its webhooks: the simulator's control API.</summary>
/// <param name="http">The client.</param>
/// <param name="amo">The simulator.</param>
/// <param name="token">The simulator's control token.</param>
/// <param name="webhook">The service's webhook address.</param>
/// <param name="cancellationToken">Ends every request.</param>
internal sealed class Manager(HttpClient http, Uri amo, string token, Uri webhook, CancellationToken cancellationToken)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly ControlCalls _control = new(http, new Uri(amo, "_control/"), Json, cancellationToken, token);

    /// <summary>Adds a lead.</summary>
    /// <param name="words">As the control API takes it: stages and fields by name.</param>
    /// <returns>The new lead.</returns>
    public Task<SeenLead> AddAsync(object words) => _control.PostAsync<SeenLead>("leads", words);

    /// <summary>Moves a lead to a stage of its own pipeline.</summary>
    /// <returns>The lead as it is then.</returns>
    public Task<SeenLead> MoveAsync(long lead, string stage) => _control.PostAsync<SeenLead>($"leads/{lead}/move", new { status = stage });

    /// <summary>Moves a lead to a stage of any pipeline.</summary>
    public Task<SeenLead> MoveAsync(long lead, long pipelineId, long statusId) =>
        _control.PostAsync<SeenLead>($"leads/{lead}/move", new { pipelineId, statusId });

    /// <summary>Changes a lead's own values.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="words">As the control API takes it.</param>
    public Task EditAsync(long lead, object words) => _control.SendAsync(HttpMethod.Patch, $"leads/{lead}", words);

    /// <summary>Merges two leads.</summary>
    /// <param name="survivor">The one that stays.</param>
    /// <param name="with">The one that is gone then.</param>
    public Task MergeAsync(long survivor, long with) => _control.PostAsync<SeenLead>($"leads/{survivor}/merge", new { with });

    /// <summary>All leads, deleted ones too.</summary>
    public async Task<IReadOnlyList<SeenLead>> LookAtAllAsync() => (await _control.GetAsync<State>("state")).Leads;

    /// <summary>Something goes wrong with amoCRM from now on.</summary>
    /// <param name="fault">As the control API takes it.</param>
    public Task BreakAsync(object fault) => _control.SendAsync(HttpMethod.Post, "faults", fault);

    /// <summary>A lead as amoCRM has it now.</summary>
    public Task<SeenLead> LookAsync(long lead) => _control.GetAsync<SeenLead>($"leads/{lead}");

    /// <summary>What is wrong with a lead's place; null when it stands there.</summary>
    public async Task<string?> NotAtAsync(long lead, string pipeline, string stage)
    {
        var seen = await LookAsync(lead);
        return (seen.Pipeline, seen.Status) == (pipeline, stage)
            ? null
            : $"lead {lead} stands at {seen.Pipeline} / {seen.Status}, not at {pipeline} / {stage}";
    }

    /// <summary>Statuses of all webhooks that were sent so far, oldest first.</summary>
    public async Task<IReadOnlyList<int>> AnswersAsync() =>
        [.. (await _control.GetAsync<Hooks>("webhooks")).Attempts.Select(attempt => attempt.Status)];

    /// <summary>Ends the simulator's own webhooks; the story then posts some by hand.</summary>
    public Task UnsubscribeAsync() => _control.SendAsync(HttpMethod.Delete, "webhooks", new { destination = webhook.OriginalString });

    /// <summary>amoCRM switches the webhook off, as after too many bad answers.</summary>
    public Task DisableWebhookAsync() =>
        _control.SendAsync(HttpMethod.Patch, "webhooks", new { destination = webhook.OriginalString, disabled = true });

    /// <summary>How many leads the account has.</summary>
    public async Task<int> CountLeadsAsync() => (await _control.GetAsync<State>("state")).Leads.Count;

    /// <summary>Lets the simulator send webhooks again.</summary>
    public Task SubscribeAsync() => _control.SendAsync(HttpMethod.Post, "webhooks", new { destination = webhook.OriginalString });

    /// <summary>Deletes a lead.</summary>
    public Task DeleteAsync(long lead) => _control.SendAsync(HttpMethod.Delete, $"leads/{lead}", new { });

    /// <summary>The integration is switched off: all tokens are dead.</summary>
    public Task RevokeTokensAsync() => _control.SendAsync(HttpMethod.Post, "tokens/revoke", new { });

    /// <summary>From now on no webhook leaves amoCRM.</summary>
    public Task DropWebhooksAsync() => _control.SendAsync(HttpMethod.Post, "faults", new { kind = "webhook-dropped" });

    /// <summary>Takes all faults away.</summary>
    public Task MendAsync() => _control.SendAsync(HttpMethod.Delete, "faults", new { });

    /// <summary>Requests to the API so far; those of the control API do not count.</summary>
    public async Task<long> CountCallsAsync() => (await _control.GetAsync<Counted>("counters")).Total;

    private sealed record Hooks(IReadOnlyList<Attempt> Attempts);

    private sealed record Attempt(int Status);

    private sealed record Counted(long Total);

    private sealed record State(IReadOnlyList<SeenLead> Leads);
}

/// <summary>A lead as the control API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Pipeline">Its pipeline's name.</param>
/// <param name="PipelineId">Its pipeline.</param>
/// <param name="Status">Its stage's name.</param>
/// <param name="StatusId">Its stage.</param>
/// <param name="UpdatedAt">When it was changed last, Unix seconds.</param>
/// <param name="Fields">Its custom fields by name, as text.</param>
/// <param name="IsDeleted">It was deleted, or merged into another one.</param>
internal sealed record SeenLead(
    long Id, string Pipeline, long PipelineId, string Status, long StatusId, long UpdatedAt, IReadOnlyDictionary<string, string> Fields, bool IsDeleted = false);
