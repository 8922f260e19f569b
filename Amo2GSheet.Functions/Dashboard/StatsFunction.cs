using System.Net;
using Amo2GSheet.Core.Kpi.Board;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary><c>GET /api/dashboard/…</c>: the numbers behind the page.</summary>
/// <param name="door">Knows who is in.</param>
/// <param name="board">The numbers.</param>
public sealed class StatsFunction(DashboardDoor door, KpiBoard board)
{
    /// <summary>The numbers of a range, per group and person.</summary>
    [Function("dashboard-stats")]
    public Task<HttpResponseData> StatsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/dashboard/stats")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.DataAsync(
            request,
            async _ => request.Data(HttpStatusCode.OK, BoardJson.Of(
                await board.ReadStatsAsync(await request.RangeAsync(board, cancellationToken), request.Text("group"), cancellationToken))),
            cancellationToken);
}
