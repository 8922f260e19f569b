using System.Net;
using Amo2GSheet.Sandbox.InMemory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// Google Sheets API v4 on 127.0.0.1, with OAuth's token endpoint, over a <see cref="SheetWorld"/>. Google's own and third-party clients
/// work against it unchanged. People are played through <see cref="World"/> or over HTTP under `/_control/`.
/// </summary>
public sealed class GoogleSheetsSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SheetAccounts _accounts;
    private readonly Quota _quota;
    private readonly GoogleSheetsSimulatorOptions _options;

    private GoogleSheetsSimulator(GoogleSheetsSimulatorOptions options, Action<IWebHostBuilder> listen)
    {
        _options = options;
        Limits = options.Limits;
        ControlToken = options.ControlToken ?? ControlGuard.NewToken();
        World = new SheetWorld(options.TimeProvider, options.Switches);
        _accounts = new SheetAccounts(options.TimeProvider, options.VerifyAssertions);
        _quota = new Quota(options.TimeProvider);
        _app = Build(listen);
    }

    /// <summary>Root of the API, with a trailing slash, e.g. `http://127.0.0.1:8090/`.</summary>
    public Uri BaseUri { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What changes by the control API have to show, as <c>X-Control-Token</c>.</summary>
    public string ControlToken { get; }

    /// <summary>Where key files send token requests.</summary>
    public Uri TokenUri => new(BaseUri, "token");

    /// <summary>The spreadsheets, and the people who edit them.</summary>
    public SheetWorld World { get; }

    /// <summary>Carries requests to a simulator in memory; null when it listens.</summary>
    internal HttpMessageHandler? Handler { get; private init; }

    /// <summary>Whether the quotas hold.</summary>
    internal bool Limits { get; set; }

    /// <summary>How often the API was called.</summary>
    public SheetCounters Counters { get; } = new();

    /// <summary>What is to go wrong next.</summary>
    public SheetFaults Faults { get; } = new();

    /// <summary>Starts a simulator and seeds its world.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<GoogleSheetsSimulator> StartAsync(GoogleSheetsSimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var simulator = new GoogleSheetsSimulator(options, host => host.UseKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        }));
        options.Seed?.Invoke(simulator.World);
        await simulator._app.StartAsync(cancellationToken);
        var addresses = simulator._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        simulator.BaseUri = new Uri(addresses.Addresses.Single() + "/");
        return simulator;
    }

    /// <summary>The same face in memory, without a network.</summary>
    /// <param name="options">The same options; the port is not used.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    internal static async Task<GoogleSheetsSimulator> StartInMemoryAsync(GoogleSheetsSimulatorOptions options, CancellationToken cancellationToken)
    {
        var server = new InMemoryServer();
        var simulator = new GoogleSheetsSimulator(options, host => host.UseServer(server))
        {
            BaseUri = new Uri("http://sheets.invalid/"),
            Handler = new InMemoryHandler(server),
        };
        options.Seed?.Invoke(simulator.World);
        await simulator._app.StartAsync(cancellationToken);
        return simulator;
    }

    /// <summary>Calls of this minute's quota that the busiest account has used up.</summary>
    internal int UsedThisMinute(bool isWrite) => _quota.UsedNow(isWrite);

    /// <summary>Makes a token of the caller's choosing valid for good.</summary>
    internal void AcceptToken(string token, string email) => _accounts.Accept(token, email);

    /// <summary>
    /// The JSON of a key file for a service account: a fresh RSA key whose public half the simulator keeps, `token_uri` pointing here.
    /// Sharing a spreadsheet with the account is a step of its own, as with Google.
    /// </summary>
    public string CreateServiceAccountKey(string email) => _accounts.CreateServiceAccountKey(email, TokenUri);

    /// <summary>The JSON of an `authorized_user` credential of a person: client id and secret, refresh token.</summary>
    public string CreateUserCredentials(string email) => _accounts.CreateUserCredentials(email);

    /// <summary>The world as it was seeded; counters, quotas and faults empty. Keys and tokens stay good.</summary>
    public void Reset()
    {
        World.Clear();
        World.Switches = _options.Switches;
        Counters.Reset();
        Faults.Clear();
        _quota.Reset();
        _options.Seed?.Invoke(World);
    }

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _accounts.Dispose();
    }

    private WebApplication Build(Action<IWebHostBuilder> listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        listen(builder.WebHost);
        var app = builder.Build();
        var face = new SheetsFace(World, _accounts, Counters, Faults, () => Limits ? _quota : null, _options.TimeProvider);
        app.Use(ControlGuard.ForControl(ControlToken));
        app.Use(face.HandleAsync);
        app.UseRouting();
        ControlApi.Map(app, this);
        return app;
    }
}
