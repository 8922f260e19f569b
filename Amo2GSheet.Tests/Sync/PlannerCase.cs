using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;

namespace Amo2GSheet.Tests.Sync;

/// <summary>
/// One lead before the planner. By default the three sides agree: the lead stands at the trigger stage of «Sotuv 1», its row says
/// «В процессе», and the base knows both. A test says what differs.
/// </summary>
internal sealed class PlannerCase
{
    public const long OrderField = 77;

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    public static readonly TabId Orders = new(0);
    public static readonly TabId Archive = new(5);

    public static readonly StageKey Consult = new(1, 10);
    public static readonly StageKey Trigger = new(1, 11);
    public static readonly StageKey Sent = new(1, 12);
    public static readonly StageKey Reject = new(1, 13);
    public static readonly StageKey Thinking = new(1, 14);
    public static readonly StageKey Won = new(1, StageKey.WonStatusId);
    public static readonly StageKey Lost = new(1, StageKey.LostStatusId);
    public static readonly StageKey LatinReject = new(2, 23);
    public static readonly StageKey BareTrigger = new(3, 31);
    public static readonly StageKey OutOfScope = new(9, 91);

    private static readonly LeadId Id = new(501);
    private static readonly SheetLayout Layout = new(OrderColumns.All);

    private readonly List<Row> _rows = [new(Id, new RowAddress(Orders, 4), "", SheetStatus.InProgress)];
    private readonly List<Tab> _unreadable = [];
    private readonly List<UnreadableLine> _unreadableLines = [];
    private Base? _base = new()
    {
        Lead = Id,
        Stage = Trigger,
        Status = SheetStatus.InProgress,
        OrderNumber = "",
        Tab = Orders,
        LeadUpdatedAt = Now.AddHours(-1),
        SeenAt = Now.AddHours(-1),
        Version = "v1",
    };

    private Lead? _lead = new()
    {
        Id = Id,
        Name = "Сделка",
        Price = 100,
        Stage = Trigger,
        ResponsibleUserId = 1,
        CreatedAt = Now.AddDays(-2),
        UpdatedAt = Now.AddMinutes(-5),
    };

    private InboxEntry? _entry = new() { Lead = Id, FirstSeen = Now.AddSeconds(-1), LastSeen = Now.AddSeconds(-1), Version = "e1" };
    private bool _sheetWins = true;
    private RowAdoption _adoption = RowAdoption.Open;
    private long? _orderField = OrderField;
    private DateTimeOffset _cutOff = DateTimeOffset.UnixEpoch;

    public static PipelineBook Book { get; } = new(
        [
            Pipeline(1, "Sotuv 1", (10, "КОНСУЛТАЦИЯ"), (11, "ЗАКАЗ БЕЗ НУМЕРАЦИИ"), (12, "ЗАКАЗ ОТПРАВЛЕН"), (13, "OTKAZ"), (14, "Думка"), (142, "успех"), (143, "Закрыто и не реализовано")),
            Pipeline(2, "SOTUV 2", (20, "Консультация"), (21, "заказ без нумерации"), (22, "заказ отпрAвлен"), (23, "Oтказ"), (142, "Успешно реализовано"), (143, "Закрыто и не реализовано")),
            Pipeline(3, "sotuv опт", (31, "Заказ  без нумерации"), (142, "Успешно реализовано"), (143, "Закрыто и не реализовано")),
            Pipeline(9, "Рекрутинг", (91, "ЗАКАЗ БЕЗ НУМЕРАЦИИ"), (142, "Принят"), (143, "Не принят")),
        ],
        new PipelineOptions { PipelineKeyword = "sotuv", TriggerStatusName = "ЗАКАЗ БЕЗ НУМЕРАЦИИ" });

    public PlannerCase NoRow() => Do(_rows.Clear);

    public PlannerCase NoBase() => Do(() => _base = null);

    public PlannerCase NoBell() => Do(() => _entry = null);

    public PlannerCase NoLead() => Do(() => _lead = null);

    public PlannerCase Adopts(RowAdoption adoption) => Do(() => _adoption = adoption);

    public PlannerCase CrmWins() => Do(() => _sheetWins = false);

    public PlannerCase NoOrderField() => Do(() => _orderField = null);

    public PlannerCase CutOff(DateTimeOffset at) => Do(() => _cutOff = at);

    public PlannerCase Row(string? status = null, string? order = null) =>
        Do(() => _rows[0] = _rows[0] with { Status = status ?? _rows[0].Status, OrderNumber = order ?? _rows[0].OrderNumber });

    public PlannerCase UnreadableId(string text) => Do(() => _unreadableLines.Add(new UnreadableLine(new RowAddress(Orders, 9), text)));

    public PlannerCase UnclearRow() => Do(() => _rows[0] = _rows[0] with { IsClear = false });

    public PlannerCase AnotherRow(string status, string order = "") =>
        Do(() => _rows.Add(new Row(Id, new RowAddress(Orders, 4 + _rows.Count), order, status)));

    public PlannerCase Base(Func<Base, Base> change) => Do(() => _base = change(_base!));

    public PlannerCase Agreed(StageKey stage, string status, string order = "") => Do(() =>
    {
        _base = _base! with { Stage = stage, Status = status, OrderNumber = order };
        _rows[0] = _rows[0] with { Status = status, OrderNumber = order };
        _lead = _lead! with { Stage = stage };
    });

    public PlannerCase Lead(Func<Lead, Lead> change) => Do(() => _lead = change(_lead!));

    public PlannerCase LeadAt(StageKey stage) => Lead(lead => lead with { Stage = stage });

    public PlannerCase LeadOrder(string order) => Lead(lead => lead with { Fields = [new LeadField(OrderField, "Заказ №", "text", [order])] });

    public PlannerCase Bell(Func<InboxEntry, InboxEntry> change) => Do(() => _entry = change(_entry!));

    public PlannerCase Unreadable(TabId tab) => Do(() =>
    {
        _unreadable.Add(new UnreadableTab(tab, "02.2026", "429"));
        _rows.RemoveAll(row => row.Address.Tab == tab);
    });

    public Decision Decide()
    {
        var @case = Build(out var context);
        return SyncPlanner.Decide(@case, context);
    }

    public LeadCase Build(out PlanContext context)
    {
        var orders = _unreadable.FirstOrDefault(tab => tab.Id == Orders) ?? new ReadTab(Orders, "Sheet1", Layout, _rows) { UnreadableLines = _unreadableLines };
        context = new PlanContext
        {
            Snapshot = new SheetSnapshot(Now, [orders, .. _unreadable.Where(tab => tab.Id != Orders)], StaffList.Empty),
            Book = Book,
            OrderFieldId = _orderField,
            Now = Now,
            LeadsReadAt = Now,
            CutOff = _cutOff,
            SheetWins = _sheetWins,
            Adoption = _adoption,
        };
        var @case = new LeadCase { Id = Id, Rows = [.. _rows], Base = _base, Entry = _entry };
        // The pass asks amoCRM just for those whom the planner wants to see.
        var asked = SyncPlanner.NeedsLead(@case);
        return @case with { Lead = asked ? _lead : null, Asked = asked };
    }

    private static Pipeline Pipeline(long id, string name, params (long Status, string Name)[] stages) =>
        new(id, name, [.. stages.Select(stage => new Stage(new StageKey(id, stage.Status), stage.Name))]);

    private PlannerCase Do(Action change)
    {
        change();
        return this;
    }
}
