using System.Runtime.CompilerServices;
using System.Text.Json;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Reads <c>lead_status_changed</c> events over HTTP, API v4.</summary>
internal sealed class AmoStageMoveReader(AmoPages pages) : IAmoStageMoves
{
    private const string Type = "lead_status_changed";

    /// <inheritdoc />
    public async IAsyncEnumerable<StageMovePage> ReadMovesAsync(
        DateTimeOffset from, DateTimeOffset? until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Nothing ever leaves a history, so whichever end it is read from, a new event can only show an old one twice.
        var path = $"api/v4/events?limit={AmoCatchUpReader.EventsLimit}&filter[entity]=lead&filter[type]={Type}"
            + FormattableString.Invariant($"&filter[created_at][from]={from.ToUnixTimeSeconds()}");
        if (until is { } end)
            path += FormattableString.Invariant($"&filter[created_at][to]={end.ToUnixTimeSeconds()}");
        await foreach (var page in pages.WalkAsync(path, "events", Read, forbidden: null, cancellationToken))
            yield return new StageMovePage(page.Members, page.ServerTime);
    }

    private static StageMove? Read(JsonElement json) =>
        json.Text("type") == Type
        && json.Text("id") is { Length: > 0 } id
        && LeadId.TryParse(json.Text("entity_id"), out var lead)
        && json.Time("created_at") is { } at
        && StageOf(json, "value_after") is { } to
            ? new StageMove(id, lead, at, StageOf(json, "value_before"), to)
            : null;

    private static StageKey? StageOf(JsonElement json, string side)
    {
        var stage = json.Items(side).Select(value => value.At("lead_status")).FirstOrDefault(value => value.ValueKind is JsonValueKind.Object);
        return stage.Long("id") is { } status && stage.Long("pipeline_id") is { } pipeline ? new StageKey(pipeline, status) : null;
    }
}
