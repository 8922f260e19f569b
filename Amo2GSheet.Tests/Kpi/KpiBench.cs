using System.Runtime.CompilerServices;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Kpi;

/// <summary>The ledger over an account that is a few lists, and stores in memory.</summary>
internal sealed class KpiBench : IAmoCrm, IAmoStageMoves, IAmoCatchUp
{
    public const long New = 10;
    public const long Consultation = 11;
    public const long Thinking = 12;
    public const long Order = 13;
    public const long Sent = 14;

    private readonly Worker _state;
    private AmoAccount? _account;
    private readonly KpiOptions _options = new();
    private readonly List<Pipeline> _pipelines =
    [
        Pipeline(1, "Sotuv 1"), Pipeline(2, "Рекрутинг"),
    ];

    public KpiBench(IKpiStore? store = null)
    {
        _state = new MemoryState().Open(Clock);
        Store = store ?? _state.Kpi;
        var display = Options.Create(new DisplayOptions { OffsetHours = "5" });
        var books = new PipelineBooks(Options.Create(new PipelineOptions { TriggerStatusName = "x", PipelineKeyword = "sotuv" }));
        Recorder = new KpiRecorder(Store, this, books, Options.Create(_options), display);
        var walk = new KpiWalk(this, Recorder);
        Sweep = new KpiSweep(walk, _state.Cursors, Options.Create(new SyncOptions()), Clock);
        var intake = new IntakeRecorder(Intake, this, books, display, Clock);
        var backfill = new KpiBackfill(walk, this, intake, this, _state.Cursors, Status, display, Clock, NullLogger<KpiBackfill>.Instance);
        var turn = new KpiTurn(_state.Leases, Store, Intake, _state.Cursors, Clock);
        Desk = new KpiDesk(Store, Recorder, backfill, turn);
        Runner = new KpiRunner(
            turn, Sweep, new IntakeSweep(this, intake, _state.Cursors, Options.Create(new SyncOptions()), Clock), backfill, Status, Options.Create(new CatchUpOptions()), Clock, NullLogger<KpiRunner>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(KpiCase.Local("03-20 12:00"));

    public IKpiStore Store { get; }

    public IIntakeStore Intake => _state.Intake;

    public KpiStatus Status { get; } = new();

    public KpiRecorder Recorder { get; }

    public KpiSweep Sweep { get; }

    public KpiDesk Desk { get; }

    public KpiRunner Runner { get; }

    public ICursorStore Cursors => _state.Cursors;

    public List<StageMove> History { get; } = [];

    public Dictionary<LeadId, Lead> Leads { get; } = [];

    public bool OldestFirst { get; set; }

    public bool BoundsInclusive { get; set; } = true;

    /// <summary>amoCRM fails at this page of this run and later ones; negative never.</summary>
    public int FailAtPage { get; set; } = -1;

    public int Pages { get; private set; }

    public int LeadReads { get; private set; }

    /// <summary>Pages of leads read by time.</summary>
    public int LeadPages { get; private set; }

    /// <summary>Happens while leads are read, before each page.</summary>
    public Action? BeforeLeadPage { get; set; }

    public int AccountReads { get; private set; }

    /// <summary>A lead as it is now, made long before the days of most tests.</summary>
    public void Lead(
        long id, string? code = "134", decimal price = 500, string created = "01-01 12:00", string? updated = null, string? receptionist = null, long pipeline = 1) =>
        Leads[new LeadId(id)] = new Lead
        {
            Id = new LeadId(id),
            Name = "",
            Price = price,
            Stage = new StageKey(pipeline, New),
            ResponsibleUserId = 1,
            CreatedAt = KpiCase.Local(created),
            UpdatedAt = KpiCase.Local(updated ?? created),
            Fields =
            [
                .. code is null ? [] : (LeadField[])[new LeadField(7, "Код  сотрудника", "numeric", [code])],
                .. receptionist is null ? [] : (LeadField[])[new LeadField(8, "Приёмщик", "text", [receptionist])],
            ],
        };

    /// <summary>A move, by local time.</summary>
    public StageMove Move(long lead, string at, long to, long pipeline = 1, string? id = null)
    {
        var move = new StageMove(id ?? $"{History.Count + 1:D6}", new LeadId(lead), KpiCase.Local(at), null, new StageKey(pipeline, to));
        History.Add(move);
        return move;
    }

    public void Rename(long stage, string name) => _pipelines[0] = _pipelines[0] with
    {
        Stages = [.. _pipelines[0].Stages.Select(one => one.Key.StatusId == stage ? one with { Name = name } : one)],
    };

    public void Add(Pipeline pipeline) => _pipelines.Add(pipeline);

    public static Pipeline Pipeline(long id, string name) => new(id, name,
    [
        new Stage(new StageKey(id, New), "Новый"),
        new Stage(new StageKey(id, Consultation), "КОНСУЛТАЦИЯ"),
        new Stage(new StageKey(id, Thinking), "Думкa"),
        new Stage(new StageKey(id, Order), "ЗАКАЗ"),
        new Stage(new StageKey(id, Sent), "ЗАКАЗ ОТПРАВЛЕН"),
    ]);

    public void RecoveryDays(int days) => _options.DumkaRecoveryDays = days;

    public async Task BackfillAsync(string from, string to)
    {
        await Desk.OrderBackfillAsync(Range(from, to), default);
        Assert.True(await Desk.TryRunBackfillAsync(null, default));
    }

    /// <summary>The whole ledger, a line each.</summary>
    public async Task<IReadOnlyList<string>> LedgerAsync() =>
        [.. (await Store.ReadCreditsAsync(new KpiQuery(Range("01-01", "12-31")), default)).Select(credit => $"{credit.Lead} {KpiCase.Line(credit)}")];

    public static KpiRange Range(string from, string to) => new(Day(from), Day(to));

    public static DateOnly Day(string day) => DateOnly.FromDateTime(KpiCase.Local($"{day} 00:00").DateTime);

    public async IAsyncEnumerable<StageMovePage> ReadMovesAsync(DateTimeOffset from, DateTimeOffset? until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var inside = BoundsInclusive ? TimeSpan.Zero : TimeSpan.FromSeconds(1);
        var found = History.Where(move => move.At - inside >= from && (until is null || move.At + inside <= until)).OrderBy(move => move.At).ToList();
        if (!OldestFirst)
            found.Reverse();
        foreach (var page in found.Chunk(100).DefaultIfEmpty([]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (FailAtPage >= 0 && Pages >= FailAtPage)
                throw new AmoUnavailableException("amoCRM is away.");
            Pages++;
            yield return new StageMovePage(page, Clock.GetUtcNow());
        }
    }

    public IAsyncEnumerable<LeadPage> ReadChangedAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        ReadLeadPagesAsync(lead => lead.UpdatedAt, from, null, cancellationToken);

    public IAsyncEnumerable<LeadPage> ReadCreatedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        ReadLeadPagesAsync(lead => lead.CreatedAt, from, until, cancellationToken);

    public IAsyncEnumerable<LeadPage> ReadAtStageAsync(StageKey stage, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LeadEvents> ReadEventsAsync(DateTimeOffset from, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async IAsyncEnumerable<LeadPage> ReadLeadPagesAsync(
        Func<Lead, DateTimeOffset> timeOf, DateTimeOffset from, DateTimeOffset? until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        for (var number = 0; ; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            BeforeLeadPage?.Invoke();
            // As amoCRM does: pages are counted off anew for each, whatever happened to the list since.
            var inside = BoundsInclusive ? TimeSpan.Zero : TimeSpan.FromSeconds(1);
            var found = Leads.Values.Where(lead => timeOf(lead) - inside >= from && (until is null || timeOf(lead) + inside <= until))
                .OrderBy(timeOf).ThenBy(lead => lead.Id).Skip(number * 250).Take(251).ToList();
            LeadPages++;
            yield return new LeadPage([.. found.Take(250)], found.Count <= 250, Clock.GetUtcNow());
            if (found.Count <= 250)
                yield break;
        }
    }

    public Task<IReadOnlyDictionary<LeadId, Lead>> ReadLeadsAsync(IReadOnlyCollection<LeadId> ids, CancellationToken cancellationToken)
    {
        LeadReads += (ids.Count + 199) / 200;
        return Task.FromResult<IReadOnlyDictionary<LeadId, Lead>>(ids.Where(Leads.ContainsKey).ToDictionary(id => id, id => Leads[id]));
    }

    public Task<AmoAccount> ReadAccountAsync(bool fresh, CancellationToken cancellationToken)
    {
        if (fresh || AccountReads == 0)
        {
            AccountReads++;
            _account = new AmoAccount([.. _pipelines], new Dictionary<long, string>(), [], null, Clock.GetUtcNow());
        }

        return Task.FromResult(_account!);
    }

    public Task<IReadOnlyDictionary<long, Contact>> ReadContactsAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<long, Company>> ReadCompaniesAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ChangeLeadsAsync(
        IReadOnlyCollection<LeadChange> changes, Func<IReadOnlyList<LeadChangeOutcome>, CancellationToken, Task> landed, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
