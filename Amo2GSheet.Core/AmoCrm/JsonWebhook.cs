using System.Text.Json;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>The same webhook as JSON, as automations and relays send it: <c>{"leads":{"status":[{"id":501}]},"account":{…}}</c>.</summary>
internal static class JsonWebhook
{
    public static WebhookResult Parse(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        try
        {
            // The document's own limit of depth turns away deep nesting before it costs anything.
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            return body[(int)reader.BytesConsumed..].Trim(" \t\r\n"u8).IsEmpty && json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement, now)
                : new WebhookUnreadable(WebhookDefect.Garbage);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // InvalidOperation: half of a surrogate pair in a text that we looked at.
            return new WebhookUnreadable(WebhookDefect.Garbage);
        }
    }

    private static WebhookResult Read(JsonElement root, DateTimeOffset now)
    {
        var account = root.At("account");
        var collector = new BellCollector(now)
        {
            AccountSubdomain = account.Text("subdomain")?.Trim() is { Length: > 0 } subdomain ? subdomain : null,
            AccountId = BellCollector.Number(account.Text("id")),
            SawOtherEntity = root.EnumerateObject().Any(property =>
                property.Name is not ("leads" or "account") && property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array),
        };

        var items = 0;
        if (root.At("leads") is { ValueKind: JsonValueKind.Object } leads)
        {
            foreach (var action in leads.EnumerateObject())
            {
                foreach (var item in Items(action.Value))
                {
                    if (++items > WebhookForm.MostKeys)
                        return new WebhookUnreadable(WebhookDefect.TooManyKeys);
                    collector.Ring(Item(action.Name, item));
                }
            }
        }

        return collector.Result();
    }

    // A list of one may come without its list.
    private static IEnumerable<JsonElement> Items(JsonElement list) => list.Text("id") is not null ? [list] : list.Members();

    private static LeadItem Item(string action, JsonElement json) => new(action)
    {
        Id = json.Text("id"),
        ElementId = action == "note" ? json.Text("element_id") ?? json.At("note").Text("element_id") : null,
        StatusId = json.Text("status_id"),
        LastModified = json.Text("last_modified"),
        UpdatedAt = json.Text("updated_at"),
    };
}
