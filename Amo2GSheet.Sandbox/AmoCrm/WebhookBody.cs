using System.Globalization;
using System.Text;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>One action on one card, to be told to subscribers.</summary>
/// <param name="Action">add, update, status, responsible, delete or restore.</param>
/// <param name="Before">The version before, when there was one.</param>
/// <param name="After">The version after.</param>
/// <param name="LinkedLeads">Contacts and companies: the leads that they stand in.</param>
internal sealed record HookItem(string Action, AmoEntity? Before, AmoEntity After, IReadOnlyList<long> LinkedLeads)
{
    /// <summary>The word of the subscription's settings, <c>status_lead</c>.</summary>
    public string Setting => $"{Action}_{After.Kind.Singular()}";
}

/// <summary>
/// The form body of a webhook. Its format is that of the old v2 API, quirks included: all values are strings, a date has no
/// <c>[value]</c> key, a radiobutton's <c>values</c> is an object.
/// </summary>
internal sealed class WebhookBody(AmoSeed seed, AmoSwitches switches)
{
    private readonly List<(string Key, string Value)> _pairs = [];
    private readonly Dictionary<string, int> _counts = [];

    public static string Compose(AmoSeed seed, AmoSwitches switches, IEnumerable<HookItem> items)
    {
        var body = new WebhookBody(seed, switches);
        if (switches.WebhookAccountFirst)
            body.Account();
        foreach (var item in items)
            body.Item(item);
        if (!switches.WebhookAccountFirst)
            body.Account();
        return body.Encode();
    }

    private void Account()
    {
        var account = seed.Account;
        Add("account[subdomain]", account.Subdomain);
        Add("account[id]", account.Id);
        Add("account[_links][self]", $"https://{account.Subdomain}.{account.TopDomain}");
    }

    private void Item(HookItem item)
    {
        // Companies travel under the same key as contacts; [type] tells them apart.
        var group = $"{(item.After.Kind == EntityKind.Lead ? "leads" : "contacts")}[{item.Action}]";
        var index = _counts[group] = _counts.GetValueOrDefault(group, -1) + 1;
        var root = $"{group}[{index}]";
        Add($"{root}[id]", item.After.Id);
        if (item.Action == "delete")
            Deleted(root, item.After);
        else if (item.After.Kind == EntityKind.Lead)
            Lead(root, item);
        else
            Person(root, item);
    }

    private void Deleted(string root, AmoEntity entity)
    {
        if (entity.Kind != EntityKind.Lead)
        {
            Add($"{root}[type]", entity.Kind.Singular());
            return;
        }
        Add($"{root}[status_id]", entity.StatusId);
        Add($"{root}[pipeline_id]", entity.PipelineId);
    }

    private void Lead(string root, HookItem item)
    {
        var (lead, before) = (item.After, item.Before);
        Add($"{root}[name]", lead.Name);
        Add($"{root}[status_id]", lead.StatusId);
        var isMoved = before is not null && (before.StatusId, before.PipelineId) != (lead.StatusId, lead.PipelineId);
        if (isMoved || item.Action == "status")
            Add($"{root}[old_status_id]", before!.StatusId);
        Add($"{root}[price]", decimal.Truncate(lead.Price).ToString(CultureInfo.InvariantCulture));
        Add($"{root}[responsible_user_id]", lead.ResponsibleUserId);
        if (before is not null && before.ResponsibleUserId != lead.ResponsibleUserId)
            Add($"{root}[old_responsible_user_id]", before.ResponsibleUserId);
        Stamps(root, lead);
        Add($"{root}[pipeline_id]", lead.PipelineId);
        if (isMoved && item.Action == "status" && (switches.OldPipelineAlways || before!.PipelineId != lead.PipelineId))
            Add($"{root}[old_pipeline_id]", before!.PipelineId);
        Tail(root, lead);
    }

    private void Person(string root, HookItem item)
    {
        var card = item.After;
        Add($"{root}[name]", card.Name);
        Add($"{root}[responsible_user_id]", card.ResponsibleUserId);
        if (item.Before is { } before && before.ResponsibleUserId != card.ResponsibleUserId)
            Add($"{root}[old_responsible_user_id]", before.ResponsibleUserId);
        Stamps(root, card);
        if (card.CompanyId is { } company)
            Add($"{root}[linked_company_id]", company);
        foreach (var lead in item.LinkedLeads)
            Add($"{root}[linked_leads_id][{lead}][ID]", lead);
        Tail(root, card);
        Add($"{root}[type]", card.Kind.Singular());
    }

    private void Stamps(string root, AmoEntity card)
    {
        Add($"{root}[date_create]", card.CreatedAt);
        Add($"{root}[last_modified]", card.UpdatedAt);
        Add($"{root}[modified_user_id]", switches.WebhookModifiedByZero ? 0 : card.UpdatedBy);
        Add($"{root}[created_user_id]", card.CreatedBy);
    }

    private void Tail(string root, AmoEntity card)
    {
        Add($"{root}[account_id]", seed.Account.Id);
        for (var index = 0; index < card.Tags.Length; index++)
        {
            Add($"{root}[tags][{index}][id]", card.Tags[index].Id);
            Add($"{root}[tags][{index}][name]", card.Tags[index].Name);
        }
        Fields(root, card);
        Add($"{root}[created_at]", card.CreatedAt);
        Add($"{root}[updated_at]", card.UpdatedAt);
    }

    private void Fields(string root, AmoEntity card)
    {
        var index = 0;
        foreach (var field in seed.Fields.Where(field => field.Kind == card.Kind && card.Fields.ContainsKey(field.Id)))
        {
            var at = $"{root}[custom_fields][{index++}]";
            Add($"{at}[id]", field.Id);
            Add($"{at}[name]", field.Name);
            if (field.Code is { } code)
                Add($"{at}[code]", code);
            var values = card.Fields[field.Id];
            for (var number = 0; number < values.Length; number++)
                Value($"{at}[values]", number, field.Type, values[number]);
        }
    }

    private void Value(string at, int index, string type, FieldValue value)
    {
        if (type is "date" or "date_time")
        {
            Add($"{at}[{index}]", Date(type, value.Text));
            return;
        }
        var slot = type == "radiobutton" ? at : $"{at}[{index}]";
        Add($"{slot}[value]", type switch
        {
            "checkbox" => value.Text == "true" ? "1" : "0",
            "birthday" => Local(value.Text).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
            _ => value.Text,
        });
        if (value.EnumId is { } option)
            Add($"{slot}[enum]", option);
    }

    private string Date(string type, string text)
    {
        if (type != "date" || !switches.WebhookDatesUtc)
            return text;
        return new DateTimeOffset(Local(text).Date, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    private DateTimeOffset Local(string text) => TimeZoneInfo.ConvertTime(
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, CultureInfo.InvariantCulture)), seed.Account.TimeZone);

    private void Add(string key, string value) => _pairs.Add((key, value));

    private void Add(string key, long value) => Add(key, value.ToString(CultureInfo.InvariantCulture));

    private string Encode()
    {
        var text = new StringBuilder();
        foreach (var (key, value) in _pairs)
            text.Append(text.Length > 0 ? "&" : "").Append(Escape(key)).Append('=').Append(Escape(value));
        return text.ToString();
    }

    // As PHP's http_build_query does it: a space is a plus.
    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
