using System.Text.Json;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Leads, contacts and companies out of amoCRM's JSON.</summary>
internal static class LeadJson
{
    /// <summary>A lead; null when the element has no id.</summary>
    public static Lead? ReadLead(JsonElement json)
    {
        if (json.Long("id") is not ({ } id and > 0))
            return null;

        var embedded = json.At("_embedded");
        return new Lead
        {
            Id = new LeadId(id),
            Name = json.Text("name") ?? "",
            // The newer property carries the fraction that price cuts off.
            Price = json.Decimal("price_with_minor_units") ?? json.Decimal("price") ?? 0,
            Stage = new StageKey(json.Long("pipeline_id") ?? 0, json.Long("status_id") ?? 0),
            ResponsibleUserId = json.Long("responsible_user_id") ?? 0,
            CreatedAt = json.Time("created_at") ?? DateTimeOffset.UnixEpoch,
            UpdatedAt = json.Time("updated_at") ?? DateTimeOffset.UnixEpoch,
            IsDeleted = json.Flag("is_deleted"),
            Fields = [.. json.Items("custom_fields_values").Select(ReadField).OfType<LeadField>()],
            ContactIds = embedded.Ids("contacts"),
            CompanyIds = embedded.Ids("companies"),
        };
    }

    /// <summary>A contact; null when the element has no id.</summary>
    public static Contact? ReadContact(JsonElement json) => json.Long("id") is { } id and > 0
        ? new Contact(
            id,
            json.Text("name") ?? "",
            [.. json.Items("custom_fields_values").Where(field => field.Text("field_code") == "PHONE").SelectMany(field => Values(field, type: ""))])
        : null;

    /// <summary>A company; null when the element has no id.</summary>
    public static Company? ReadCompany(JsonElement json) =>
        json.Long("id") is { } id and > 0 ? new Company(id, json.Text("name") ?? "") : null;

    private static LeadField? ReadField(JsonElement json)
    {
        if (json.Long("field_id") is not { } id)
            return null;

        var type = json.Text("field_type") ?? "";
        var values = Values(json, type).ToList();
        return values.Count > 0 ? new LeadField(id, json.Text("field_name") ?? "", type, values) : null;
    }

    private static IEnumerable<string> Values(JsonElement field, string type) => field.Items("values")
        .Select(item => Value(item.ValueKind == JsonValueKind.Object ? item.At("value") : item))
        .Where(text => !string.IsNullOrEmpty(text))
        .Select(text => type == "checkbox" ? text switch { "1" => "true", "0" => "false", _ => text! } : text!);

    // Legal entities, files and links are objects; their name is the only part that a person would put in a cell.
    private static string? Value(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.Text("name") ?? value.GetRawText() : value.ScalarText();
}
