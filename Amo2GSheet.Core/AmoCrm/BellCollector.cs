using System.Globalization;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Gathers what one webhook says: the account, and for each lead its newest change, once for each stage named at that second.</summary>
internal sealed class BellCollector(DateTimeOffset now)
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<LeadId, List<LeadBell>> _changed = [];
    private readonly Dictionary<LeadId, LeadBell> _deleted = [];

    public string? AccountSubdomain { get; set; }

    public long? AccountId { get; set; }

    /// <summary>True once something of another entity was met.</summary>
    public bool SawOtherEntity { get; set; }

    /// <summary>Rings for one item of a list of leads; not when its id is none.</summary>
    public void Ring(LeadItem item)
    {
        if (!LeadId.TryParse(item.ElementId ?? item.Id, out var lead))
            return;

        var bell = new LeadBell(lead, Number(item.StatusId), Time(item.LastModified) ?? Time(item.UpdatedAt), item.Action == "delete");
        if (bell.Deleted)
        {
            if (!_deleted.TryGetValue(lead, out var known) || Nullable.Compare(bell.LastModified, known.LastModified) >= 0)
                _deleted[lead] = bell;
            return;
        }

        if (!_changed.TryGetValue(lead, out var newest))
            _changed[lead] = newest = [];
        switch (newest.Count == 0 ? 1 : Nullable.Compare(bell.LastModified, newest[0].LastModified))
        {
            case > 0:
                newest.Clear();
                newest.Add(bell);
                break;
            case 0:
                newest.RemoveAll(other => other.StatusId is null || other.StatusId == bell.StatusId);
                newest.Add(bell);
                break;
            default:
                break;
        }
    }

    /// <summary>What was gathered.</summary>
    public WebhookRead Result()
    {
        var bells = _changed.Keys.Union(_deleted.Keys).Order().SelectMany(Merge).ToList();
        WebhookSilence? silence = bells.Count > 0 ? null : SawOtherEntity ? WebhookSilence.OtherEntity : WebhookSilence.NoLeadIds;
        return new WebhookRead(AccountSubdomain, AccountId, bells, silence);
    }

    /// <summary>A text as positive whole number; null when it is none.</summary>
    public static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    // Which was last counts. A delete names no time as a rule; then it may have been the last, and is looked at as one.
    private IReadOnlyList<LeadBell> Merge(LeadId lead)
    {
        if (!_deleted.TryGetValue(lead, out var deleted))
            return _changed[lead];
        if (!_changed.TryGetValue(lead, out var newest))
            return [deleted];
        var changed = newest[^1];
        if (changed.LastModified > deleted.LastModified)
            return newest;
        return [deleted.LastModified is null ? changed with { Deleted = true } : deleted with { StatusId = deleted.StatusId ?? changed.StatusId }];
    }

    // Webhooks were seen with years like 8500 (amocrm-api-php#251): such a time would outrank every later one.
    private DateTimeOffset? Time(string? text)
    {
        if (Number(text) is not { } seconds || seconds > now.AddDays(1).ToUnixTimeSeconds())
            return null;

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return time >= Earliest ? time : null;
    }
}

/// <summary>One item of a list of leads, as text, as far as we look at it.</summary>
internal sealed class LeadItem(string action)
{
    /// <summary>The list that it stands in: add, update, status, responsible, note, restore, delete, or one not known yet.</summary>
    public string Action { get; } = action;

    public string? Id { get; set; }

    /// <summary>The lead of a note, whose <c>id</c> is the note's own.</summary>
    public string? ElementId { get; set; }

    public string? StatusId { get; set; }

    public string? LastModified { get; set; }

    public string? UpdatedAt { get; set; }

    /// <summary>Takes a value whose name is one of ours.</summary>
    public void Take(string name, string? value)
    {
        switch (name)
        {
            case "id": Id = value; break;
            case "element_id": ElementId = value; break;
            case "status_id": StatusId = value; break;
            case "last_modified": LastModified = value; break;
            case "updated_at": UpdatedAt = value; break;
            default: break;
        }
    }
}
