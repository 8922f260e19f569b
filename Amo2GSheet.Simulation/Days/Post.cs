using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Simulation.Days;

/// <summary>Carries amoCRM's webhooks to the workers: dropped, doubled, late and out of order as the run wants it, and retried as amoCRM does.</summary>
internal sealed class Post : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly World _world;
    private readonly Chance _chance;
    private readonly List<string> _sent = [];
    private bool _looking;

    public Post(World world, Chance chance)
    {
        (_world, _chance) = (world, chance);
        world.Amo.World.InstallWebhook(new Uri("http://service.invalid/webhook/amocrm"), Core.AmoCrm.AmoWebhook.Wanted);
        world.Amo.World.WebhookQueued += Look;
    }

    /// <summary>Webhooks on their way.</summary>
    public int UnderWay { get; private set; }

    /// <summary>Webhooks that wait for another try.</summary>
    public int Waiting => _world.Amo.World.With(state => state.Queue.Waiting);

    /// <summary>Delivers every webhook of the run once more, in any order.</summary>
    public void Replay()
    {
        foreach (var body in _chance.Shuffled(_sent))
            Send(body, _chance.Time(0, 2), _ => { });
    }

    /// <inheritdoc />
    public void Dispose() => _world.Amo.World.WebhookQueued -= Look;

    private void Look()
    {
        if (_looking)
            return;
        _looking = true;
        _world.Time.In(_chance.Time(0, 1), () =>
        {
            _looking = false;
            Collect();
        });
    }

    private void Collect()
    {
        var now = _world.Time.GetUtcNow();
        var (queue, due) = _world.Amo.World.With(state => (state.Queue, state.Queue.TakeDue(now)));
        foreach (var delivery in due)
        {
            if (delivery.Attempt == 1)
                _sent.Add(delivery.Body);
            Deliver(queue, delivery);
        }

        if (_world.Amo.World.With(state => state.Queue.NextDue) is { } next)
            _world.Time.In(next - now, Look);
    }

    private void Deliver(WebhookQueue queue, WebhookDelivery delivery)
    {
        if (_world.Scenario.CatchesUp && _world.Faults.Strikes(Fault.WebhookDropped, 0.15))
            return;
        if (_world.Faults.Strikes(Fault.WebhookDoubled, 0.1))
            Send(delivery.Body, _chance.Time(0, 30), _ => { });
        var wait = _world.Faults.Strikes(Fault.WebhookLate, 0.15) ? _chance.Time(2, 80) : _chance.Time(0, 0.5);
        Send(delivery.Body, wait, taken =>
        {
            _world.Amo.World.With(_ => queue.Answered(delivery, taken ? 200 : 500, _world.Time.GetUtcNow()));
            Look();
        });
    }

    private void Send(string body, TimeSpan wait, Action<bool> answered)
    {
        UnderWay++;
        _world.Time.In(wait, async () =>
        {
            var isAnswered = false;
            // A worker that is killed or stands still answers nothing: amoCRM waits no longer than this.
            _world.Time.In(Patience, () => Answer(false));
            var workers = _world.Workers;
            Answer(workers.Count > 0 && await _chance.Of(workers).ReceiveAsync(body));

            void Answer(bool taken)
            {
                if (isAnswered)
                    return;
                isAnswered = true;
                UnderWay--;
                answered(taken);
            }
        });
    }
}
