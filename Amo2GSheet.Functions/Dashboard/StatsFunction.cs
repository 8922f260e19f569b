using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi.Board;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary><c>GET /api/dashboard/stats</c>, <c>…/monthly-report</c>, <c>…/leads</c>: the numbers behind the page, and the leads behind a number.</summary>
/// <param name="door">Knows who is in.</param>
/// <param name="board">The numbers.</param>
/// <param name="account">Where leads are shown.</param>
public sealed class StatsFunction(DashboardDoor door, KpiBoard board, IOptions<AmoCrmOptions> account)
{
    /// <summary>The numbers of a range, per group, person and receptionist.</summary>
    [Function("dashboard-stats")]
    public Task<HttpResponseData> StatsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/dashboard/stats")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.DataAsync(
            request,
            async _ => request.Data(HttpStatusCode.OK, BoardJson.Of(
                await board.ReadStatsAsync(await request.RangeAsync(board, cancellationToken), request.Text("group"), cancellationToken))),
            cancellationToken);

    /// <summary>The numbers of a month, day by day.</summary>
    [Function("dashboard-monthly-report")]
    public Task<HttpResponseData> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/dashboard/monthly-report")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.DataAsync(
            request,
            async _ => request.Data(HttpStatusCode.OK, BoardJson.Of(
                await board.ReadReportAsync(await request.MonthAsync(board, cancellationToken), request.Text("group"), cancellationToken))),
            cancellationToken);

    /// <summary>The leads behind a number.</summary>
    [Function("dashboard-leads")]
    public Task<HttpResponseData> LeadsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/dashboard/leads")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.DataAsync(
            request,
            async _ => request.Data(HttpStatusCode.OK, BoardJson.Of(
                await board.ReadLeadsAsync(await request.LeadsAsync(board, cancellationToken), cancellationToken), account.Value)),
            cancellationToken);
}
