using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Functions;

/// <summary><c>GET /leads/{id}</c>: one lead as amoCRM has it, and what the service knows of it.</summary>
/// <param name="inspection">Reads the lead.</param>
/// <param name="account">Where to log in.</param>
public sealed class LeadFunction(AccountInspection inspection, IOptions<AmoCrmOptions> account)
{
    /// <summary>The lead whole, its base, and whether it waits; 404 when amoCRM does not know it.</summary>
    [Function("lead")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "leads/{id:long}")] HttpRequestData request, string id, CancellationToken cancellationToken) =>
        request.AnswerFromAmoAsync(account.Value, async () =>
        {
            if (!LeadId.TryParse(id, out var lead))
                return await request.RefuseAsync(HttpStatusCode.NotFound, "UnknownLead", "An id of a lead is a positive number.");

            var found = await inspection.ReadLeadAsync(lead, cancellationToken);
            return found.Lead is not null
                ? await request.AnswerAsync(HttpStatusCode.OK, found)
                : await request.AnswerAsync(
                    HttpStatusCode.NotFound,
                    new { reason = "UnknownLead", detail = $"amoCRM does not know lead {lead}, or it is deleted or merged.", found.Waiting, found.Base });
        }, cancellationToken);
}
