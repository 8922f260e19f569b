using System.Collections.Immutable;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>The three kinds of cards that the simulator keeps. They share paging, filters, PATCH rules and webhooks.</summary>
public enum EntityKind
{
    /// <summary>A deal (<c>leads</c>).</summary>
    Lead,

    /// <summary>A person (<c>contacts</c>).</summary>
    Contact,

    /// <summary>A firm (<c>companies</c>).</summary>
    Company,
}

/// <summary>One value of a custom field, kept as text; the field's type decides how it is shown.</summary>
/// <param name="Text">Text as stored: Unix seconds for dates, <c>true</c> for a ticked box, raw JSON for object types.</param>
/// <param name="EnumId">The chosen option, for types that have options.</param>
/// <param name="EnumCode">The option's code, when it has one.</param>
public sealed record FieldValue(string Text, long? EnumId = null, string? EnumCode = null);

/// <summary>A tag of a card.</summary>
/// <param name="Id">Id, one per name in the account.</param>
/// <param name="Name">What a person sees.</param>
public sealed record AmoTag(long Id, string Name);

/// <summary>A contact as linked to a lead.</summary>
/// <param name="Id">The contact's id.</param>
/// <param name="IsMain">Whether it is the lead's main contact.</param>
public sealed record ContactLink(long Id, bool IsMain);

/// <summary>
/// A lead, contact or company at one moment. Immutable: a change makes a new version, so a batch is all or nothing by
/// construction and an older version can still be served by a stale read.
/// </summary>
public sealed record AmoEntity
{
    /// <summary>What kind of card it is.</summary>
    public required EntityKind Kind { get; init; }

    /// <summary>Id, unique within its kind.</summary>
    public required long Id { get; init; }

    /// <summary>Name; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Contacts only.</summary>
    public string FirstName { get; init; } = "";

    /// <summary>Contacts only.</summary>
    public string LastName { get; init; } = "";

    /// <summary>Leads only: the budget in whole units, with minor units as fraction.</summary>
    public decimal Price { get; init; }

    /// <summary>The user who answers for the card.</summary>
    public long ResponsibleUserId { get; init; }

    /// <summary>Leads only.</summary>
    public long StatusId { get; init; }

    /// <summary>Leads only.</summary>
    public long PipelineId { get; init; }

    /// <summary>Leads only; meaningful at 143.</summary>
    public long? LossReasonId { get; init; }

    /// <summary>0 is a robot.</summary>
    public long CreatedBy { get; init; }

    /// <summary>0 is a robot.</summary>
    public long UpdatedBy { get; init; }

    /// <summary>Unix seconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>Unix seconds.</summary>
    public long UpdatedAt { get; init; }

    /// <summary>Unix seconds; set at 142 and 143.</summary>
    public long? ClosedAt { get; init; }

    /// <summary>Unix seconds.</summary>
    public long? ClosestTaskAt { get; init; }

    /// <summary>In the bin, restorable.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Leads only: the lead that swallowed this one. Such a lead is gone for every reader.</summary>
    public long? MergedInto { get; init; }

    /// <summary>Values by field id; a field without a value is not in here.</summary>
    public ImmutableDictionary<long, ImmutableArray<FieldValue>> Fields { get; init; } =
        ImmutableDictionary<long, ImmutableArray<FieldValue>>.Empty;

    /// <summary>Tags in the order they were set.</summary>
    public ImmutableArray<AmoTag> Tags { get; init; } = [];

    /// <summary>Leads only.</summary>
    public ImmutableArray<ContactLink> Contacts { get; init; } = [];

    /// <summary>Leads and contacts: the one company.</summary>
    public long? CompanyId { get; init; }

    /// <summary>Whether an ordinary reader can see the card.</summary>
    public bool IsLive => !IsDeleted && MergedInto is null;
}

internal static class EntityKinds
{
    public static readonly EntityKind[] All = [EntityKind.Lead, EntityKind.Contact, EntityKind.Company];

    /// <summary>The plural word of routes and of <c>_embedded</c>.</summary>
    public static string Plural(this EntityKind kind) => kind switch
    {
        EntityKind.Lead => "leads",
        EntityKind.Contact => "contacts",
        _ => "companies",
    };

    /// <summary>The singular word of events and webhook settings.</summary>
    public static string Singular(this EntityKind kind) => kind switch
    {
        EntityKind.Lead => "lead",
        EntityKind.Contact => "contact",
        _ => "company",
    };
}
