using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary><c>GET /login</c>, <c>POST /login</c>, <c>POST /logout</c>: the dashboard's door.</summary>
/// <param name="desk">The log-in form.</param>
/// <param name="door">Knows who is in.</param>
public sealed class LogInFunction(LogInDesk desk, DashboardDoor door)
{
    /// <summary>Shows the form.</summary>
    [Function("dashboard-login-form")]
    public Task<HttpResponseData> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "login")] HttpRequestData request, CancellationToken cancellationToken) =>
        request.AnswerFromStorageAsync(token => desk.ShowAsync(request, token), cancellationToken, StorageAnswers.RefuseWithPageAsync);

    /// <summary>Logs in.</summary>
    [Function("dashboard-login")]
    public Task<HttpResponseData> LogInAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "login")] HttpRequestData request, CancellationToken cancellationToken) =>
        request.AnswerFromStorageAsync(token => desk.TakeAsync(request, token), cancellationToken, StorageAnswers.RefuseWithPageAsync);

    /// <summary>Logs out: the browser forgets the cookie.</summary>
    [Function("dashboard-logout")]
    public Task<HttpResponseData> LogOutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "logout")] HttpRequestData request, CancellationToken cancellationToken) =>
        request.AnswerFromStorageAsync(token => EndAsync(request, token), cancellationToken, StorageAnswers.RefuseWithPageAsync);

    private async Task<HttpResponseData> EndAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        if (await door.FindAsync(request, cancellationToken) is not { } visitor)
            return request.GoTo("/login");
        if (!await door.IsTokenAsync(visitor, (await LogInDesk.ReadFormAsync(request, cancellationToken))["csrf"], cancellationToken))
            return request.Refusal(HttpStatusCode.Forbidden, "Страница устарела: обновите её и повторите.");

        var response = request.GoTo("/login");
        response.SetCookie(DashboardDoor.SessionCookie, "", TimeSpan.Zero, "Lax");
        return response;
    }
}
