using System.Globalization;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Simulation.Days;

/// <summary>Everything of one run: both simulators, the storage, the clock, the workers, and what is known of all that happened.</summary>
internal sealed class World : IDisposable
{
    private readonly List<ServiceProcess> _workers = [];
    private int _started;
    private IReadOnlyCollection<Base> _bases = [];
    private bool _basesChanged;
    private bool _caughtUp;
    private DateTimeOffset _restSince = DateTimeOffset.MaxValue;

    /// <summary>Makes a world; its workers run from now on.</summary>
    /// <param name="scenario">What the seed decided.</param>
    /// <param name="rig">The simulators; nobody else may use them until the run ends.</param>
    /// <param name="listener">Hears of everything; null when nobody listens.</param>
    public World(Scenario scenario, Rig rig, Action<string>? listener)
    {
        (Scenario, Amo, Sheets, Logs) = (scenario, rig.Amo, rig.Sheets, rig.Logs);
        Time = new VirtualTime(scenario.Start, RunThread.Begin());
        Poll = scenario.Poll;
        rig.Begin(scenario, Time);
        var chance = new Chance(scenario.Seed ^ 0x5EED);
        Chance = chance.Split();
        Faults = new Faults(chance.Split(), scenario.FaultRate);
        Jitter = new Jitter(chance.Split().Fraction);
        Trace = new Trace(Time, listener);
        History = new History(Time, Trace, scenario.BrakeMaxMoves, () => SheetEyes.Lines(Sheets.World), Announced);
        foreach (var _ in scenario.Skews.Where(skew => skew != TimeSpan.Zero))
            Faults.Count(Fault.ClockSkew);
        if (scenario.MonthEnds)
            Faults.Count(Fault.MonthTurn);
        Settings = MakeSettings();
        State = new StateView(Time, Settings["AMO_SUBDOMAIN"]!);
        Post = new Post(this, chance.Split());
        for (var worker = 0; worker < scenario.Workers; worker++)
            StartWorker(worker);
    }

    public Scenario Scenario { get; }

    public VirtualTime Time { get; }

    public Chance Chance { get; }

    public Faults Faults { get; }

    public Jitter Jitter { get; }

    public Trace Trace { get; }

    public History History { get; }

    public StateView State { get; }

    public AmoCrmSimulator Amo { get; }

    public GoogleSheetsSimulator Sheets { get; }

    public ILoggerFactory Logs { get; }

    public Post Post { get; }

    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>The workers that run now.</summary>
    public IReadOnlyList<ServiceProcess> Workers => _workers;

    /// <summary>How often the workers look at the sheet now: seldom, once there is nothing left to see.</summary>
    public TimeSpan Poll { get; private set; }

    /// <summary>Passes that ended so far, by all workers.</summary>
    public int Passes { get; private set; }

    /// <summary>A catch-up that began after people went home has seen everything; or none is to come.</summary>
    public bool IsCaughtUp => _caughtUp || !Scenario.CatchesUp;

    /// <summary>Passes in a row that found nothing to do.</summary>
    public int IdlePasses { get; private set; }

    /// <summary>Starts a worker; one that is killed is started again some seconds later, as a host does it.</summary>
    public void StartWorker(int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"w{index + 1}.{++_started}");
        ServiceProcess? process = null;
        process = new ServiceProcess(this, name, Scenario.Skews[index], () =>
        {
            _workers.Remove(process!);
            Time.In(Faults.Time(1, 20), () => StartWorker(index));
        });
        _workers.Add(process);
    }

    /// <summary>Ends all workers and starts one anew, which remembers nothing.</summary>
    public void StartAnew()
    {
        foreach (var worker in _workers)
            worker.Kill();
        _workers.Clear();
        StartWorker(0);
    }

    /// <summary>People go home, and nothing goes wrong any more.</summary>
    public void Rest()
    {
        Trace.Tell("run", "people rest, and nothing goes wrong any more");
        Faults.Rest();
        Amo.World.With(state => state.Faults.Remove(null));
        Sheets.Faults.Clear();
        Poll = TimeSpan.FromSeconds(20) * Scenario.Workers;
        _restSince = Time.GetUtcNow();
        // Of passes that were idle before, nothing follows: a worker that is gone may still have the lease.
        IdlePasses = 0;
    }

    /// <summary>Hears of a catch-up that saw everything until it began.</summary>
    public void CaughtUp(DateTimeOffset began) => _caughtUp |= began >= _restSince;

    /// <summary>Whether the service remembers which tabs are its own.</summary>
    public bool KnowsTabs => State.CursorOf("active-month") is not null;

    private Intent? Announced(long lead) => State.BaseOf(lead)?.Intent;

    /// <summary>What the service has noted down of every lead.</summary>
    public async Task<IReadOnlyCollection<Base>> BasesAsync()
    {
        if (_basesChanged)
            _bases = [.. (await State.Bases.ReadAsync(remembered: false, CancellationToken.None)).Values];
        _basesChanged = false;
        return _bases;
    }

    /// <summary>Hears that a worker writes bases.</summary>
    public void BasesChange() => _basesChanged = true;

    /// <summary>Hears of a pass's end.</summary>
    public void PassEnded(PassOutcome outcome)
    {
        Passes++;
        IdlePasses = outcome.Result is PassResult.Idle ? IdlePasses + 1 : 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Kill();
        Post.Dispose();
        State.Dispose();
        Time.Thread.Dispose();
    }

    private Dictionary<string, string?> MakeSettings()
    {
        var options = new AmoCrmSimulatorOptions();
        return new Dictionary<string, string?>
        {
            ["AMO_SUBDOMAIN"] = options.Subdomain,
            ["AMO_CLIENT_ID"] = options.ClientId,
            ["AMO_CLIENT_SECRET"] = options.ClientSecret,
            ["AMO_REDIRECT_URI"] = options.RedirectUri,
            ["AMO_BASE_URL"] = Amo.BaseUri.AbsoluteUri,
            ["PIPELINE_KEYWORD"] = "sotuv",
            ["TRIGGER_STATUS_NAME"] = "ЗАКАЗ БЕЗ НУМЕРАЦИИ",
            ["LEADS_CREATED_AFTER"] = Scenario.Start.AddDays(-7).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["CONFLICT_POLICY"] = Scenario.SheetWins ? "sheet" : "crm",
            ["CATCH_UP_SECONDS"] = Scenario.CatchesUp ? "60" : "0",
            ["BRAKE_MAX_MOVES"] = Scenario.BrakeMaxMoves.ToString(CultureInfo.InvariantCulture),
            ["VERIFY_AT"] = "off",
            ["GOOGLE_SHEETS_BASE_URL"] = Sheets.BaseUri.AbsoluteUri,
            ["GOOGLE_SHEET_ID"] = DemoSpreadsheet.Id,
            ["GOOGLE_WORKSHEET_NAME"] = DemoSpreadsheet.OrderTab,
            ["GOOGLE_STAFF_SHEET_NAME"] = DemoSpreadsheet.StaffTab,
            ["SYNC_POLL_SCHEDULE"] = "*/10 * * * * *",
            ["SYNC_MIN_SPACING_SEC"] = "0.1",
            ["AMO2GSHEET_TABLES"] = "UseDevelopmentStorage=true",
        };
    }
}
