using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>
/// amoCRM as an import needs it: new leads with their contacts and companies, fifty to a call, and a look for what a call made whose
/// answer was lost. Throws as <see cref="IAmoCrm"/> does.
/// </summary>
public interface IAmoImport
{
    /// <summary>
    /// Makes leads with one <c>POST /leads/complex</c>, and never repeats it: amoCRM makes a lead for every POST that reaches it.
    /// </summary>
    /// <param name="leads">1 to <see cref="NewLead.MostAtOnce"/> leads, each with a request id of its own.</param>
    /// <param name="cancellationToken">Stops before the call; the call itself is not cut off.</param>
    /// <returns>What became of the call. An answer that was lost is <see cref="NewLeadsUnknown"/>, not an exception.</returns>
    Task<NewLeadsOutcome> CreateLeadsAsync(IReadOnlyList<NewLead> leads, CancellationToken cancellationToken);

    /// <summary>All leads made since a moment, oldest first, read now.</summary>
    /// <param name="createdFrom">By amoCRM's clock; ours may differ from it.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    Task<IReadOnlyList<FoundLead>> FindLeadsAsync(DateTimeOffset createdFrom, CancellationToken cancellationToken);
}

/// <summary>A lead to be made.</summary>
public sealed record NewLead
{
    /// <summary>amoCRM's limit of leads in one call of <c>leads/complex</c>.</summary>
    public const int MostAtOnce = 50;

    /// <summary>amoCRM's limit of custom fields of one lead in such a call.</summary>
    public const int MostFields = 40;

    /// <summary>What the answer calls this lead; not a bare number, which would be taken for a place in the batch.</summary>
    public required string RequestId { get; init; }

    /// <summary>The lead's name.</summary>
    public required string Name { get; init; }

    /// <summary>The budget; null leaves it at 0.</summary>
    public decimal? Price { get; init; }

    /// <summary>Where the lead stands.</summary>
    public required StageKey Stage { get; init; }

    /// <summary>The custom fields to fill.</summary>
    public IReadOnlyList<NewLeadField> Fields { get; init; } = [];

    /// <summary>The contact's name.</summary>
    public required string ContactName { get; init; }

    /// <summary>The contact's phones.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];

    /// <summary>The company's name; null for none.</summary>
    public string? Company { get; init; }

    /// <summary>A tag by which the lead is found again, and by which people find all leads of one import.</summary>
    public required string Tag { get; init; }
}

/// <summary>A custom field of a new lead.</summary>
/// <param name="FieldId">The field's id.</param>
/// <param name="Name">The field's name, for messages.</param>
/// <param name="Type">amoCRM's type of it.</param>
/// <param name="Values">Its values: one, but for a multiselect.</param>
public sealed record NewLeadField(long FieldId, string Name, string Type, IReadOnlyList<NewFieldValue> Values);

/// <summary>A value of a custom field.</summary>
/// <param name="Text">The value in invariant text, as <see cref="LeadField.Values"/> has it: a date is Unix seconds, a tick is <c>true</c>.</param>
/// <param name="ChoiceId">The <c>enum_id</c> of a list's value.</param>
public sealed record NewFieldValue(string Text, long? ChoiceId = null);

/// <summary>What became of one call.</summary>
public abstract record NewLeadsOutcome;

/// <summary>amoCRM made the leads.</summary>
/// <param name="Made">By request id. A lead that is not in it was sent, and the answer says nothing about it.</param>
public sealed record NewLeadsMade(IReadOnlyDictionary<string, MadeLead> Made) : NewLeadsOutcome;

/// <summary>amoCRM refused the call and made nothing.</summary>
/// <param name="Reasons">By request id. Empty when the answer names nobody.</param>
/// <param name="Words">amoCRM's words about the call.</param>
public sealed record NewLeadsRefused(IReadOnlyDictionary<string, string> Reasons, string Words) : NewLeadsOutcome;

/// <summary>The call went out and no answer says what it did: all, nothing, or a part.</summary>
/// <param name="TooHeavy">The gateway gave up (504): the batch should be smaller.</param>
/// <param name="Words">What happened.</param>
public sealed record NewLeadsUnknown(bool TooHeavy, string Words) : NewLeadsOutcome;

/// <summary>A lead that a call made.</summary>
/// <param name="Lead">Its id.</param>
/// <param name="Merged">amoCRM's duplicate control put it together with what was there before.</param>
public sealed record MadeLead(LeadId Lead, bool Merged);

/// <summary>A lead found by when it was made.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Tags">Its tags.</param>
public sealed record FoundLead(Lead Lead, IReadOnlyList<string> Tags);
