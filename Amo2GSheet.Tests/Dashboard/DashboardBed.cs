using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Functions.Dashboard;
using Amo2GSheet.SelfHost;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>The whole service with two accounts, and browsers that log in to its dashboard.</summary>
internal sealed class DashboardBed(ServiceWorld world) : IAsyncDisposable
{
    public const string Password = "correct horse";

    private static readonly string Hash = PasswordHash.Of(Password);

    public ServiceWorld World => world;

    public static string Accounts(params IEnumerable<string> names) => JsonSerializer.Serialize(names.ToDictionary(name => name, _ => Hash));

    public static async Task<DashboardBed> StartAsync(
        Action<Dictionary<string, string?>>? settings = null, TimeProvider? clock = null, TimeProvider? time = null, Action<IServiceCollection>? services = null) =>
        new(await ServiceWorld.StartAsync(
            all =>
            {
                all["DISPLAY_TZ_OFFSET"] = "5";
                all["DASHBOARD_ACCOUNTS_JSON"] = Accounts("anna", "boss");
                all["DASHBOARD_ADMINS"] = "boss";
                settings?.Invoke(all);
            },
            clock: clock,
            time: time,
            services: services));

    /// <summary>A browser that nobody has logged in with.</summary>
    public DashboardBrowser Open(RunningSelfHost? service = null) => new((service ?? world.Service).Address);

    /// <summary>A browser with somebody logged in.</summary>
    public async Task<DashboardBrowser> LogInAsync(string name = "anna", RunningSelfHost? service = null)
    {
        var browser = Open(service);
        using var answer = await browser.LogInAsync(name, Password);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    public Task CreditAsync(params IReadOnlyCollection<KpiCredit> credits) =>
        world.Service.Services.GetRequiredService<IKpiStore>().ChangeCreditsAsync([], credits, default);

    public Task ReceiveAsync(params IReadOnlyCollection<IntakeLead> leads) =>
        world.Service.Services.GetRequiredService<IIntakeStore>().SaveAsync(leads, default);

    public ValueTask DisposeAsync() => world.DisposeAsync();
}

/// <summary>
/// A browser before the dashboard. It keeps cookies itself: a client of .NET sends no secure ones to 127.0.0.1, which browsers do.
/// </summary>
internal sealed partial class DashboardBrowser(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The address of the proxy's client.</summary>
    public string? ForwardedFor { get; set; }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, params IEnumerable<(string Name, string Value)> headers)
    {
        // With its length, as a browser sends it: a host of functions passes a chunked body on as an empty one.
        if (body is not null)
            await body.LoadIntoBufferAsync();
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        if (ForwardedFor is { } client)
            request.Headers.Add("X-Forwarded-For", client);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        var answer = await _http.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            Keep(Assert.Single(set));
        return answer;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Opens the form and sends it.</summary>
    public async Task<HttpResponseMessage> LogInAsync(string name, string password, string next = "/dashboard")
    {
        using var form = await GetAsync($"/login?next={Uri.EscapeDataString(next)}");
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        var html = await form.Content.ReadAsStringAsync();
        return await SendFormAsync(html, name, password);
    }

    public Task<HttpResponseMessage> SendFormAsync(string html, string name, string password) => SendAsync(HttpMethod.Post, "/login", new FormUrlEncodedContent(
    [
        new("name", name), new("password", password), new("csrf", Field(html, "csrf")), new("next", Field(html, "next")),
    ]));

    /// <summary>The token of the page that is open.</summary>
    public async Task<string> TokenAsync()
    {
        using var page = await GetAsync("/dashboard");
        return MetaToken().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    /// <summary>Posts JSON with the page's token, or another one.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, object body, string? token = null) =>
        await SendAsync(HttpMethod.Post, path, JsonContent.Create(body), ("X-CSRF-Token", token ?? await TokenAsync()));

    /// <summary>A JSON answer that is one.</summary>
    public async Task<JsonElement> ReadAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>A hidden field of a form, decoded.</summary>
    public static string Field(string html, string name) =>
        WebUtility.HtmlDecode(Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    public void Dispose() => _http.Dispose();

    private void Keep(string cookie)
    {
        var (name, value) = (cookie.Split('=', 2)[0], cookie.Split('=', 2)[1].Split(';')[0]);
        if (value.Length == 0)
            Cookies.Remove(name);
        else
            Cookies[name] = value;
    }

    [GeneratedRegex("<meta name=\"csrf-token\" content=\"([^\"]*)\">")]
    private static partial Regex MetaToken();
}
