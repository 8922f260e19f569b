namespace Amo2GSheet.Core.Leads;

/// <summary>An amoCRM lead as read from the API now. Never built from a webhook: a webhook is only a bell.</summary>
public sealed record Lead
{
    /// <summary>The lead's id.</summary>
    public required LeadId Id { get; init; }

    /// <summary>The lead's own name; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>Budget in whole units of the account's currency (fractional where the account uses minor units).</summary>
    public required decimal Price { get; init; }

    /// <summary>Where the lead stands.</summary>
    public required StageKey Stage { get; init; }

    /// <summary>The responsible user's id.</summary>
    public required long ResponsibleUserId { get; init; }

    /// <summary>When the lead was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the lead last changed, to the second.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>True when amoCRM holds the lead in its recycle bin.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The custom fields that have a value.</summary>
    public IReadOnlyList<LeadField> Fields { get; init; } = [];

    /// <summary>Ids of the linked contacts: the main contact, then the others in amoCRM's order.</summary>
    public IReadOnlyList<long> ContactIds { get; init; } = [];

    /// <summary>Ids of the linked companies (amoCRM allows one).</summary>
    public IReadOnlyList<long> CompanyIds { get; init; } = [];
}

/// <summary>One custom field of a lead, with its values as amoCRM gave them.</summary>
/// <param name="Id">The field's id, which differs from account to account.</param>
/// <param name="Name">The field's name, as people wrote it.</param>
/// <param name="Type">amoCRM's field type: <c>text</c>, <c>numeric</c>, <c>select</c>, <c>date</c>, <c>date_time</c>, <c>checkbox</c> …</param>
/// <param name="Values">The values in invariant text: a date is Unix seconds, a checkbox is <c>true</c> or <c>false</c>.</param>
public sealed record LeadField(long Id, string Name, string Type, IReadOnlyList<string> Values);

/// <summary>What the row takes from a contact.</summary>
/// <param name="Id">The contact's id.</param>
/// <param name="Name">The contact's name; may be empty.</param>
/// <param name="Phones">All phone numbers as typed in amoCRM.</param>
public sealed record Contact(long Id, string Name, IReadOnlyList<string> Phones);

/// <summary>What the row takes from a company.</summary>
/// <param name="Id">The company's id.</param>
/// <param name="Name">The company's name; may be empty.</param>
public sealed record Company(long Id, string Name);
