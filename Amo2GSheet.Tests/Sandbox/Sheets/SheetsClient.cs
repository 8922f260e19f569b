using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.Sheets;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Sandbox.Sheets;

/// <summary>A simulator with one plain spreadsheet (`book`, tabs as told), and a client with a token that speaks raw HTTP to it.</summary>
internal sealed class SheetsClient : IAsyncDisposable
{
    public const string Book = "book";
    public const string Account = "robot@sandbox.iam.gserviceaccount.com";
    public const string Scope = "https://www.googleapis.com/auth/spreadsheets";

    private readonly HttpClient _http;

    private SheetsClient(GoogleSheetsSimulator simulator, FakeTimeProvider time)
    {
        Simulator = simulator;
        Time = time;
        _http = new HttpClient { BaseAddress = simulator.BaseUri, DefaultRequestHeaders = { { "X-Control-Token", simulator.ControlToken } } };
    }

    public GoogleSheetsSimulator Simulator { get; }

    public SheetWorld World => Simulator.World;

    public FakeTimeProvider Time { get; }

    public static async Task<SheetsClient> StartAsync(SheetSwitches? switches = null, string locale = "en_US", bool limits = false)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 0, TimeSpan.Zero));
        var simulator = await GoogleSheetsSimulator.StartAsync(
            new GoogleSheetsSimulatorOptions
            {
                TimeProvider = time,
                Limits = limits,
                Switches = switches ?? new SheetSwitches(),
                Seed = world =>
                {
                    DemoSpreadsheet.Seed(world);
                    world.CreateSpreadsheet(Book, "Book", "owner@example.com", locale);
                    world.Share(Book, Account);
                },
            },
            CancellationToken.None);
        var client = new SheetsClient(simulator, time);
        await client.SignInAsync(Account);
        return client;
    }

    /// <summary>By refresh token: making an RSA key for every test would take longer than the test.</summary>
    public async Task SignInAsync(string email)
    {
        var credentials = JsonNode.Parse(Simulator.CreateUserCredentials(email))!;
        var (status, body) = await FormAsync("token", new()
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = (string)credentials["refresh_token"]!,
        });
        Assert.Equal(HttpStatusCode.OK, status);
        UseToken((string)body["access_token"]!);
    }

    public void UseToken(string? token) =>
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

    public string Assertion(JsonNode key, string scope)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem((string)key["private_key"]!);
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        var header = Base64(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = (string)key["private_key_id"]! }.ToJsonString());
        var claims = Base64(new JsonObject
        {
            ["iss"] = (string)key["client_email"]!,
            ["scope"] = scope,
            ["aud"] = "https://oauth2.googleapis.com/token",
            ["iat"] = now,
            ["exp"] = now + 3600,
        }.ToJsonString());
        var signature = rsa.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> TokenAsync(string assertion) => FormAsync("token", new()
    {
        ["assertion"] = assertion,
        ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
    });

    public async Task<(HttpStatusCode Status, JsonNode Body)> FormAsync(string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await _http.PostAsync(path, content);
        return (response.StatusCode, await JsonAsync(response));
    }

    /// <summary>Sends a call and expects 200.</summary>
    public async Task<JsonNode> CallAsync(string method, string path, string? body = null)
    {
        using var response = await SendAsync(method, path, body);
        var json = await JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, json.ToJsonString());
        return json;
    }

    /// <summary>Sends a call and expects an error envelope.</summary>
    public async Task<(int Code, string Status, string Message)> RefusedAsync(string method, string path, string? body = null)
    {
        using var response = await SendAsync(method, path, body);
        var error = (await JsonAsync(response))["error"]!;
        Assert.Equal((int)response.StatusCode, (int)error["code"]!);
        return ((int)error["code"]!, (string)error["status"]!, (string)error["message"]!);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        // A change by the control API is JSON, without a body too.
        if (body is not null || (method != "GET" && path.StartsWith("_control", StringComparison.Ordinal)))
            request.Content = new StringContent(body ?? "", Encoding.UTF8, "application/json");
        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public Task<JsonNode> BatchAsync(params string[] requests) =>
        CallAsync("POST", $"v4/spreadsheets/{Book}:batchUpdate", $$"""{"requests":[{{string.Join(',', requests)}}]}""");

    public Task<(int Code, string Status, string Message)> BatchRefusedAsync(params string[] requests) =>
        RefusedAsync("POST", $"v4/spreadsheets/{Book}:batchUpdate", $$"""{"requests":[{{string.Join(',', requests)}}]}""");

    public Task<JsonNode> PutAsync(string range, string values, string input = "RAW") => CallAsync(
        "PUT", $"v4/spreadsheets/{Book}/values/{range}?valueInputOption={input}", $$"""{"values":{{values}}}""");

    public Task<JsonNode> AppendAsync(string range, string values, string more = "") => CallAsync(
        "POST", $"v4/spreadsheets/{Book}/values/{range}:append?valueInputOption=RAW{more}", $$"""{"values":{{values}}}""");

    public Task<JsonNode> GetAsync(string range, string query = "") => CallAsync("GET", $"v4/spreadsheets/{Book}/values/{range}?{query}");

    /// <summary>The values of a range as compact JSON; `null` when the key is absent.</summary>
    public async Task<string> ValuesAsync(string range, string query = "") => Text((await GetAsync(range, query))["values"]);

    public static string Text(JsonNode? node) => node?.ToJsonString(new JsonSerializerOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }) ?? "null";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Simulator.DisposeAsync();
    }

    private static string Base64(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync()) ?? throw new InvalidOperationException("Empty body.");
}

/// <summary>Starts one simulator per test.</summary>
public abstract class SheetsTest : IAsyncLifetime
{
    private protected SheetsClient Client { get; private set; } = null!;

    private protected virtual Task<SheetsClient> StartAsync() => SheetsClient.StartAsync();

    public async Task InitializeAsync() => Client = await StartAsync();

    public async Task DisposeAsync() => await Client.DisposeAsync();
}
