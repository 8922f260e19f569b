using System.Text.Json;

namespace Amo2GSheet.Cli.Sandbox.Smoke;

/// <summary>What the service wrote down about a lead, as its operator reads it: <c>GET /leads/{id}/timeline</c>.</summary>
/// <param name="http">The client.</param>
/// <param name="service">Where the service listens.</param>
/// <param name="key">Its function key.</param>
/// <param name="cancellationToken">Ends every read.</param>
internal sealed class LeadJournal(HttpClient http, Uri service, string key, CancellationToken cancellationToken)
{
    private readonly ControlCalls _service = new(http, service, JsonSerializerOptions.Web, cancellationToken);

    /// <summary>What was decided about a lead, oldest first: reasons and actions by name.</summary>
    public async Task<IReadOnlyList<string>> DecisionsAsync(long lead) =>
        [.. (await _service.GetAsync<Timeline>($"leads/{lead}/timeline?code={key}")).Entries.Where(entry => entry.Rule is not null).Select(entry => entry.What)];

    private sealed record Timeline(IReadOnlyList<Entry> Entries);

    private sealed record Entry(int? Rule, string What);
}
