using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Functions.Dashboard;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary>
/// <c>GET /oauth/callback</c>: where amoCRM sends the browser after the consent page. Without a function key, because amoCRM's own
/// parameter <c>code</c> has the key's name; the state and the cookie of <c>/oauth/login</c> guard it.
/// </summary>
/// <param name="logIn">Ends the log-in.</param>
public sealed class OAuthCallbackFunction(LogInByLink logIn)
{
    /// <summary>Answers with a page that says what to do next.</summary>
    [Function("oauth-callback")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "oauth/callback")] HttpRequestData request,
        CancellationToken cancellationToken) =>
        request.AnswerFromStorageAsync(
            async token =>
            {
                var visit = new LogInVisit(LogInKind.Browser, request.Cookie(OAuthLogInFunction.Cookie), request.ClientAddress());
                return await LogInPages.AnswerAsync(request, await logIn.EndAsync(ConsentAnswer.Read(request.Query), visit, token));
            },
            cancellationToken,
            StorageAnswers.RefuseWithPageAsync);
}
