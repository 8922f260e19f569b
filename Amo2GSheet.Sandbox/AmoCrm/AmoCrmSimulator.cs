using Amo2GSheet.Sandbox.InMemory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>An amoCRM account over HTTP on 127.0.0.1, with its control API under <c>/_control/</c>.</summary>
public sealed class AmoCrmSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly WebhookSender? _sender;

    private AmoCrmSimulator(
        WebApplication app, AmoWorld world, AmoCounters counters, Uri baseUri, string controlToken, WebhookSender? sender, HttpMessageHandler? handler) =>
        (_app, World, Counters, BaseUri, ControlToken, _sender, Handler) = (app, world, counters, baseUri, controlToken, sender, handler);

    /// <summary>Address, <c>http://127.0.0.1:port/</c>.</summary>
    public Uri BaseUri { get; }

    /// <summary>The account behind it.</summary>
    public AmoWorld World { get; }

    /// <summary>What changes by the control API have to show, as <c>X-Control-Token</c>.</summary>
    public string ControlToken { get; }

    /// <summary>Requests per route, control calls left out.</summary>
    public AmoCounters Counters { get; }

    /// <summary>Carries requests to a simulator in memory; null when it listens.</summary>
    internal HttpMessageHandler? Handler { get; }

    /// <summary>Starts listening.</summary>
    /// <param name="options">How to start.</param>
    /// <param name="ct">Gives up the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<AmoCrmSimulator> StartAsync(AmoCrmSimulatorOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var counters = new AmoCounters();
        var world = MakeWorld(options);
        var token = options.ControlToken ?? ControlGuard.NewToken();
        var app = Build(host => host.UseKestrelCore().UseUrls($"http://127.0.0.1:{options.Port}"), world, counters, token);
        await app.StartAsync(ct);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new AmoCrmSimulator(app, world, counters, new Uri(address), token, new WebhookSender(world), null);
    }

    /// <summary>The same face in memory, without a network. Nobody sends its webhooks: the caller takes them from the queue.</summary>
    /// <param name="options">The same options; the port is not used.</param>
    /// <param name="ct">Gives up the start.</param>
    internal static async Task<AmoCrmSimulator> StartInMemoryAsync(AmoCrmSimulatorOptions options, CancellationToken ct)
    {
        var counters = new AmoCounters();
        var world = MakeWorld(options);
        var server = new InMemoryServer();
        var token = options.ControlToken ?? ControlGuard.NewToken();
        var app = Build(host => host.UseServer(server), world, counters, token);
        await app.StartAsync(ct);
        return new AmoCrmSimulator(
            app, world, counters, new Uri($"https://{world.Seed.Account.Subdomain}.{world.Seed.Account.TopDomain}/"), token, null, new InMemoryHandler(server));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_sender is not null)
            await _sender.DisposeAsync();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    /// <summary>The account alone, for simulation in memory.</summary>
    /// <param name="options">The same options; the port is not used.</param>
    public static AmoWorld MakeWorld(AmoCrmSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var seed = options.Seed ?? DemoAccount.Make;
        var integration = new AmoIntegration(options.ClientId, options.ClientSecret, options.RedirectUri);
        return new AmoWorld(Seeded, integration, options.Switches, options.TimeProvider, options.LongLivedToken);

        AmoSeed Seeded()
        {
            var made = seed(options.TimeProvider.GetUtcNow());
            return made with { Account = made.Account with { Subdomain = options.Subdomain } };
        }
    }

    private static WebApplication Build(Action<IWebHostBuilder> listen, AmoWorld world, AmoCounters counters, string controlToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        listen(builder.WebHost);
        builder.Services.AddRoutingCore();
        builder.Services.AddRequestDecompression();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var gate = new AmoGate(world, counters);
        app.UseHttpMethodOverride();
        app.Use(ControlGuard.ForControl(controlToken));
        app.UseRequestDecompression();
        app.Use(async (http, next) =>
        {
            await next(http);
            await AnswerStrayAsync(http, gate);
        });
        app.UseRouting();
        EntityRoutes.Map(app, gate);
        DictionaryRoutes.Map(app, gate);
        LinkRoutes.Map(app, gate);
        EventRoutes.Map(app, gate);
        WebhookRoutes.Map(app, gate);
        OAuthRoutes.Map(app, gate);
        OAuthRoutes.MapConsent(app, world);
        AmoControlApi.Map(app, world, counters);
        return app;
    }

    /// <summary>Routes that there are not, and methods that a route does not have, in amoCRM's words.</summary>
    private static async Task AnswerStrayAsync(HttpContext http, AmoGate gate)
    {
        if (http.Response.HasStarted || http.Response.ContentLength is not null || http.Response.StatusCode is not (404 or 405))
            return;
        var request = http.Request;
        if (!request.Path.StartsWithSegments("/_control"))
            gate.CountStray(http, http.Response.StatusCode);
        var url = $"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}";
        var reply = http.Response.StatusCode == 405
            ? AmoReply.Problem(405, "Method Not Allowed", "Method Not Allowed")
            : AmoReply.NotFound($"Cannot {request.Method} {url}");
        await reply.WriteAsync(http);
    }
}
