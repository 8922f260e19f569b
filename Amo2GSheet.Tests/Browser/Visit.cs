using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Amo2GSheet.Tests.Browser;

/// <summary>A page that is open in a window of its own. What the browser complains of fails the test when the visit ends.</summary>
internal sealed class Visit : IAsyncDisposable
{
    // A bound that no healthy run comes near, on a busy machine either.
    private const int Patience = 90_000;

    private static readonly string[] Wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Visit(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <param name="address">What to open.</param>
    /// <param name="options">Size, colour scheme and the like.</param>
    public static async Task<Visit> ToAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        var context = await Chromium.OpenAsync(options);
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var visit = new Visit(context, await context.NewPageAsync());
        visit.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                visit._complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        };
        visit.Page.PageError += (_, error) => visit._complaints.Enqueue($"page error: {error}");
        await visit.Page.GotoAsync(address.AbsoluteUri);
        return visit;
    }

    /// <summary>Presses Tab until the element has the focus: whoever has no mouse can get there.</summary>
    public async Task TabToAsync(ILocator target)
    {
        for (var presses = 0; presses < 300; presses++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab never comes to {target}.");
    }

    /// <summary>Presses a key some times.</summary>
    public async Task PressAsync(string key, int times = 1)
    {
        for (var press = 0; press < times; press++)
            await Page.Keyboard.PressAsync(key);
    }

    /// <summary>What breaks WCAG 2.2 AA, as far as a program can tell.</summary>
    public async Task<IEnumerable<string>> ViolationsAsync()
    {
        var found = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Wcag] } });
        Assert.NotEmpty(found.Passes);
        return found.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {rule.Help}: {node.Html}"));
    }

    /// <summary>What the browser may complain of, because the test is about it: a part of its words.</summary>
    public string? Expected { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.DoesNotContain(_complaints, complaint => Expected is null || !complaint.Contains(Expected, StringComparison.Ordinal));
    }
}
