using Amo2GSheet.Core;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Core.Sync.Holds;
using Amo2GSheet.Core.Sync.Verify;
using Amo2GSheet.GoogleSheets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// One worker of the service: the product's own parts, put together as the hosts do it, on a clock, lines and stores of the run. Its timers
/// are played here: a pass and a catch-up one after the other, because what they do at once is done by other workers.
/// </summary>
internal sealed class ServiceProcess
{
    private static readonly TimeSpan CatchUpTick = TimeSpan.FromSeconds(10);

    private readonly World _world;
    private readonly ProcessTime _time;
    private readonly PassRunner _passes;
    private readonly CatchUpRunner _catchUps;
    private readonly Inbox _inbox;
    private readonly ProcessBases _bases;
    private readonly Sight _sight;
    private bool _stopped;
    private bool _nudged;

    /// <param name="world">The run's world.</param>
    /// <param name="name">The worker's name in the trace.</param>
    /// <param name="skew">How far its clock is ahead.</param>
    /// <param name="died">Called when it is killed.</param>
    public ServiceProcess(World world, string name, TimeSpan skew, Action died)
    {
        (_world, Name) = (world, name);
        _time = new ProcessTime(world.Time, skew);
        _sight = new Sight(world.Time);
        Steps = new ProcessSteps(_time, world.Faults, world.Trace) { Name = name, Died = died };
        // Each part is asked for once: a container that is asked again compiles itself, which takes longer than a run.
        var services = Compose();
        (_passes, _catchUps, _inbox) = (services.GetRequiredService<PassRunner>(), services.GetRequiredService<CatchUpRunner>(), services.GetRequiredService<Inbox>());
        _bases = services.GetRequiredService<ProcessBases>();
        (Holds, Verifier, Amo) = (services.GetRequiredService<HoldDesk>(), services.GetRequiredService<Verifier>(), services.GetRequiredService<AmoHealth>());
        Every(() => world.Poll, () => Try(PassAsync));
        Every(() => CatchUpTick, () => Try(CatchUpAsync));
    }

    /// <summary>The worker's name in the trace.</summary>
    public string Name { get; }

    /// <summary>Its steps.</summary>
    public ProcessSteps Steps { get; }

    /// <summary>Where an operator decides about holds.</summary>
    public HoldDesk Holds { get; }

    /// <summary>How amoCRM treats it.</summary>
    public AmoHealth Amo { get; }

    /// <summary>Compares both sides.</summary>
    public Verifier Verifier { get; }

    /// <summary>How many passes it ended.</summary>
    public int Passes { get; private set; }

    /// <summary>Takes a webhook as the function does. The answer comes when the bells are stored.</summary>
    /// <returns>Whether it was taken.</returns>
    public async Task<bool> ReceiveAsync(string body)
    {
        try
        {
            using var stream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(body));
            if (await WebhookForm.ReadAsync(stream, _time.GetUtcNow()) is not WebhookRead webhook)
            {
                _world.History.Violate($"a webhook of amoCRM could not be read: {body}");
                return true;
            }

            if (await _inbox.ReceiveAsync(webhook.Bells, CancellationToken.None) > 0)
                Nudge();
            return true;
        }
        catch (Azure.RequestFailedException)
        {
            return false;
        }
    }

    /// <summary>Asks for a pass soon.</summary>
    public void Nudge()
    {
        if (_nudged)
            return;
        _nudged = true;
        _time.In(TimeSpan.FromSeconds(0.2), () =>
        {
            _nudged = false;
            Try(PassAsync);
        });
    }

    /// <summary>Whether it is in the middle of a pass or a catch-up.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Begins nothing by itself any more.</summary>
    public void StopTimers() => _stopped = true;

    /// <summary>Takes it out of the world, between two steps.</summary>
    public void Kill() => _time.Kill();

    private void Every(Func<TimeSpan> period, Action action) => _time.In(period(), () =>
    {
        action();
        Every(period, action);
    });

    private void TableWritten(string table)
    {
        if (table != "bases")
            return;
        _world.BasesChange();
        _sight.Acts();
        _world.History.Announced(_bases.Saving, _sight.Read);
    }

    /// <summary>One thing at a time, as a timer function that is still running is not started again.</summary>
    private async void Try(Func<Task> work)
    {
        if (IsBusy || _stopped)
            return;
        IsBusy = true;
        try
        {
            await work();
        }
        catch (Exception unforeseen)
        {
            _world.History.Violate($"the service threw: {unforeseen}");
        }

        IsBusy = false;
    }

    private async Task PassAsync()
    {
        _sight.Begin();
        var outcome = await _passes.RunAsync(CancellationToken.None);
        _world.Trace.Tell(Name, $"pass: {outcome.Result} {outcome.Detail}");
        if (outcome.Result is PassResult.LeaseHeld)
            return;
        Passes++;
        if (outcome is { Result: PassResult.Done or PassResult.Idle, Postponed: 0, More: false })
            _world.History.PassSettled(_sight, await _world.BasesAsync());
        if (outcome.Result is PassResult.Failed)
            _world.History.Violate($"a pass failed in an unforeseen way: {outcome.Detail}");
        _world.PassEnded(outcome);
    }

    private async Task CatchUpAsync()
    {
        var began = _world.Time.GetUtcNow();
        if (await _catchUps.RunIfDueAsync(CancellationToken.None) is not { } outcome)
            return;
        _world.Trace.Tell(Name, $"catch-up: {outcome.Result}, {outcome.News} of {outcome.Leads} are news. {outcome.Detail}");
        if (outcome.Result is RunResult.Done)
            _world.CaughtUp(began);
        if (outcome.Result is RunResult.Failed)
            _world.History.Violate($"a catch-up failed in an unforeseen way: {outcome.Detail}");
    }

    private ServiceProvider Compose()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_world.Settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton(_world.Logs).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton<TimeProvider>(_time).AddSingleton(_world.Jitter);
        services.AddAmo2GSheet(configuration).AddGoogleOrderSheet(configuration);
        // A handler that may grow old has a timer on the machine's clock, which would keep all of the run alive for minutes.
        services.AddHttpClient(AmoWire.ClientName).SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, new Departure(Steps, AmoLine.IsEffect)))
            .ConfigurePrimaryHttpMessageHandler(() => new AmoLine(_world.Amo, Steps, _world.Faults, _world.History, _sight));
        services.AddHttpClient(SheetsServiceFactory.HandlerName).SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, new Departure(Steps, SheetLine.IsWrite, _sight.SetsOut)))
            .ConfigurePrimaryHttpMessageHandler(() => new SheetLine(_world.Sheets, Steps, _world.Faults, _world.History, _sight));

        // Google's own way to a token goes over threads of its own, and its clock is the machine's.
        services.Remove(services.Single(service => service.ImplementationType == typeof(GoogleKeyValidator)));
        services.AddSingleton(SheetsBearer.Account);
        services.AddSingleton(provider => SheetsServiceFactory.Create(
            provider.GetRequiredService<IOptions<GoogleSheetOptions>>().Value, provider.GetRequiredService<IHttpMessageHandlerFactory>(), _ => new SheetsBearer()));

        // The last registration counts.
        services.AddSingleton(provider => EmbeddedTableStores.Open(
            new TableLine(Steps, _world.Faults, _time, TableWritten) { InnerHandler = _world.State.Open() }, provider.GetRequiredService<StorageCalls>(), _time, _world.Jitter));
        services.AddSingleton(provider => new ProcessBases(ActivatorUtilities.CreateInstance<TableBaseStore>(provider), _time));
        services.AddSingleton<IBaseStore>(provider => provider.GetRequiredService<ProcessBases>());
        return services.BuildServiceProvider();
    }
}
