using System.Net;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Step 9: an administrator logs in again after the tokens were revoked, by the link that <c>/health</c> shows.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="cancellationToken">Ends the story.</param>
internal sealed class LogInStory(SmokeCast cast, CancellationToken cancellationToken)
{
    /// <summary>Step 9.</summary>
    public async Task LogsInByLinkAsync()
    {
        await cast.Manager.RevokeTokensAsync();
        // Anything that makes the service call amoCRM shows it that its tokens are dead.
        var lead = await cast.Manager.AddAsync(new { name = "Диван", pipeline = SmokeStages.Sotuv1, status = SmokeStages.Trigger1 });
        Uri? link = null;
        await cast.Wait.UntilAsync(async () => (link = await cast.Service.LogInLinkAsync()) is null ? "/health shows no link to log in" : null);

        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var (consent, cookie) = await RedirectAsync(browser, link!);
        var (callback, _) = await RedirectAsync(browser, consent);
        // Another browser has no part in it, and takes nothing away from this one.
        await EnsureAsync(browser, callback, HttpStatusCode.BadRequest);
        browser.DefaultRequestHeaders.Add("Cookie", cookie);
        await EnsureAsync(browser, callback, HttpStatusCode.OK);
        // The same address once more: its state is spent, whatever its code is.
        await EnsureAsync(browser, callback, HttpStatusCode.BadRequest);

        await cast.RowShowsAsync(lead.Id);
        await cast.Wait.UntilAsync(async () => await cast.Service.LogInLinkAsync() is null ? null : "/health still asks to log in");
    }

    /// <summary>Where a page leads to, and the cookie that it sets: a client of .NET sends no secure ones to 127.0.0.1, which browsers do.</summary>
    private async Task<(Uri Next, string? Cookie)> RedirectAsync(HttpClient browser, Uri address)
    {
        using var answer = await browser.GetAsync(address, cancellationToken);
        return answer is { StatusCode: HttpStatusCode.Found, Headers.Location: { } next }
            ? (new Uri(address, next), answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single().Split(';')[0] : null)
            : throw new SmokeFailure($"{address.AbsolutePath} answered {(int)answer.StatusCode}, not a redirect");
    }

    private async Task EnsureAsync(HttpClient browser, Uri address, HttpStatusCode expected)
    {
        using var answer = await browser.GetAsync(address, cancellationToken);
        if (answer.StatusCode != expected || answer.Content.Headers.ContentType?.MediaType != "text/html")
            throw new SmokeFailure($"{address.AbsolutePath} answered {(int)answer.StatusCode} {answer.Content.Headers.ContentType}, not {(int)expected} text/html");
    }
}
