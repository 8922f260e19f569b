using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>What the people in the account do, in the words of a story: the same rules as the API, no token and no limits.</summary>
public sealed partial class AmoWorld
{
    /// <summary>Moves a lead; fires its webhooks.</summary>
    /// <param name="leadId">A live lead.</param>
    /// <param name="statusId">The stage's id; 142 and 143 need no pipeline.</param>
    /// <param name="pipelineId">The pipeline, or null for the lead's own or the stage's own.</param>
    /// <exception cref="ArgumentException">No such lead, or the stage is not there.</exception>
    public AmoEntity MoveLead(long leadId, long statusId, long? pipelineId = null)
    {
        var item = new JsonObject { ["id"] = leadId, ["status_id"] = statusId };
        if (pipelineId is { } pipeline)
            item["pipeline_id"] = pipeline;
        return EditOne(EntityKind.Lead, item);
    }

    /// <summary>Sets or, with null, clears a custom field of a lead.</summary>
    /// <param name="leadId">A live lead.</param>
    /// <param name="fieldId">The field.</param>
    /// <param name="value">Value in the form that the API takes, or null.</param>
    /// <exception cref="ArgumentException">No such lead or field, or the field does not take the value.</exception>
    public AmoEntity SetLeadField(long leadId, long fieldId, JsonNode? value)
    {
        var values = value is null ? null : new JsonArray(new JsonObject { ["value"] = value.DeepClone() });
        return EditOne(EntityKind.Lead, new JsonObject
        {
            ["id"] = leadId,
            ["custom_fields_values"] = new JsonArray(new JsonObject { ["field_id"] = fieldId, ["values"] = values }),
        });
    }

    /// <summary>Changes the account's settings, as an administrator does. Cards keep what they have.</summary>
    /// <param name="change">The pipelines, fields and users after the change, out of those before it.</param>
    public void Administer(Func<AmoSeed, AmoSeed> change) => Changing(state => state.Seed = change(state.Seed));

    /// <summary>Puts a card into the bin.</summary>
    /// <param name="kind">Kind of card.</param>
    /// <param name="id">A live card.</param>
    /// <exception cref="ArgumentException">There is no such live card.</exception>
    public AmoEntity Delete(EntityKind kind, long id) => Changed(kind, id, true, card => card with { IsDeleted = true });

    /// <summary>Takes a card out of the bin.</summary>
    /// <param name="kind">Kind of card.</param>
    /// <param name="id">A deleted card.</param>
    /// <exception cref="ArgumentException">There is no such deleted card.</exception>
    public AmoEntity Restore(EntityKind kind, long id) => Changed(kind, id, false, card => card with { IsDeleted = false });

    /// <summary>Merges two leads: the first survives and keeps its values, gaps are filled from the second, which is gone.</summary>
    /// <param name="survivorId">A live lead.</param>
    /// <param name="loserId">Another live lead.</param>
    /// <exception cref="ArgumentException">One of them is not a live lead, or they are the same.</exception>
    public AmoEntity MergeLeads(long survivorId, long loserId) => Changing(state =>
    {
        var leads = state.Table(EntityKind.Lead);
        if (survivorId == loserId || leads.GetValueOrDefault(survivorId) is not { IsLive: true } winner
            || leads.GetValueOrDefault(loserId) is not { IsLive: true } loser)
            throw new ArgumentException($"Leads {survivorId} and {loserId} cannot be merged: both must live");
        var stamp = new { At = Now, By = state.AdminId };
        var merged = winner with
        {
            Fields = loser.Fields.SetItems(winner.Fields),
            Contacts = [.. winner.Contacts.Concat(loser.Contacts.Where(link => winner.Contacts.All(own => own.Id != link.Id))
                .Select(link => winner.Contacts.IsEmpty ? link : link with { IsMain = false }))],
            CompanyId = winner.CompanyId ?? loser.CompanyId,
            UpdatedAt = stamp.At,
            UpdatedBy = stamp.By,
        };
        var gone = loser with { IsDeleted = true, MergedInto = survivorId, UpdatedAt = stamp.At, UpdatedBy = stamp.By };
        new EntityWriter(state, Time).Commit([new EntityChange(winner, merged), new EntityChange(loser, gone)]);
        state.Events.RecordMerge(merged, gone, state.Switches, stamp.By, stamp.At);
        return merged;
    });

    /// <summary>Links or unlinks a contact or company; the lead's own values do not change.</summary>
    internal bool Link(long leadId, EntityKind kind, long id, bool isMain, bool isLink) => Changing(state =>
    {
        if (state.Table(EntityKind.Lead).GetValueOrDefault(leadId) is not { IsLive: true } lead
            || state.Table(kind).GetValueOrDefault(id) is not { IsLive: true })
            return false;
        var after = kind switch
        {
            EntityKind.Contact => lead with { Contacts = Relink(lead.Contacts, id, isMain, isLink) },
            EntityKind.Company when isLink => lead with { CompanyId = id },
            EntityKind.Company when lead.CompanyId == id => lead with { CompanyId = null },
            _ => lead,
        };
        new EntityWriter(state, Time).Commit([new EntityChange(lead, after with { UpdatedAt = Now })]);
        return true;
    });

    internal AmoEntity EditOne(EntityKind kind, JsonObject item) => One(Write(kind, Array(item), false, AdminId));

    internal AmoEntity AddOne(EntityKind kind, JsonObject item) => One(Write(kind, Array(item), true, AdminId));

    private long AdminId => With(state => state.AdminId);

    private static JsonElement Array(JsonObject item) => JsonSerializer.SerializeToElement(new JsonArray(item.DeepClone()));

    private static AmoEntity One(WriteOutcome outcome) => outcome.Errors is [var error, ..]
        ? throw new ArgumentException($"{error.Path}: {error.Code}. {error.Detail}")
        : outcome.Items is [var item] ? item.Entity : throw new ArgumentException("There is no such card");

    private static ImmutableArray<ContactLink> Relink(ImmutableArray<ContactLink> links, long id, bool isMain, bool isLink)
    {
        var rest = links.Where(link => link.Id != id).ToList();
        if (!isLink)
            return rest.Count == 0 || rest.Any(link => link.IsMain) ? [.. rest] : [rest[0] with { IsMain = true }, .. rest.Skip(1)];
        return isMain
            ? [new ContactLink(id, true), .. rest.Select(link => link with { IsMain = false })]
            : [.. rest, new ContactLink(id, rest.Count == 0)];
    }

    private AmoEntity Changed(EntityKind kind, long id, bool isLive, Func<AmoEntity, AmoEntity> change) => Changing(state =>
    {
        if (state.Table(kind).GetValueOrDefault(id) is not { MergedInto: null } card || card.IsLive != isLive)
            throw new ArgumentException($"There is no {(isLive ? "live" : "deleted")} {kind} {id}");
        var bumps = isLive || state.Switches.RestoreBumps;
        var after = change(card) with { UpdatedAt = bumps ? Now : card.UpdatedAt, UpdatedBy = state.AdminId };
        new EntityWriter(state, Time).Commit([new EntityChange(card, after)]);
        return after;
    });
}
