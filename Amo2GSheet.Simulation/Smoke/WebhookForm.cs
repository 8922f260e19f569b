using System.Globalization;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>A webhook of amoCRM, posted by hand: the form of the old API, with the keys that matter and some that do not.</summary>
internal sealed class WebhookForm
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    private WebhookForm()
    {
        Add("account[subdomain]", DemoAccount.Subdomain);
        Add("account[id]", DemoAccount.AccountId);
    }

    /// <summary>A lead came to the stage at which it stands.</summary>
    public static WebhookForm Moved(SeenLead lead) => Lead("leads[status][0]", lead);

    /// <summary>Something about a lead changed.</summary>
    public static WebhookForm Changed(SeenLead lead) => Lead("leads[update][0]", lead);

    /// <summary>Something about a contact changed: no news of any lead.</summary>
    public static WebhookForm ContactChanged(long contact)
    {
        var form = new WebhookForm();
        form.Add("contacts[update][0][id]", contact);
        form.Add("contacts[update][0][type]", "contact");
        form.Add("contacts[update][0][name]", "Лола");
        return form;
    }

    /// <summary>The request's body; a new one each time, because sending disposes it.</summary>
    public FormUrlEncodedContent ToContent() => new(_pairs);

    private static WebhookForm Lead(string root, SeenLead lead)
    {
        var form = new WebhookForm();
        form.Add($"{root}[id]", lead.Id);
        form.Add($"{root}[name]", "Лид");
        form.Add($"{root}[status_id]", lead.StatusId);
        form.Add($"{root}[pipeline_id]", lead.PipelineId);
        form.Add($"{root}[last_modified]", lead.UpdatedAt);
        return form;
    }

    private void Add(string key, long value) => Add(key, value.ToString(CultureInfo.InvariantCulture));

    private void Add(string key, string value) => _pairs.Add(new(key, value));
}
