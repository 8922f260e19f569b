using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>
/// What the page shows now, in sections. They are made anew when something rings, at most every tenth of a second, and counters once a
/// second while somebody looks; whoever looks waits for the next version. So a hundred changes are one message, and a slow browser is
/// sent the newest state and no queue.
/// </summary>
internal sealed class PageFeed : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<CancellationToken, Task<IReadOnlyDictionary<string, object>>> _look;
    private readonly TimeProvider _time;
    private readonly Task _loop;
    private volatile Edition _now = new(ImmutableSortedDictionary<string, PageSection>.Empty);
    private int _watching;

    /// <param name="look">Gathers the sections; called by one thread at a time.</param>
    /// <param name="time">The clock.</param>
    public PageFeed(Func<CancellationToken, Task<IReadOnlyDictionary<string, object>>> look, TimeProvider time)
    {
        (_look, _time) = (look, time);
        _loop = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>Something may have changed.</summary>
    public void Ring() => _bell.Writer.TryWrite(true);

    /// <summary>What changed since the last time, from the very beginning at first; for as long as somebody looks.</summary>
    public async IAsyncEnumerable<IReadOnlyList<PageSection>> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        Interlocked.Increment(ref _watching);
        try
        {
            Ring();
            var sent = 0L;
            while (true)
            {
                var now = _now;
                var news = now.Sections.Values.Where(section => section.Version > sent).ToList();
                if (news.Count > 0)
                {
                    sent = news.Max(section => section.Version);
                    yield return news;
                }

                // Should looking ever fail, whoever watches is told by a broken stream, and not by silence.
                await (await Task.WhenAny(now.Next.Task, _loop).WaitAsync(either.Token));
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watching);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var version = 1L; ; version++)
        {
            await WaitAsync(cancellationToken);
            Publish(version, await _look(cancellationToken));
            await Task.Delay(Quiet, _time, cancellationToken);
        }
    }

    /// <summary>Waits for a ring; while somebody looks, for a second at most.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rung = _bell.Reader.WaitToReadAsync(enough.Token).AsTask();
        if (Volatile.Read(ref _watching) > 0)
            await Task.WhenAny(rung, Task.Delay(Tick, _time, enough.Token));
        else
            await rung;
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        _bell.Reader.TryRead(out _);
    }

    private void Publish(long version, IReadOnlyDictionary<string, object> looked)
    {
        var (before, sections) = (_now, _now.Sections);
        foreach (var (name, content) in looked)
        {
            var json = JsonSerializer.Serialize(content, Compact);
            if (sections.GetValueOrDefault(name)?.Json != json)
                sections = sections.SetItem(name, new PageSection(name, version, json));
        }

        if (sections == before.Sections)
            return;
        _now = new Edition(sections);
        before.Next.SetResult();
    }

    private sealed class Edition(ImmutableSortedDictionary<string, PageSection> sections)
    {
        public ImmutableSortedDictionary<string, PageSection> Sections { get; } = sections;

        public TaskCompletionSource Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A part of the page's state.</summary>
/// <param name="Name">Its name, which is that of its event.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="Json">The content, on one line.</param>
internal sealed record PageSection(string Name, long Version, string Json);
