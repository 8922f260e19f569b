using System.Net;
using System.Text.Json;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Inspects amoCRM over HTTP, API v4.</summary>
internal sealed class AmoInspector(AmoHttp http, AmoPages pages) : IAmoInspect
{
    /// <inheritdoc />
    public Task<IReadOnlyList<AmoField>> ReadFieldsAsync(AmoEntity entity, CancellationToken cancellationToken)
    {
        var list = entity is AmoEntity.Leads ? "leads" : "contacts";
        return pages.ReadAsync($"api/v4/{list}/custom_fields?limit={AmoPages.Limit}", "custom_fields", ReadField, forbidden: null, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<JsonElement?> ReadLeadAsync(LeadId lead, CancellationToken cancellationToken)
    {
        // By filter and not by path: an unknown id is an empty list whatever amoCRM answers to an unknown path (204 or 404).
        var path = FormattableString.Invariant($"api/v4/leads?limit=1&with=contacts,loss_reason&filter[id][]={lead.Value}");
        return (await ReadLeadsAsync(path, cancellationToken)).Cast<JsonElement?>().FirstOrDefault();
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<JsonElement>> ReadNewestLeadsAsync(int count, CancellationToken cancellationToken) =>
        ReadLeadsAsync(FormattableString.Invariant($"api/v4/leads?limit={count}&with=contacts&order[updated_at]=desc"), cancellationToken);

    private async Task<IReadOnlyList<JsonElement>> ReadLeadsAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await http.GetAsync(path, cancellationToken);
        if (answer.Status == HttpStatusCode.Forbidden)
            throw AmoHttp.Refusal(new AmoRequest(HttpMethod.Get, path), answer);

        using var json = answer.TryJson();
        return json is null ? [] : [.. json.RootElement.At("_embedded").Items("leads").Select(lead => lead.Clone())];
    }

    private static AmoField? ReadField(JsonElement json) => json.Long("id") is not { } id
        ? null
        : new AmoField(id, json.Text("name") ?? "", json.Text("code"), json.Text("type") ?? "", [.. json.Items("enums").Select(ReadChoice).OfType<AmoFieldChoice>()]);

    private static AmoFieldChoice? ReadChoice(JsonElement json) =>
        json.Long("id") is { } id && json.Text("value") is { } value ? new AmoFieldChoice(id, value) : null;
}
