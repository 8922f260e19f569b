using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Sandbox.AmoCrm;

/// <summary>One webhook request as it arrived.</summary>
public sealed record ReceivedHook(string ContentType, string UserAgent, string RequestId, string Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Form =>
    [
        .. Body.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(Decode(pair[0]), Decode(pair[1]))),
    ];

    public string? this[string key] => Form.FirstOrDefault(pair => pair.Key == key).Value;

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>A webhook's receiver: keeps what arrives, answers what it is told to.</summary>
public sealed class AmoReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication _app;
    private readonly Channel<ReceivedHook> _hooks = Channel.CreateUnbounded<ReceivedHook>();

    private AmoReceiver(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    public int Answer { get; set; } = 200;

    public static async Task<AmoReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new AmoReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        receiver.Url = new Uri($"{address}/hook");
        return receiver;
    }

    public async Task<ReceivedHook> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _hooks.Reader.ReadAsync(limit.Token);
    }

    public bool IsEmpty => !_hooks.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        http.Response.StatusCode = Answer;
        var headers = http.Request.Headers;
        await _hooks.Writer.WriteAsync(new ReceivedHook(http.Request.ContentType!, headers.UserAgent!, headers["X-Amocrm-Requestid"]!, body));
    }
}
