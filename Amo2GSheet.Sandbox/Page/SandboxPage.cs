using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>
/// The page on which the sync can be watched: the board, the sheet, the journal, the misfortunes. A server on 127.0.0.1; state goes to
/// browsers as server-sent events, one per section that changed.
/// </summary>
public sealed class SandboxPage : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly SandboxPageOptions _options;
    private readonly Deeds _deeds = new();
    private readonly PageFaults _faults;
    private readonly BoardView _board;
    private readonly PageJournal _journal;
    private readonly PageFeed _feed;
    private readonly WebApplication _app;
    private volatile bool _isJournalOld = true;

    private SandboxPage(SandboxPageOptions options)
    {
        _options = options;
        _faults = new PageFaults(options.Amo.World, options.Sheets);
        _board = new BoardView(options);
        _journal = new PageJournal(options.Service, options.Amo.World, _deeds);
        _feed = new PageFeed(LookAsync, options.TimeProvider);
        _app = Build();
    }

    /// <summary>Address, <c>http://127.0.0.1:port/</c>.</summary>
    public Uri BaseUri { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts listening.</summary>
    /// <param name="options">What to show.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SandboxPage> StartAsync(SandboxPageOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var page = new SandboxPage(options);
        try
        {
            await page._app.StartAsync(cancellationToken);
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }

        page.BaseUri = new Uri(page._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
        options.Amo.World.CardsChanged += page._feed.Ring;
        options.Sheets.World.Changed += page._feed.Ring;
        options.Service.Changed += page.HearService;
        return page;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _options.Amo.World.CardsChanged -= _feed.Ring;
        _options.Sheets.World.Changed -= _feed.Ring;
        _options.Service.Changed -= HearService;
        // First the feed: it ends the streams, which the server would wait for.
        await _feed.DisposeAsync();
        using var soon = new CancellationTokenSource(Soon, _options.TimeProvider);
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, _options.Port);
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Use(PageGuard.HandleAsync);
        app.UseRouting();
        PageFiles.Map(app);
        app.MapGet("/events", (RequestDelegate)StreamAsync);
        new PageOrders(_options, _deeds, _faults, _feed.Ring).Map(app);
        return app;
    }

    private void HearService()
    {
        _isJournalOld = true;
        _feed.Ring();
    }

    private async Task<IReadOnlyDictionary<string, object>> LookAsync(CancellationToken cancellationToken)
    {
        if (_isJournalOld)
        {
            _isJournalOld = false;
            await _journal.ReadAsync(cancellationToken);
        }

        return new Dictionary<string, object>
        {
            ["board"] = _board.ToJson(),
            ["book"] = _options.Sheets.World.Find(_options.SpreadsheetId) is { } book ? BookPicture.Of(book) : new JsonArray(),
            ["journal"] = _journal.Lines,
            ["calls"] = CallsView.Of(_options.Amo, _options.Sheets),
            ["faults"] = _faults.ToJson(),
            ["service"] = new JsonObject
            {
                ["state"] = _options.Service.State.ToString(),
                ["dashboard"] = _options.Dashboard is { } door
                    ? new JsonObject { ["address"] = door.Address.AbsoluteUri, ["name"] = door.Name, ["password"] = door.Password }
                    : null,
            },
        };
    }

    private async Task StreamAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        try
        {
            await foreach (var news in _feed.WatchAsync(http.RequestAborted))
            {
                foreach (var section in news)
                    await http.Response.WriteAsync($"event: {section.Name}\ndata: {section.Json}\n\n", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The browser left, or the sandbox ends.
        }
    }
}
