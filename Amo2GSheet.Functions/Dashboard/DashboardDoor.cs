using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>Lets in who is logged in. Every page and every route with data goes through it.</summary>
public sealed class DashboardDoor
{
    /// <summary>The cookie of a session.</summary>
    internal const string SessionCookie = "a2g_session";

    /// <summary>The cookie of a browser that has the log-in form open.</summary>
    internal const string FormCookie = "a2g_csrf";

    private readonly Sessions _sessions;

    internal DashboardDoor(Sessions sessions) => _sessions = sessions;

    /// <summary>Who asks; null when nobody is logged in.</summary>
    public Task<Visitor?> FindAsync(HttpRequestData request, CancellationToken cancellationToken) =>
        _sessions.FindAsync(request.Cookie(SessionCookie), cancellationToken);

    /// <summary>A page's token for its posts.</summary>
    public Task<string> TokenAsync(Visitor visitor, CancellationToken cancellationToken) => _sessions.TokenAsync(visitor, cancellationToken);

    /// <summary>Whether a post bears the token of this session's page.</summary>
    public Task<bool> IsTokenAsync(Visitor visitor, string? token, CancellationToken cancellationToken) => _sessions.IsTokenAsync(visitor, token, cancellationToken);

    /// <summary>
    /// Answers a visitor who is logged in with <paramref name="answer"/>, everyone else with 401, a question that cannot be read with 400, and
    /// all of them with 503 while the tables cannot be reached.
    /// </summary>
    public Task<HttpResponseData> DataAsync(HttpRequestData request, Func<Visitor, Task<HttpResponseData>> answer, CancellationToken cancellationToken) =>
        request.AnswerFromStorageAsync(token => FindAndAnswerAsync(request, answer, token), cancellationToken, RefuseAsync);

    private static Task<HttpResponseData> RefuseAsync(HttpRequestData request) =>
        Task.FromResult(request.Refusal(HttpStatusCode.ServiceUnavailable, "Хранилище данных сейчас не отвечает: повторите через минуту."));

    private async Task<HttpResponseData> FindAndAnswerAsync(
        HttpRequestData request, Func<Visitor, Task<HttpResponseData>> answer, CancellationToken cancellationToken)
    {
        if (await FindAsync(request, cancellationToken) is not { } visitor)
            return request.Refusal(HttpStatusCode.Unauthorized, "Вы не вошли: откройте /login.");
        try
        {
            return await answer(visitor);
        }
        catch (QuestionException wrong)
        {
            return request.Refusal(HttpStatusCode.BadRequest, wrong.Message);
        }
    }

    /// <summary>The same for what changes the ledger: administrators alone, and only from a page of ours.</summary>
    public Task<HttpResponseData> ChangeAsync(HttpRequestData request, Func<Visitor, Task<HttpResponseData>> change, CancellationToken cancellationToken) => DataAsync(
        request,
        async visitor =>
        {
            if (!visitor.IsAdmin)
                return request.Refusal(HttpStatusCode.Forbidden, "Это может только администратор.");
            if (!await IsTokenAsync(visitor, request.Header("X-CSRF-Token"), cancellationToken))
                return request.Refusal(HttpStatusCode.Forbidden, "Страница устарела: обновите её и повторите.");
            return await change(visitor);
        },
        cancellationToken);
}

/// <summary>A question that cannot be answered as it was asked.</summary>
/// <param name="message">A Russian sentence that names the parameter.</param>
internal sealed class QuestionException(string message) : Exception(message);
