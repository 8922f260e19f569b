using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary><c>GET /dashboard</c> and its files. The files hold no data, so that the log-in form can use them, too.</summary>
/// <param name="door">Knows who is in.</param>
public sealed class DashboardFunction(DashboardDoor door)
{
    /// <summary>The page, or the way to the log-in.</summary>
    [Function("dashboard")]
    public Task<HttpResponseData> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard")] HttpRequestData request, CancellationToken cancellationToken) =>
        request.AnswerFromStorageAsync(token => PageAsync(request, token), cancellationToken, StorageAnswers.RefuseWithPageAsync);

    private async Task<HttpResponseData> PageAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        if (await door.FindAsync(request, cancellationToken) is not { } visitor)
            return request.GoTo($"/login?next={Uri.EscapeDataString($"/dashboard{request.Url.Query}")}");

        return await request.PageAsync(HttpStatusCode.OK, DashboardFiles.Fill(
            "dashboard.html",
            ("csrf", await door.TokenAsync(visitor, cancellationToken)),
            ("user", visitor.Name),
            ("admin", visitor.IsAdmin ? "yes" : "no")));
    }

    /// <summary>A file of the page.</summary>
    [Function("dashboard-asset")]
    public static HttpResponseData Asset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard/assets/{file}")] HttpRequestData request, string file) =>
        DashboardFiles.Find(file) is { } found ? request.File(found) : request.CreateResponse(HttpStatusCode.NotFound);
}
