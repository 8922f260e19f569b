using System.Net;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary><c>GET /oauth/login</c>: sends a person to amoCRM's consent page. Open to everybody: only an administrator of the account can approve there.</summary>
/// <param name="logIn">Begins the log-in.</param>
public sealed class OAuthLogInFunction(LogInByLink logIn)
{
    /// <summary>Answers with a redirect.</summary>
    [Function("oauth-login")]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "oauth/login")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        if (!logIn.IsNeeded)
            return await LogInPages.NotNeeded.AnswerAsync(request, HttpStatusCode.OK);

        return await request.AnswerFromStorageAsync(token => BeginAsync(request, token), cancellationToken, StorageAnswers.RefuseWithPageAsync);
    }

    private async Task<HttpResponseData> BeginAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        try
        {
            var page = await logIn.BeginAsync(cancellationToken);
            var response = request.CreateResponse(HttpStatusCode.Found);
            response.Headers.Add("Location", page.AbsoluteUri);
            response.Headers.Add("Cache-Control", "no-store");
            return response;
        }
        catch (StateConflictException)
        {
            return await LogInPages.NotBegun.AnswerAsync(request, HttpStatusCode.ServiceUnavailable);
        }
    }
}
