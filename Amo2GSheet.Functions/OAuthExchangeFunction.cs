using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary><c>POST /oauth/exchange</c>: turns the code of amoCRM's consent page into tokens, which are stored and never shown.</summary>
/// <param name="logIn">Logs in.</param>
/// <param name="signal">Nudges the pass: what waited for the log-in goes on at once.</param>
public sealed class OAuthExchangeFunction(IAmoLogIn logIn, PassSignal signal)
{
    /// <summary>Takes <c>{"redirect_url": "https://…?code=…"}</c> or <c>{"code": "…"}</c>; the host has checked the function key.</summary>
    [Function("oauth-exchange")]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "oauth/exchange")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        if (await ConsentCode.ReadAsync(request.Body, cancellationToken) is not { } code)
            return await request.RefuseAsync(HttpStatusCode.BadRequest, "NoCode", """Send {"redirect_url":"<the address amoCRM sent you to>"} or {"code":"…"}.""");

        return await request.AnswerFromStorageAsync(token => ExchangeAsync(request, code, token), cancellationToken);
    }

    private async Task<HttpResponseData> ExchangeAsync(HttpRequestData request, string code, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await logIn.ExchangeCodeAsync(code, cancellationToken);
            if (outcome is AmoLogInForeign foreign)
                return await request.RefuseAsync(HttpStatusCode.Forbidden, "ForeignAccount", foreign.Sentence);
            if (outcome is not AmoLoggedIn loggedIn)
                return await request.RefuseAsync(HttpStatusCode.BadRequest, "CodeRefused", $"amoCRM refused the code: {((AmoLogInRefused)outcome).Hint}.");

            signal.Nudge();
            return await request.AnswerAsync(HttpStatusCode.OK, new { status = "ok", expiresAt = loggedIn.ExpiresAt });
        }
        catch (AmoUnavailableException unavailable)
        {
            return await request.RefuseAsync(HttpStatusCode.ServiceUnavailable, "AmoUnavailable", unavailable.Message);
        }
    }
}
