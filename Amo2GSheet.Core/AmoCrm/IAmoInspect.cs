using System.Text.Json;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>amoCRM as people inspect it: whole cards and field definitions, nothing kept. Throws as <see cref="IAmoCrm"/> does.</summary>
public interface IAmoInspect
{
    /// <summary>All custom fields of leads or of contacts, with the values that a list field offers.</summary>
    Task<IReadOnlyList<AmoField>> ReadFieldsAsync(AmoEntity entity, CancellationToken cancellationToken);

    /// <summary>One lead as amoCRM has it, contacts included; null when amoCRM does not know it.</summary>
    Task<JsonElement?> ReadLeadAsync(LeadId lead, CancellationToken cancellationToken);

    /// <summary>The leads changed last, whole, newest first.</summary>
    /// <param name="count">How many, 250 at most.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<IReadOnlyList<JsonElement>> ReadNewestLeadsAsync(int count, CancellationToken cancellationToken);
}

/// <summary>What a custom field belongs to.</summary>
public enum AmoEntity
{
    /// <summary>A lead.</summary>
    Leads,

    /// <summary>A contact.</summary>
    Contacts,
}

/// <summary>A custom field.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, as people wrote it.</param>
/// <param name="Code">amoCRM's own code (<c>PHONE</c>); null for fields that people made.</param>
/// <param name="Type">amoCRM's type: <c>text</c>, <c>numeric</c>, <c>select</c>, <c>date</c> …</param>
/// <param name="Choices">The values that a list field offers, in amoCRM's order; empty for every other type.</param>
public sealed record AmoField(long Id, string Name, string? Code, string Type, IReadOnlyList<AmoFieldChoice> Choices);

/// <summary>One value of a list field.</summary>
/// <param name="Id">Its <c>enum_id</c>.</param>
/// <param name="Value">Its text.</param>
public sealed record AmoFieldChoice(long Id, string Value);
