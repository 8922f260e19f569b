using System.Net.Http.Headers;
using System.Text;
using System.Threading.Channels;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>
/// Makes the requests that the world queued, in the background: in order for one subscription, side by side for several. What
/// an answer means is the world's affair.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private readonly AmoWorld _world;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public WebhookSender(AmoWorld world)
    {
        _world = world;
        world.WebhookQueued += Wake;
        _loop = Task.Run(() => RunAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        _world.WebhookQueued -= Wake;
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _http.Dispose();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                // The queue is kept: after a reset, answers to its webhooks must not touch the new account's.
                var (queue, due) = _world.With(state => (state.Queue, state.Queue.TakeDue(_world.Time.GetUtcNow())));
                if (due.Count == 0)
                    await SleepAsync(ct);
                else
                    await Task.WhenAll(due.GroupBy(delivery => delivery.WebhookId).Select(group => SendAllAsync(queue, [.. group], ct)));
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Disposed.
        }
    }

    private async Task SleepAsync(CancellationToken ct)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var signal = _wake.Reader.ReadAsync(awake.Token).AsTask();
        var now = _world.Time.GetUtcNow();
        var next = _world.With(state => state.Queue.NextDue);
        var wait = next is { } due ? (due > now ? due - now : TimeSpan.Zero) : Timeout.InfiniteTimeSpan;
        var alarm = Task.Delay(wait, _world.Time, awake.Token);
        // A clock that jumped before the alarm was set would make it ring too late: look again.
        if (_world.Time.GetUtcNow() == now || next is null)
            await Task.WhenAny(signal, alarm);
        await awake.CancelAsync();
        await Task.WhenAll(signal, alarm).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        ct.ThrowIfCancellationRequested();
    }

    private async Task SendAllAsync(WebhookQueue queue, IReadOnlyList<WebhookDelivery> deliveries, CancellationToken ct)
    {
        foreach (var delivery in deliveries)
        {
            // The API takes any address, as amoCRM's does.
            var isLocal = WebhookDestination.IsLocal(new Uri(delivery.Destination));
            var status = isLocal ? await SendAsync(delivery, ct) : 0;
            _world.With(_ => queue.Answered(delivery, status, _world.Time.GetUtcNow(), isLocal ? null : WebhookDestination.NotLocal));
        }
    }

    /// <summary>Status of the answer, 0 when there was none in time.</summary>
    private async Task<int> SendAsync(WebhookDelivery delivery, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(AnswerWithin, _world.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Destination)
        {
            Content = new StringContent(delivery.Body, Encoding.ASCII, new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        request.Headers.UserAgent.ParseAdd("amoCRM-Webhooks/3.0");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        request.Headers.Add("X-Amocrm-Requestid", delivery.RequestId.ToString());
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return (int)response.StatusCode;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return 0;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
