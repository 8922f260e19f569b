using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>The body of <c>POST /leads/complex</c>, and what its answers say about each lead.</summary>
internal static class NewLeadJson
{
    /// <summary>The array of leads, each with its contact, company and tag.</summary>
    public static byte[] Body(IReadOnlyList<NewLead> leads)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartArray();
            foreach (var lead in leads)
                Write(json, lead);
            json.WriteEndArray();
        }

        return body.WrittenSpan.ToArray();
    }

    /// <summary>What amoCRM made, matched by request id; an answer that cannot be read says nothing.</summary>
    public static NewLeadsOutcome Made(IReadOnlyList<NewLead> leads, AmoAnswer answer)
    {
        using var json = answer.TryJson();
        if (json is null)
            return new NewLeadsUnknown(TooHeavy: false, "amoCRM accepted the leads with an answer that is no JSON.");

        var made = new Dictionary<string, MadeLead>();
        foreach (var item in List(json.RootElement))
        {
            if (item.Long("id") is { } id and > 0 && Find(leads, RequestId(item)) is { } lead)
                made.TryAdd(lead.RequestId, new MadeLead(new LeadId(id), item.Flag("merged")));
        }

        return new NewLeadsMade(made);
    }

    /// <summary>Why amoCRM refused the leads that its answer names; empty when it names nobody.</summary>
    public static IReadOnlyDictionary<string, string> Refused(IReadOnlyList<NewLead> leads, AmoAnswer answer)
    {
        var reasons = new Dictionary<string, string>();
        using var json = answer.TryJson();
        if (json is null)
            return reasons;

        foreach (var error in json.RootElement.Items("validation-errors"))
        {
            if (Find(leads, RequestId(error)) is { } lead)
                reasons.TryAdd(lead.RequestId, Reason(lead, error));
        }

        return reasons;
    }

    // A bare array by the documentation; a list in _embedded by older clients.
    private static IEnumerable<JsonElement> List(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? root.Members() : root.At("_embedded").Items("leads");

    // An array in the answer of this call, a text in refusals.
    private static string? RequestId(JsonElement item)
    {
        var id = item.At("request_id");
        return id.ScalarText() ?? id.Members().Select(one => one.ScalarText()).FirstOrDefault(text => text is not null);
    }

    private static NewLead? Find(IReadOnlyList<NewLead> leads, string? requestId) =>
        leads.FirstOrDefault(lead => lead.RequestId == requestId)
        ?? (int.TryParse(requestId, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < leads.Count ? leads[index] : null);

    // Code and path only: the detail may repeat what a person typed. A field's place in our list becomes its name.
    private static string Reason(NewLead lead, JsonElement error)
    {
        var reasons = error.Items("errors").Select(one => $"{one.Text("code") ?? "refused"} at {Place(lead, one.Text("path"))}");
        var reason = string.Join("; ", reasons.Distinct());
        return reason.Length > 0 ? reason : "refused without a reason";
    }

    private static string Place(NewLead lead, string? path)
    {
        const string fields = "custom_fields_values.";
        if (path is null || !path.StartsWith(fields, StringComparison.Ordinal))
            return path ?? "?";

        return int.TryParse(path[fields.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < lead.Fields.Count
            ? $"«{lead.Fields[index].Name}»"
            : path;
    }

    private static void Write(Utf8JsonWriter json, NewLead lead)
    {
        json.WriteStartObject();
        json.WriteString("request_id", lead.RequestId);
        json.WriteString("name", lead.Name);
        if (lead.Price is { } price)
            WriteNumber(json, "price", price);
        json.WriteNumber("pipeline_id", lead.Stage.PipelineId);
        json.WriteNumber("status_id", lead.Stage.StatusId);
        if (lead.Fields.Count > 0)
        {
            json.WriteStartArray("custom_fields_values");
            foreach (var field in lead.Fields)
                WriteField(json, field);
            json.WriteEndArray();
        }

        json.WriteStartObject("_embedded");
        WriteNamed(json, "tags", lead.Tag, []);
        WriteNamed(json, "contacts", lead.ContactName, lead.Phones);
        if (lead.Company is { } company)
            WriteNamed(json, "companies", company, []);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter json, string list, string name, IReadOnlyList<string> phones)
    {
        json.WriteStartArray(list);
        json.WriteStartObject();
        json.WriteString("name", name);
        if (phones.Count > 0)
        {
            json.WriteStartArray("custom_fields_values");
            json.WriteStartObject();
            json.WriteString("field_code", "PHONE");
            json.WriteStartArray("values");
            foreach (var phone in phones)
            {
                json.WriteStartObject();
                json.WriteString("value", phone);
                json.WriteString("enum_code", "WORK");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteField(Utf8JsonWriter json, NewLeadField field)
    {
        json.WriteStartObject();
        json.WriteNumber("field_id", field.FieldId);
        json.WriteStartArray("values");
        foreach (var value in field.Values)
        {
            json.WriteStartObject();
            if (value.ChoiceId is { } choice)
                json.WriteNumber("enum_id", choice);
            else
                WriteValue(json, field.Type, value.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string type, string text)
    {
        if (type == "checkbox")
            json.WriteBoolean("value", text == "true");
        else if (type is "date" or "date_time" or "birthday" or "numeric" or "monetary" or "price")
            WriteNumber(json, "value", decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
        else
            json.WriteString("value", text);
    }

    // A whole number is written without a fraction: amoCRM takes 5.0 for no integer.
    private static void WriteNumber(Utf8JsonWriter json, string name, decimal number)
    {
        if (number == decimal.Truncate(number) && Math.Abs(number) < long.MaxValue)
            json.WriteNumber(name, (long)number);
        else
            json.WriteNumber(name, number);
    }
}
