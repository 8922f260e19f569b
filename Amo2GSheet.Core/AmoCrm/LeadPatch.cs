using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>The body of a batch PATCH, and what its answers say about each lead.</summary>
internal static class LeadPatch
{
    /// <summary>The array of changes. Only what changes is sent; <c>updated_at</c> never, an older one could be refused.</summary>
    public static byte[] Body(IReadOnlyList<LeadChange> changes)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartArray();
            foreach (var change in changes)
                Write(json, change);
            json.WriteEndArray();
        }

        return body.WrittenSpan.ToArray();
    }

    /// <summary>The outcomes of a batch that amoCRM accepted, matched by id.</summary>
    /// <exception cref="AmoUnavailableException">The answer cannot be read, so the effect is unknown.</exception>
    public static IReadOnlyList<LeadChangeOutcome> Accepted(IReadOnlyList<LeadChange> batch, AmoAnswer answer)
    {
        if (answer.Body.Length == 0)
            return [.. batch.Select(change => new LeadChangeUnanswered(change))];

        using var json = answer.TryJson()
            ?? throw new AmoUnavailableException("amoCRM accepted a change of leads with an answer that is no JSON; the next pass looks what it did.");
        var times = new Dictionary<long, DateTimeOffset>();
        foreach (var lead in json.RootElement.At("_embedded").Items("leads"))
        {
            if (lead.Long("id") is { } id && lead.Time("updated_at") is { } updatedAt)
                times[id] = updatedAt;
        }

        return [.. batch.Select(change => times.TryGetValue(change.Lead.Value, out var updatedAt)
            ? (LeadChangeOutcome)new LeadChanged(change, updatedAt)
            : new LeadChangeUnanswered(change))];
    }

    /// <summary>The refused ones of a batch, named by <c>validation-errors</c>; empty when the answer names nobody of it.</summary>
    public static IReadOnlyList<LeadChangeRefused> Refused(IReadOnlyList<LeadChange> batch, AmoAnswer answer)
    {
        using var json = answer.TryJson();
        if (json is null)
            return [];

        var refused = new Dictionary<LeadId, LeadChangeRefused>();
        foreach (var error in json.RootElement.Items("validation-errors"))
        {
            if (Find(batch, error.Text("request_id")) is { } change)
                refused.TryAdd(change.Lead, new LeadChangeRefused(change, Reason(error)));
        }

        return [.. refused.Values];
    }

    // We send the lead's id as request_id; the index is what amoCRM uses when it takes no notice of ours.
    private static LeadChange? Find(IReadOnlyList<LeadChange> batch, string? requestId) =>
        batch.FirstOrDefault(change => change.Lead.ToString() == requestId)
        ?? (int.TryParse(requestId, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < batch.Count ? batch[index] : null);

    // Code and path only: the detail may repeat the value that a person typed.
    private static string Reason(JsonElement error)
    {
        var reasons = error.Items("errors").Select(one => $"{one.Text("code") ?? "refused"} at {one.Text("path") ?? "?"}");
        var reason = string.Join("; ", reasons.Distinct());
        return reason.Length > 0 ? reason : "refused without a reason";
    }

    private static void Write(Utf8JsonWriter json, LeadChange change)
    {
        json.WriteStartObject();
        json.WriteNumber("id", change.Lead.Value);
        json.WriteString("request_id", change.Lead.ToString());
        if (change.Stage is { } stage)
        {
            // Together always: 142 and 143 exist in every pipeline, and a foreign stage needs its pipeline.
            json.WriteNumber("pipeline_id", stage.PipelineId);
            json.WriteNumber("status_id", stage.StatusId);
        }

        if (change.Field is { } field)
            WriteField(json, field);
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, FieldChange field)
    {
        json.WriteStartArray("custom_fields_values");
        json.WriteStartObject();
        json.WriteNumber("field_id", field.FieldId);
        if (field.Value is null)
        {
            json.WriteNull("values");
        }
        else
        {
            json.WriteStartArray("values");
            json.WriteStartObject();
            json.WriteString("value", field.Value);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }
}
