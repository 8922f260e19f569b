using System.Runtime.CompilerServices;
using System.Text.Json;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Reads what was missed over HTTP, API v4.</summary>
internal sealed class AmoCatchUpReader(AmoPages pages) : IAmoCatchUp
{
    /// <summary>The most events that amoCRM gives at once; Kommo gives more.</summary>
    internal const int EventsLimit = 100;

    /// <inheritdoc />
    public IAsyncEnumerable<LeadPage> ReadChangedAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        WalkAsync(FormattableString.Invariant($"filter[updated_at][from]={from.ToUnixTimeSeconds()}&order[updated_at]=asc"), cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<LeadPage> ReadCreatedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => WalkAsync(
        FormattableString.Invariant($"filter[created_at][from]={from.ToUnixTimeSeconds()}&filter[created_at][to]={until.ToUnixTimeSeconds()}&order[created_at]=asc"),
        cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<LeadPage> ReadAtStageAsync(StageKey stage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An account whose filters are not switched on yet gives all its leads.
        var query = FormattableString.Invariant($"filter[statuses][0][pipeline_id]={stage.PipelineId}&filter[statuses][0][status_id]={stage.StatusId}&order[id]=asc");
        await foreach (var page in WalkAsync(query, cancellationToken))
            yield return page with { Leads = [.. page.Leads.Where(lead => lead.Stage == stage)] };
    }

    /// <inheritdoc />
    public async Task<LeadEvents> ReadEventsAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        // Nothing ever leaves a history, so whichever end it is read from, a new event can only show an old one twice.
        var path = $"api/v4/events?limit={EventsLimit}&filter[entity]=lead&filter[type]=lead_deleted,lead_restored,entity_merged"
            + FormattableString.Invariant($"&filter[created_at][from]={from.ToUnixTimeSeconds()}");
        var events = new Dictionary<string, LeadEvent>();
        DateTimeOffset? serverTime = null;
        await foreach (var page in pages.WalkAsync(path, "events", ReadEvent, forbidden: null, cancellationToken))
        {
            serverTime ??= page.ServerTime;
            foreach (var one in page.Members)
                events[one.Id] = one;
        }

        return new LeadEvents([.. events.Values], serverTime);
    }

    private async IAsyncEnumerable<LeadPage> WalkAsync(string query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"api/v4/leads?limit={AmoPages.Limit}&{query}";
        await foreach (var page in pages.WalkAsync(path, "leads", LeadJson.ReadLead, forbidden: null, cancellationToken))
            yield return new LeadPage(page.Members, page.IsLast, page.ServerTime);
    }

    private static LeadEvent? ReadEvent(JsonElement json)
    {
        LeadEventKind? kind = json.Text("type") switch
        {
            "lead_deleted" => LeadEventKind.Deleted,
            "lead_restored" => LeadEventKind.Restored,
            "entity_merged" => LeadEventKind.Merged,
            _ => null,
        };
        if (kind is not { } known || json.Text("id") is not { } id)
            return null;

        var named = new HashSet<LeadId>();
        if (LeadId.TryParse(json.Text("entity_id"), out var entity))
            named.Add(entity);
        if (known is LeadEventKind.Merged)
        {
            AddIds(json.At("value_after"), named);
            AddIds(json.At("value_before"), named);
        }

        return new LeadEvent(id, known, json.Time("created_at") ?? DateTimeOffset.UnixEpoch, [.. named]);
    }

    // What a merge says of its other lead is not documented: every id in it is a lead to look at. One that is no lead of ours costs nothing.
    private static void AddIds(JsonElement value, HashSet<LeadId> into)
    {
        if (value.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                var isId = property.Name is "id" || property.Name.EndsWith("_id", StringComparison.Ordinal);
                if (isId && LeadId.TryParse(property.Value.ScalarText(), out var id))
                    into.Add(id);
            }
        }

        foreach (var member in value.Members())
            AddIds(member, into);
    }
}
