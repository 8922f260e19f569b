using System.Net;
using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary>
/// How the service is. Probes need no key and get the status alone: what is wrong names leads, order numbers, tabs and accounts, so it is for
/// the function key and for people who logged in to the dashboard. Always 200 while the process lives: no restart repairs a missing header or
/// a revoked token.
/// </summary>
/// <param name="health">The state of this process.</param>
public sealed class HealthFunction(HealthReporter health)
{
    /// <summary><c>GET /health</c>: the status and the age of the last pass, without any call to amoCRM, Google or storage.</summary>
    [Function("health")]
    public Task<HttpResponseData> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request) =>
        request.AnswerAsync(HttpStatusCode.OK, health.Summary);

    /// <summary><c>GET /health/details</c>: why, and what to do. As cheap as the status.</summary>
    [Function("health-details")]
    public Task<HttpResponseData> DetailsAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "health/details")] HttpRequestData request) =>
        request.AnswerAsync(HttpStatusCode.OK, health.Current);
}
