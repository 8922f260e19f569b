using System.Net;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Board;
using Amo2GSheet.Core.State;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary><c>/api/kpi/…</c>: the ledger as it stands, filling it from amoCRM's history, emptying it. The two latter are for administrators.</summary>
/// <param name="door">Knows who is in.</param>
/// <param name="board">Knows what day it is.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="desk">Takes orders.</param>
public sealed class LedgerFunction(DashboardDoor door, KpiBoard board, IKpiLedger ledger, KpiDesk desk)
{
    /// <summary>The credits of a range.</summary>
    [Function("kpi-raw")]
    public Task<HttpResponseData> RawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/kpi/raw")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.DataAsync(
            request,
            async _ => request.Data(HttpStatusCode.OK, BoardJson.Of(await ledger.ReadCreditsAsync(
                new KpiQuery(await request.RangeAsync(board, cancellationToken), request.Staff(), request.Kind()), cancellationToken))),
            cancellationToken);

    /// <summary>How far the back-fill has come that was ordered last.</summary>
    [Function("kpi-backfill-progress")]
    public Task<HttpResponseData> ProgressAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/kpi/backfill")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.DataAsync(
            request,
            async _ => request.Data(HttpStatusCode.OK, new { backfill = BoardJson.Progress(await desk.ReadBackfillAsync(cancellationToken)) }),
            cancellationToken);

    /// <summary>Orders a back-fill; the service works it off.</summary>
    [Function("kpi-backfill")]
    public Task<HttpResponseData> BackfillAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/kpi/backfill")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.ChangeAsync(
            request,
            async _ =>
            {
                var range = Order.Range(await Order.ReadAsync(request, cancellationToken));
                try
                {
                    return request.Data(HttpStatusCode.Accepted, new { backfill = BoardJson.Progress(await desk.OrderBackfillAsync(range, cancellationToken)) });
                }
                catch (StateConflictException)
                {
                    return request.Refusal(HttpStatusCode.Conflict, "Прежнее заполнение сейчас выполняется: повторите через минуту.");
                }
            },
            cancellationToken);

    /// <summary>Empties the ledger.</summary>
    [Function("kpi-reset")]
    public Task<HttpResponseData> ResetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/kpi/reset")] HttpRequestData request, CancellationToken cancellationToken) =>
        door.ChangeAsync(
            request,
            async _ =>
            {
                if (Order.Text(await Order.ReadAsync(request, cancellationToken), "confirm") != "reset")
                    throw new QuestionException("""Параметр confirm: пришлите {"confirm":"reset"}, если журнал действительно нужно очистить.""");
                return await desk.TryResetAsync(cancellationToken)
                    ? request.Data(HttpStatusCode.OK, new { done = true })
                    : request.Refusal(HttpStatusCode.Conflict, "Журнал сейчас пишется: повторите через минуту.");
            },
            cancellationToken);
}
