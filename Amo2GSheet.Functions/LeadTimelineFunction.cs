using System.Net;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary><c>GET /leads/{id}/timeline</c>: what happened to a lead, and why.</summary>
/// <param name="timeline">Reads what happened.</param>
public sealed class LeadTimelineFunction(LeadTimeline timeline)
{
    /// <summary>What arrived, what was decided and why, the oldest first. Asks neither amoCRM nor Google.</summary>
    [Function("lead-timeline")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "leads/{id:long}/timeline")] HttpRequestData request, string id, CancellationToken cancellationToken) =>
        LeadId.TryParse(id, out var lead)
            ? request.AnswerFromStorageAsync(async token => await request.AnswerAsync(HttpStatusCode.OK, await timeline.ReadAsync(lead, token)), cancellationToken)
            : request.RefuseAsync(HttpStatusCode.NotFound, "UnknownLead", "An id of a lead is a positive number.");
}
