using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi.Board;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary><c>GET /api/dashboard/export</c>: the same numbers, and every lead behind them, as a workbook.</summary>
/// <param name="door">Knows who is in.</param>
/// <param name="board">The numbers.</param>
/// <param name="account">Where leads are shown.</param>
public sealed class ExportFunction(DashboardDoor door, KpiBoard board, IOptions<AmoCrmOptions> account)
{
    /// <summary>Answers with the file.</summary>
    [Function("dashboard-export")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/dashboard/export")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.DataAsync(
            request,
            async _ =>
            {
                var stats = await board.ReadStatsAsync(await request.RangeAsync(board, cancellationToken), request.Text("group"), cancellationToken);
                var leads = await board.ReadLeadsAsync(new BoardQuery(stats.Range) { Group = stats.Group }, cancellationToken);
                var response = request.CreateResponse(HttpStatusCode.OK);
                response.Headers.Add("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
                response.Headers.Add("Content-Disposition", FormattableString.Invariant($"attachment; filename=kpi-{stats.Range.From:yyyy-MM-dd}_{stats.Range.To:yyyy-MM-dd}.xlsx"));
                response.Headers.Add("Cache-Control", "no-store");
                response.Headers.Add("X-Content-Type-Options", "nosniff");
                await BoardWorkbook.WriteAsync(response.Body, stats, leads, account.Value, cancellationToken);
                return response;
            },
            cancellationToken);
}
