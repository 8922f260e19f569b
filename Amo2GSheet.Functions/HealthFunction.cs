using System.Net;
using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary>
/// <c>GET /health</c>: how the service is, why, and what to do. Always 200 while the process lives: what is wrong stands in the body, and
/// no restart mends a missing header or a revoked token.
/// </summary>
/// <param name="health">Tells how it is.</param>
public sealed class HealthFunction(HealthReporter health)
{
    /// <summary>Answers without any call to amoCRM, Google or storage.</summary>
    [Function("health")]
    public Task<HttpResponseData> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request) =>
        request.AnswerAsync(HttpStatusCode.OK, health.Current);
}
