using System.Text.Json.Serialization;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>How a spent refresh token is treated.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RotationMode>))]
public enum RotationMode
{
    /// <summary>Spent is spent: 401 "Token has been revoked".</summary>
    Strict,

    /// <summary>The old token works until the new pair is first used.</summary>
    Grace,
}

/// <summary>Which webhooks a change of stage may fire; the subscription's settings narrow it further.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StageHooks>))]
public enum StageHooks
{
    /// <summary><c>status</c> and <c>update</c>.</summary>
    Both,

    /// <summary><c>status</c> alone.</summary>
    StatusOnly,

    /// <summary><c>update</c> alone: status webhooks that never arrive have been reported.</summary>
    UpdateOnly,
}

/// <summary>Which of two merged leads <c>entity_merged</c> is written for; its values name the other.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MergeEvents>))]
public enum MergeEvents
{
    /// <summary>The lead that is left.</summary>
    Survivor,

    /// <summary>The lead that is gone.</summary>
    Loser,
}

/// <summary>
/// Behaviours of amoCRM that differ between accounts, editions or reports. Every value that is not certain is a switch, so a
/// client can be shown to survive both answers. Changed while running by <c>PATCH /_control/switches</c>.
/// </summary>
public sealed record AmoSwitches
{
    /// <summary>Whether request limits apply.</summary>
    public bool Limits { get; init; } = true;

    /// <summary>Requests per second and integration.</summary>
    public int IntegrationPerSecond { get; init; } = 7;

    /// <summary>Requests per second over all integrations.</summary>
    public int AccountPerSecond { get; init; } = 50;

    /// <summary>429 as an HTML page of the gateway, not as JSON.</summary>
    public bool LimitAnswersHtml { get; init; }

    /// <summary>Violations after which every call answers 403 until the block is lifted; 0 never blocks.</summary>
    public int ViolationsBeforeBlock { get; init; } = 50;

    /// <summary>Seconds in <c>retry_after</c> of the JSON 429.</summary>
    public int RetryAfterSeconds { get; init; } = 300;

    /// <summary>What happens to a spent refresh token.</summary>
    public RotationMode Rotation { get; init; } = RotationMode.Strict;

    /// <summary>Lifetime of an access token.</summary>
    public int AccessTokenSeconds { get; init; } = 86_400;

    /// <summary>Lifetime of a refresh token that nobody uses.</summary>
    public int RefreshTokenSeconds { get; init; } = 90 * 86_400;

    /// <summary>Lifetime of an authorization code.</summary>
    public int CodeSeconds { get; init; } = 20 * 60;

    /// <summary>Whether form-encoded token requests are understood.</summary>
    public bool TokenFormBodies { get; init; } = true;

    /// <summary>Status for a refresh token that cannot be read.</summary>
    public int GarbageRefreshStatus { get; init; } = 401;

    /// <summary>402 to every call: the account is not paid for.</summary>
    public bool Unpaid { get; init; }

    /// <summary>Refuse a batch with an unknown id (400), or leave the item out of the answer.</summary>
    public bool RefuseUnknownIds { get; init; } = true;

    /// <summary>Whether a PATCH that changes nothing bumps <c>updated_at</c> and fires <c>update</c>.</summary>
    public bool NoChangeBumps { get; init; } = true;

    /// <summary>Whether a bare ordinary <c>status_id</c> of another pipeline moves the lead there, or is refused.</summary>
    public bool StatusAloneChangesPipeline { get; init; } = true;

    /// <summary>GET by id of a deleted lead: 200 with <c>is_deleted</c>, or 204.</summary>
    public bool DeletedReadableById { get; init; }

    /// <summary>Numeric values are read as strings.</summary>
    public bool NumericAsString { get; init; } = true;

    /// <summary>A write of more items than this answers 504 without effect; 0 never does.</summary>
    public int GatewayTimeoutAbove { get; init; }

    /// <summary>Whether <c>leads/complex</c> puts a lead together with the open one of a contact who has its phone (<c>merged</c>).</summary>
    public bool DuplicateControl { get; init; }

    /// <summary><c>GET /leads/pipelines/{id}</c> in the list's wrapper, or bare.</summary>
    public bool PipelineByIdWrapped { get; init; }

    /// <summary>Largest page of events: 100 in amoCRM, 250 in Kommo.</summary>
    public int EventsPageLimit { get; init; } = 100;

    /// <summary>Events oldest first, or newest first.</summary>
    public bool EventsOldestFirst { get; init; }

    /// <summary>Whether <c>[from]</c> and <c>[to]</c> of a filter take in the bound itself.</summary>
    public bool FilterBoundsInclusive { get; init; } = true;

    /// <summary>Which lead the event of a merge is written for.</summary>
    public MergeEvents MergeEvents { get; init; } = MergeEvents.Survivor;

    /// <summary>Whether a lead that was merged away also gets <c>lead_deleted</c>.</summary>
    public bool MergeDeletes { get; init; } = true;

    /// <summary>Whether coming back from the bin bumps <c>updated_at</c>.</summary>
    public bool RestoreBumps { get; init; } = true;

    /// <summary>Whether installing a disabled webhook again switches it on.</summary>
    public bool WebhookPostEnables { get; init; } = true;

    /// <summary>Status of a webhook's installation.</summary>
    public int WebhookCreatedStatus { get; init; } = 201;

    /// <summary>A repeated destination adds its settings to those there are, or replaces them.</summary>
    public bool WebhookSettingsMerge { get; init; }

    /// <summary>Which webhooks a change of stage fires.</summary>
    public StageHooks StageHooks { get; init; } = StageHooks.Both;

    /// <summary>The <c>account</c> block stands first in webhook bodies, or last.</summary>
    public bool WebhookAccountFirst { get; init; } = true;

    /// <summary>One request carries all that one call changed, or one item.</summary>
    public bool WebhookBatches { get; init; }

    /// <summary><c>old_pipeline_id</c> in every status webhook, or only when the pipeline changed.</summary>
    public bool OldPipelineAlways { get; init; } = true;

    /// <summary><c>modified_user_id</c> is 0 in webhooks whoever made the change.</summary>
    public bool WebhookModifiedByZero { get; init; }

    /// <summary>Dates in webhooks at midnight UTC, or in the account's zone.</summary>
    public bool WebhookDatesUtc { get; init; }
}
