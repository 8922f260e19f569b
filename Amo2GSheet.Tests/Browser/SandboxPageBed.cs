using Amo2GSheet.Cli.Sandbox;
using Amo2GSheet.Simulation.Sandbox;
using Microsoft.Playwright;

namespace Amo2GSheet.Tests.Browser;

/// <summary>The sandbox as <c>./demo.sh</c> starts it, with its page: processes, ports and all. Tests keep apart by leads.</summary>
public sealed class SandboxPageBed : IAsyncLifetime
{
    private readonly Stack<IAsyncDisposable> _parts = new();
    private SandboxWorld? _world;
    private Uri? _address;

    internal SandboxWorld World => _world ?? throw new InvalidOperationException("There is no sandbox without a browser.");

    /// <summary>Opens the page and waits until it has everything.</summary>
    internal async Task<Visit> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var visit = await Visit.ToAsync(_address!, options);
        await Assertions.Expect(visit.Page.Locator("#faults li")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator("#grid tbody tr")).Not.ToHaveCountAsync(0);
        return visit;
    }

    public async Task InitializeAsync()
    {
        if (BrowserSkip.Reason is not null)
            return;
        var log = new FunctionsLog(null);
        var settings = SandboxSettings.From(smoke: true, null, null, null);
        _world = Own(await SandboxWorld.StartAsync(
            settings, OwnProgram.For(settings), log, _ => { }, TimeProvider.System, CancellationToken.None));
        var service = Own(new PageService(_world.Functions, _world.Tables.Open(), _world.Values, log));
        _address = Own(await SandboxWorldPage.StartAsync(_world, service, TimeProvider.System, CancellationToken.None)).BaseUri;
    }

    public async Task DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
