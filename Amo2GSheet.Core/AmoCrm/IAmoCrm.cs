using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>amoCRM as the sync needs it: everything in batches, every refusal a value, every outage an exception.</summary>
/// <remarks>
/// All methods throw <see cref="AmoUnavailableException"/> when amoCRM cannot be used for now (limit, outage, block) and
/// <see cref="AmoUnauthorizedException"/> when a person has to log in again.
/// </remarks>
public interface IAmoCrm
{
    /// <summary>Reads leads by id, 200 to a call.</summary>
    /// <returns>The leads that amoCRM knows; one that is deleted, merged or not visible yet is not in it.</returns>
    Task<IReadOnlyDictionary<LeadId, Lead>> ReadLeadsAsync(IReadOnlyCollection<LeadId> ids, CancellationToken cancellationToken);

    /// <summary>Reads contacts by id, 200 to a call.</summary>
    /// <returns>The contacts that amoCRM knows, by id.</returns>
    Task<IReadOnlyDictionary<long, Contact>> ReadContactsAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>Reads companies by id, 200 to a call.</summary>
    /// <returns>The companies that amoCRM knows, by id.</returns>
    Task<IReadOnlyDictionary<long, Company>> ReadCompaniesAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>Changes leads, 50 to a PATCH, one PATCH at a time. A refused lead is taken out by its <c>request_id</c> and the rest sent again.</summary>
    /// <param name="changes">At most one change a lead.</param>
    /// <param name="landed">Called with the outcomes of each PATCH as soon as amoCRM answered it, so that they can be saved before the next.</param>
    /// <param name="cancellationToken">Stops before the next PATCH.</param>
    Task ChangeLeadsAsync(
        IReadOnlyCollection<LeadChange> changes,
        Func<IReadOnlyList<LeadChangeOutcome>, CancellationToken, Task> landed,
        CancellationToken cancellationToken);

    /// <summary>Pipelines, users, lead fields and time zone: read seldom and kept for ten minutes.</summary>
    /// <param name="fresh">True to read them again now, because something unknown was met.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    Task<AmoAccount> ReadAccountAsync(bool fresh, CancellationToken cancellationToken);
}

/// <summary>What changes seldom in an account.</summary>
/// <param name="Pipelines">All pipelines, in scope or not.</param>
/// <param name="UserNames">Names of the users by id, deactivated ones included.</param>
/// <param name="LeadFields">Definitions of the lead custom fields.</param>
/// <param name="TimeZone">The account's time zone, in which amoCRM keeps calendar days; null when the account does not say.</param>
/// <param name="ReadAt">When it was read.</param>
public sealed record AmoAccount(
    IReadOnlyList<Pipeline> Pipelines,
    IReadOnlyDictionary<long, string> UserNames,
    IReadOnlyList<LeadFieldDefinition> LeadFields,
    TimeZoneInfo? TimeZone,
    DateTimeOffset ReadAt)
{
    /// <summary>The account's country as two letters (<c>UZ</c>), in which phones without a code are dialled; null when the account does not say.</summary>
    public string? Country { get; init; }
}

/// <summary>A lead custom field of the account.</summary>
/// <param name="Id">The field's id.</param>
/// <param name="Name">Its name, as people wrote it.</param>
/// <param name="Type">amoCRM's type, as in <see cref="LeadField.Type"/>.</param>
public sealed record LeadFieldDefinition(long Id, string Name, string Type);

/// <summary>What to change in one lead; what is null stays.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Stage">The stage to move it to, pipeline included.</param>
/// <param name="Field">The custom field to set.</param>
public sealed record LeadChange(LeadId Lead, StageKey? Stage, FieldChange? Field);

/// <summary>A custom field to set.</summary>
/// <param name="FieldId">The field's id.</param>
/// <param name="Value">The new text; null clears the field (<c>values: null</c>).</param>
public sealed record FieldChange(long FieldId, string? Value);

/// <summary>What amoCRM made of a change.</summary>
/// <param name="Change">The change.</param>
public abstract record LeadChangeOutcome(LeadChange Change);

/// <summary>The change was made.</summary>
/// <param name="Change">The change.</param>
/// <param name="UpdatedAt">The lead's new <c>updated_at</c>.</param>
public sealed record LeadChanged(LeadChange Change, DateTimeOffset UpdatedAt) : LeadChangeOutcome(Change);

/// <summary>amoCRM refused this lead's change; nothing of it was made.</summary>
/// <param name="Change">The change.</param>
/// <param name="Reason">amoCRM's words: code and path.</param>
public sealed record LeadChangeRefused(LeadChange Change, string Reason) : LeadChangeOutcome(Change);

/// <summary>amoCRM answered without a word about this lead: deleted, merged, or not known. The next pass looks again.</summary>
/// <param name="Change">The change.</param>
public sealed record LeadChangeUnanswered(LeadChange Change) : LeadChangeOutcome(Change);

/// <summary>amoCRM cannot be used for now.</summary>
/// <param name="message">What happened and what to do.</param>
/// <param name="retryAt">Not before this moment, when known.</param>
/// <param name="inner">The cause.</param>
public sealed class AmoUnavailableException(string message, DateTimeOffset? retryAt = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>No call is made before this moment; null when amoCRM did not say.</summary>
    public DateTimeOffset? RetryAt { get; } = retryAt;
}

/// <summary>The tokens are missing, revoked or refused: a person has to log in again.</summary>
/// <param name="message">What happened and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class AmoUnauthorizedException(string message, Exception? inner = null) : Exception(message, inner);
