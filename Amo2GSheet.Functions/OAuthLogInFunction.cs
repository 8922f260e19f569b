using System.Net;
using System.Security.Cryptography;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Functions.Dashboard;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary><c>GET /oauth/login</c>: sends a person to amoCRM's consent page. Open to everyone: only an administrator of the account can approve there.</summary>
/// <param name="logIn">Begins the log-in.</param>
public sealed class OAuthLogInFunction(LogInByLink logIn)
{
    /// <summary>The cookie of the browser that began a log-in.</summary>
    internal const string Cookie = "a2g_login";

    private const int CookieBytes = 16;

    /// <summary>Answers with a redirect.</summary>
    [Function("oauth-login")]
    public async Task<HttpResponseData> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "oauth/login")] HttpRequestData request)
    {
        if (!logIn.IsNeeded)
            return await LogInPages.NotNeeded.AnswerAsync(request, HttpStatusCode.OK);
        if (!logIn.HasPage)
            return await LogInPages.Closed.AnswerAsync(request, HttpStatusCode.Forbidden);

        // A log-in that is open in another tab stays good.
        var cookie = request.Cookie(Cookie) is { Length: CookieBytes * 2 } known && known.All(char.IsAsciiHexDigitLower)
            ? known
            : RandomNumberGenerator.GetHexString(CookieBytes * 2, lowercase: true);
        if (logIn.TryBegin(cookie, request.ClientAddress()) is not { } page)
            return await LogInPages.AnswerTooManyAsync(request);

        var response = request.CreateResponse(HttpStatusCode.Found);
        response.Headers.Add("Location", page.AbsoluteUri);
        response.Headers.Add("Cache-Control", "no-store");
        // Lax: amoCRM sends the browser back from its own site.
        response.SetCookie(Cookie, cookie, LogInByLink.Lifetime, "Lax");
        return response;
    }
}
