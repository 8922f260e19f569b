using System.Net;

namespace Amo2GSheet.Tests.Service;

/// <summary>A person's browser before the service of a <see cref="ServiceWorld"/>; it stops at every redirect, to be told where it would go.</summary>
internal sealed class Browser(ServiceWorld world) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>Opens a page of the service.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path) => _http.GetAsync(new Uri(world.Service.Address, path));

    /// <summary>Begins a log-in.</summary>
    /// <returns>The consent page that the service sends to.</returns>
    public async Task<Uri> BeginAsync()
    {
        using var answer = await OpenAsync("oauth/login");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    /// <summary>Approves (or, with <c>&amp;deny=1</c> behind it, refuses) on the consent page.</summary>
    /// <returns>Path and query with which amoCRM sends back to the service; its redirect address is the same on another port.</returns>
    public async Task<string> ApproveAsync(Uri consentPage)
    {
        using var answer = await _http.GetAsync(consentPage);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.PathAndQuery;
    }

    /// <summary>Opens the page that amoCRM sends back to.</summary>
    public async Task<(HttpStatusCode Status, string Html)> ComeBackAsync(string pathAndQuery)
    {
        using var answer = await OpenAsync(pathAndQuery);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static string StateOf(Uri consentPage) => System.Web.HttpUtility.ParseQueryString(consentPage.Query)["state"]!;

    public void Dispose() => _http.Dispose();
}
