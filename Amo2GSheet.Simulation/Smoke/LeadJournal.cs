using System.Text.Json;

namespace Amo2GSheet.Simulation.Smoke;

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
        [.. (await ReadAsync(lead)).Entries.Where(entry => entry.Rule is not null).Select(entry => entry.What)];

    /// <summary>All that the service knows about a lead.</summary>
    public Task<LeadRecord> ReadAsync(long lead) => _service.GetAsync<LeadRecord>($"leads/{lead}/timeline?code={key}");
}

/// <summary>A lead's timeline, as far as we look at it.</summary>
/// <param name="Entries">What happened, the oldest first.</param>
/// <param name="Waiting">Its inbox entry; null when it does not wait.</param>
/// <param name="Base">What both sides agreed on last; null when it was never tracked.</param>
internal sealed record LeadRecord(IReadOnlyList<LeadRecordEntry> Entries, WaitingRecord? Waiting, AgreedRecord? Base);

/// <summary>One thing that happened.</summary>
/// <param name="At">When.</param>
/// <param name="Rule">The rule that decided; null for an arrival.</param>
/// <param name="What">What was done, or why nothing was.</param>
internal sealed record LeadRecordEntry(DateTimeOffset At, int? Rule, string What);

/// <summary>An inbox entry.</summary>
/// <param name="LastError">Why the last pass could not decide.</param>
internal sealed record WaitingRecord(string? LastError);

/// <summary>What both sides agreed on.</summary>
/// <param name="LeadGone">The lead is deleted or merged.</param>
/// <param name="Announced">A write that is not known to have taken place.</param>
/// <param name="Refused">A person's edit was refused and stands.</param>
internal sealed record AgreedRecord(bool LeadGone, string? Announced, bool Refused);
