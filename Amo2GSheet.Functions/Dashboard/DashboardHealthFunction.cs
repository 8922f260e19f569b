using System.Net;
using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary><c>GET /api/dashboard/health</c>: the details of <c>/health</c> for people who are logged in and have no function key.</summary>
/// <param name="door">Knows who is in.</param>
/// <param name="health">The state of this process.</param>
public sealed class DashboardHealthFunction(DashboardDoor door, HealthReporter health)
{
    /// <summary>Answers as <c>GET /health/details</c> does.</summary>
    [Function("dashboard-health")]
    public Task<HttpResponseData> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/dashboard/health")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.DataAsync(
            request,
            async _ =>
            {
                var response = await request.AnswerAsync(HttpStatusCode.OK, health.Current);
                response.Headers.Add("Cache-Control", "no-store");
                return response;
            },
            cancellationToken);
}
