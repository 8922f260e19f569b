using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// Both simulators in memory, used for one run after the other: putting them together takes longer than a run. Each run begins with worlds
/// as new, and brings its own clock.
/// </summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly RunClock _clock;

    private Rig(RunClock clock, AmoCrmSimulator amo, GoogleSheetsSimulator sheets, ILoggerFactory logs) =>
        (_clock, Amo, Sheets, Logs) = (clock, amo, sheets, logs);

    /// <summary>amoCRM.</summary>
    public AmoCrmSimulator Amo { get; }

    /// <summary>Google Sheets.</summary>
    public GoogleSheetsSimulator Sheets { get; }

    /// <summary>Where the service logs.</summary>
    public ILoggerFactory Logs { get; }

    /// <summary>Puts a rig together.</summary>
    /// <param name="logs">Where the service logs; null when nobody reads it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Rig> OpenAsync(ILoggerFactory? logs, CancellationToken cancellationToken)
    {
        var clock = new RunClock();
        var amo = await AmoCrmSimulator.StartInMemoryAsync(new AmoCrmSimulatorOptions { TimeProvider = clock, Seed = SimulatedAccount.Make }, cancellationToken);
        var sheets = await GoogleSheetsSimulator.StartInMemoryAsync(
            new GoogleSheetsSimulatorOptions { TimeProvider = clock, VerifyAssertions = false, Seed = world => DemoSpreadsheet.SeedRows(world, 60) }, cancellationToken);
        sheets.AcceptToken(SheetsBearer.Token, DemoSpreadsheet.ServiceAccount);
        return new Rig(clock, amo, sheets, logs ?? NullLoggerFactory.Instance);
    }

    /// <summary>Makes both worlds as new, for one run.</summary>
    public void Begin(Scenario scenario, VirtualTime time)
    {
        _clock.Run = time;
        Amo.World.Reset();
        Amo.World.Switches = scenario.Amo;
        Amo.Counters.Reset();
        Sheets.Reset();
        Sheets.World.Switches = scenario.Sheets;
        Sheets.Limits = scenario.Limits;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Amo.DisposeAsync();
        await Sheets.DisposeAsync();
    }

    private sealed class RunClock : TimeProvider
    {
        public TimeProvider Run { get; set; } = new VirtualTime(DateTimeOffset.UnixEpoch);

        public override long TimestampFrequency => Run.TimestampFrequency;

        public override TimeZoneInfo LocalTimeZone => Run.LocalTimeZone;

        public override DateTimeOffset GetUtcNow() => Run.GetUtcNow();

        public override long GetTimestamp() => Run.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Run.CreateTimer(callback, state, dueTime, period);
    }
}
