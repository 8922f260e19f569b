using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Functions;

/// <summary><c>GET /structure</c>, <c>GET /leads/custom_fields</c>: the account's pipelines and lead fields, and what the service makes of them.</summary>
/// <param name="inspection">Reads them.</param>
/// <param name="account">Where to log in.</param>
public sealed class StructureFunction(AccountInspection inspection, IOptions<AmoCrmOptions> account)
{
    /// <summary>Pipelines with their stages.</summary>
    [Function("structure")]
    public Task<HttpResponseData> ReadStructureAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "structure")] HttpRequestData request, CancellationToken cancellationToken) =>
        request.AnswerFromAmoAsync(account.Value, async () =>
            await request.AnswerAsync(HttpStatusCode.OK, await inspection.ReadStructureAsync(cancellationToken)), cancellationToken);

    /// <summary>Custom fields of leads.</summary>
    [Function("lead-fields")]
    public Task<HttpResponseData> ReadLeadFieldsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "leads/custom_fields")] HttpRequestData request, CancellationToken cancellationToken) =>
        request.AnswerFromAmoAsync(account.Value, async () =>
            await request.AnswerAsync(HttpStatusCode.OK, new { fields = await inspection.ReadLeadFieldsAsync(cancellationToken) }), cancellationToken);
}
