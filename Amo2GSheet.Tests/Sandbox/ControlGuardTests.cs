using System.Net;
using System.Text;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Sandbox;

/// <summary>Who may use the control API of either simulator, and where the amoCRM simulator sends webhooks.</summary>
public sealed class ControlGuardTests : IAsyncLifetime
{
    private const string Key = "a-function-key-nobody-may-see";

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private AmoBench _amo = null!;
    private GoogleSheetsSimulator _sheets = null!;

    public static TheoryData<string> Simulators => ["amo", "sheets"];

    public async Task InitializeAsync()
    {
        _amo = await AmoBench.StartAsync();
        _sheets = await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions(), CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _amo.DisposeAsync();
        await _sheets.DisposeAsync();
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_move_a_lead()
    {
        var lead = _amo.LeadIn(DemoAccount.Sotuv1);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_amo.Simulator.BaseUri, $"_control/leads/{lead.Id}/move"))
        {
            Content = new StringContent("""{"status":"ЗАКАЗ БЕЗ НУМЕРАЦИИ"}""", Encoding.UTF8, "text/plain"),
            Headers = { { "Origin", "https://evil.example" }, { "Sec-Fetch-Site", "cross-site" } },
        };

        using var answer = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(lead.StatusId, _amo.World.Find(EntityKind.Lead, lead.Id)!.StatusId);
    }

    [Theory]
    [InlineData("amo", "Origin", "https://evil.example")]
    [InlineData("amo", "Origin", "http://127.0.0.1:1")]
    [InlineData("amo", "Origin", "null")]
    [InlineData("amo", "Sec-Fetch-Site", "cross-site")]
    [InlineData("amo", "Sec-Fetch-Site", "same-site")]
    [InlineData("amo", "Host", "evil.example")]
    [InlineData("amo", "Host", "127.0.0.1.evil.example:7072")]
    [InlineData("sheets", "Origin", "https://evil.example")]
    [InlineData("sheets", "Sec-Fetch-Site", "cross-site")]
    [InlineData("sheets", "Host", "evil.example")]
    public async Task A_foreign_page_or_name_is_refused_even_with_the_token(string simulator, string header, string value)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Get, "_control/counters"), (HttpMethod.Post, "_control/reset"), (HttpMethod.Get, "_control/nothing") })
        {
            using var request = Request(simulator, method, path);
            request.Headers.TryAddWithoutValidation(header, value);

            using var answer = await Http.SendAsync(request);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Single((await answer.Content.ReadAsStringAsync()).Split('\n'));
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:7072")]
    [InlineData("[::1]:7072")]
    public async Task Every_name_of_this_machine_is_served(string host)
    {
        using var request = Request("amo", HttpMethod.Get, "_control/counters");
        request.Headers.Host = host;
        request.Headers.Add("Sec-Fetch-Site", "none");

        using var answer = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory, MemberData(nameof(Simulators))]
    public async Task A_change_needs_the_token_of_this_start(string simulator)
    {
        foreach (var token in new[] { null, "", "wrong", new string('0', 32) })
        {
            using var request = Request(simulator, HttpMethod.Post, "_control/reset", token);

            using var answer = await Http.SendAsync(request);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("X-Control-Token", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var right = await Http.SendAsync(Request(simulator, HttpMethod.Post, "_control/reset"));
        Assert.True(right.IsSuccessStatusCode);
    }

    [Theory, MemberData(nameof(Simulators))]
    public async Task A_change_is_JSON(string simulator)
    {
        foreach (var type in new[] { null, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data" })
        {
            using var request = Request(simulator, HttpMethod.Post, "_control/reset");
            request.Content = type is null ? null : new StringContent("{}", Encoding.UTF8, type);

            using var answer = await Http.SendAsync(request);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("application/json", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Simulators))]
    public async Task What_only_shows_needs_no_token(string simulator)
    {
        using var answer = await Http.SendAsync(Request(simulator, HttpMethod.Get, "_control/counters", token: null));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Webhooks_are_shown_without_the_key()
    {
        await using var receiver = await AmoReceiver.StartAsync();
        var address = new Uri($"{receiver.Url}?code={Key}&other=a");
        _amo.World.InstallWebhook(address, "status_lead");
        _amo.World.MoveLead(_amo.LeadIn(DemoAccount.Sotuv1).Id, AmoStage.Won);
        await receiver.NextAsync();

        var shown = await _amo.GetAsync("/_control/webhooks");

        Assert.DoesNotContain(Key, shown.Text, StringComparison.Ordinal);
        Assert.Equal($"{receiver.Url}?code=***&other=***", (string)shown.Json["webhooks"]![0]!["destination"]!);
    }

    [Theory]
    [InlineData("https://evil.example/take")]
    [InlineData("http://10.0.0.1/take")]
    [InlineData("http://127.0.0.1.evil.example/take")]
    [InlineData("http://127.0.0.1@evil.example/take")]
    public async Task A_webhook_to_another_machine_is_not_installed(string destination)
    {
        using var request = Request("amo", HttpMethod.Post, "_control/webhooks");
        request.Content = new StringContent($$"""{"destination":"{{destination}}"}""", Encoding.UTF8, "application/json");

        using var answer = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("this machine", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (int)(await _amo.GetAsync("/_control/webhooks")).Json["webhooks"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_webhook_to_another_machine_that_the_API_took_is_not_delivered_and_the_attempt_says_why()
    {
        Assert.Equal(HttpStatusCode.Created, (await _amo.PostAsync("/api/v4/webhooks", """{"destination":"http://192.0.2.1/take","settings":["status_lead"]}""")).Status);
        _amo.World.MoveLead(_amo.LeadIn(DemoAccount.Sotuv1).Id, AmoStage.Won);

        var shown = (await _amo.GetAsync("/_control/webhooks")).Json;
        while (shown["attempts"]!.AsArray().Count == 0)
            shown = (await _amo.GetAsync("/_control/webhooks")).Json;

        Assert.Equal(0, (int)shown["attempts"]![0]!["status"]!);
        Assert.Contains("this machine", (string?)shown["attempts"]![0]!["error"], StringComparison.Ordinal);
    }

    private HttpRequestMessage Request(string simulator, HttpMethod method, string path) =>
        Request(simulator, method, path, simulator == "amo" ? _amo.Simulator.ControlToken : _sheets.ControlToken);

    private HttpRequestMessage Request(string simulator, HttpMethod method, string path, string? token)
    {
        var request = new HttpRequestMessage(method, new Uri(simulator == "amo" ? _amo.Simulator.BaseUri : _sheets.BaseUri, path));
        if (method != HttpMethod.Get)
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Add("X-Control-Token", token);
        return request;
    }
}
