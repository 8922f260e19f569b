using System.Net;

namespace Amo2GSheet.Tests.Service;

/// <summary>
/// A person's browser before the service of a <see cref="ServiceWorld"/>; it stops at every redirect, to be told where it would go. It keeps
/// cookies itself: a client of .NET sends no secure ones to 127.0.0.1, which browsers do.
/// </summary>
internal sealed class Browser(ServiceWorld world) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>What it sends to the service, by name.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>Its address, as a proxy before the service writes it; null without one.</summary>
    public string? ForwardedFor { get; init; }

    /// <summary>Opens a page of the service.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Service.Address, path));
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        if (ForwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", ForwardedFor);
        var answer = await _http.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            Cookies[cookie.Split('=')[0]] = cookie.Split('=', 2)[1].Split(';')[0];
        return answer;
    }

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
