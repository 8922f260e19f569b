namespace Amo2GSheet.Core.AmoCrm;

/// <summary>What a webhook's body turned out to be.</summary>
public abstract record WebhookResult;

/// <summary>A webhook that could be read.</summary>
/// <param name="AccountSubdomain">The account's name, as in <c>acme</c>; null when the body does not say.</param>
/// <param name="AccountId">The account's id; null when the body does not say (old hooks).</param>
/// <param name="Bells">The leads to look at, one bell a lead, in the order of their ids.</param>
/// <param name="Silence">Why no bell rang; null when one did.</param>
public sealed record WebhookRead(string? AccountSubdomain, long? AccountId, IReadOnlyList<LeadBell> Bells, WebhookSilence? Silence) : WebhookResult;

/// <summary>A body that is no webhook.</summary>
/// <param name="Reason">Why.</param>
public sealed record WebhookUnreadable(WebhookDefect Reason) : WebhookResult;

/// <summary>Why a webhook that could be read rings for no lead.</summary>
public enum WebhookSilence
{
    /// <summary>It is about contacts, companies, tasks, the unsorted or the like.</summary>
    OtherEntity,

    /// <summary>It names no lead at all, or only ids that are none.</summary>
    NoLeadIds,
}

/// <summary>Why a body cannot be read.</summary>
public enum WebhookDefect
{
    /// <summary>Nothing in it.</summary>
    Empty,

    /// <summary>Neither a form nor JSON of amoCRM's shape.</summary>
    Garbage,

    /// <summary>More keys than any webhook has (<see cref="WebhookForm.MostKeys"/>).</summary>
    TooManyKeys,

    /// <summary>More bytes than any webhook has.</summary>
    TooLarge,
}
