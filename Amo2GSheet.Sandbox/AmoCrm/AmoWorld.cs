using System.Text.Json;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>
/// One amoCRM account, its state and its rules, without any I/O: cards, stages, fields, tokens, limits, events, webhooks to be
/// sent. The HTTP face only translates; a simulation in memory drives the same rules by these methods.
/// </summary>
/// <remarks>Thread-safe by one lock. Ids are handed out in order, so the same story gives the same account.</remarks>
public sealed partial class AmoWorld
{
    private readonly Lock _gate = new();
    private readonly Func<AmoSeed> _seedMaker;
    private readonly AmoIntegration _integration;
    private readonly AmoSwitches _firstSwitches;
    private readonly string? _token;
    private AmoState _state;

    internal AmoWorld(Func<AmoSeed> seedMaker, AmoIntegration integration, AmoSwitches switches, TimeProvider time, string? token)
    {
        (_seedMaker, _integration, _firstSwitches, _token) = (seedMaker, integration, switches, token);
        Time = time;
        _state = MakeState();
    }

    /// <summary>Raised outside the lock when a webhook was queued.</summary>
    internal event Action? WebhookQueued;

    /// <summary>Raised outside the lock after a card may have changed.</summary>
    internal event Action? CardsChanged;

    /// <summary>Raised after a request was worked off and before its answer is sent: method, path and query.</summary>
    internal event Action<string>? Answering;

    internal TimeProvider Time { get; }

    internal AmoSeed Seed
    {
        get
        {
            lock (_gate)
                return _state.Seed;
        }
    }

    /// <summary>The switches in force.</summary>
    public AmoSwitches Switches
    {
        get
        {
            lock (_gate)
                return _state.Switches;
        }
        set
        {
            lock (_gate)
                _state.Switches = value;
        }
    }

    /// <summary>Unix seconds by the injected clock.</summary>
    internal long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The whole account as it was at first; tokens, webhooks, faults and counts of violations go too.</summary>
    public void Reset()
    {
        lock (_gate)
            _state = MakeState();
        CardsChanged?.Invoke();
    }

    /// <summary>Makes an authorization code, as if an administrator had just consented.</summary>
    public string MakeCode() => With(state => state.Tokens.MakeCode(state.AdminId, Now));

    /// <summary>Makes a long-lived token with an administrator's rights.</summary>
    /// <param name="lifetime">One day when null.</param>
    public string MakeLongLivedToken(TimeSpan? lifetime = null) => With(state => state.Tokens.MakeLongLived(
        state.AdminId, Now, (long)(lifetime ?? TimeSpan.FromDays(1)).TotalSeconds, $"{state.Seed.Account.Subdomain}.{state.Seed.Account.TopDomain}"));

    /// <summary>Makes a token of the caller's choosing valid.</summary>
    /// <param name="token">The token's text.</param>
    public void AcceptToken(string token) => With(state => state.Tokens.Accept(token, state.AdminId));

    /// <summary>The card as it is now, deleted ones included; null when there never was one, or it was merged away.</summary>
    /// <param name="kind">Kind of card.</param>
    /// <param name="id">Its id.</param>
    public AmoEntity? Find(EntityKind kind, long id) => With(state => state.Table(kind).GetValueOrDefault(id));

    /// <summary>All leads that are not deleted or merged, by id.</summary>
    public IReadOnlyList<AmoEntity> Leads() =>
        With(state => state.Table(EntityKind.Lead).Values.Where(lead => lead.IsLive).OrderBy(lead => lead.Id).ToArray());

    /// <summary>Installs a webhook; the same destination again replaces its settings.</summary>
    /// <param name="destination">Absolute URL.</param>
    /// <param name="settings">Events such as <c>status_lead</c>.</param>
    public void InstallWebhook(Uri destination, params IReadOnlyList<string> settings)
    {
        ArgumentNullException.ThrowIfNull(destination);
        With(state => AmoWebhooks.Enable(state.Webhooks.Install(destination.OriginalString, settings, null, state.AdminId, Now)));
    }

    /// <summary>Switches a webhook off, as amoCRM does after too many bad answers, or on, as a person does in the settings.</summary>
    /// <param name="destination">The webhook's address.</param>
    /// <param name="isDisabled">Off or on.</param>
    /// <returns>False when there is no such webhook.</returns>
    public bool SwitchWebhook(Uri destination, bool isDisabled)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return With(state =>
        {
            if (state.Webhooks.Find(destination.OriginalString) is not { } hook)
                return false;
            AmoWebhooks.Enable(hook);
            hook.IsDisabled = isDisabled;
            return true;
        });
    }

    private AmoState MakeState()
    {
        var state = new AmoState(_seedMaker(), _integration, _firstSwitches, Now);
        if (_token is { } token)
            state.Tokens.Accept(token, state.AdminId);
        return state;
    }

    /// <summary>Runs something on the state, alone.</summary>
    internal T With<T>(Func<AmoState, T> action)
    {
        lock (_gate)
            return action(_state);
    }

    internal void With(Action<AmoState> action)
    {
        lock (_gate)
            action(_state);
    }

    /// <summary>POST or PATCH of a batch: all of it or, with errors, nothing.</summary>
    internal WriteOutcome Write(EntityKind kind, JsonElement items, bool isNew, long actorId, int? onlyFirst = null) =>
        Changing(state => new EntityWriter(state, Time).Write(kind, items, isNew, actorId, onlyFirst));

    internal void RaiseAnswering(string request) => Answering?.Invoke(request);

    /// <summary>Runs a change, and wakes the sender afterwards if it queued webhooks.</summary>
    internal T Changing<T>(Func<AmoState, T> change)
    {
        T result;
        bool isQueued;
        lock (_gate)
        {
            var before = _state.Queue.Waiting;
            result = change(_state);
            isQueued = _state.Queue.Waiting > before;
        }
        if (isQueued)
            WebhookQueued?.Invoke();
        CardsChanged?.Invoke();
        return result;
    }
}
