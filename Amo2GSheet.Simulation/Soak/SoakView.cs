using System.Globalization;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Smoke;

namespace Amo2GSheet.Simulation.Soak;

/// <summary>Both sides at one moment, as people see them.</summary>
/// <param name="leads">All leads.</param>
/// <param name="rows">All rows of the order tab.</param>
/// <param name="book">What stages are called in the sheet.</param>
internal sealed class SoakView(IReadOnlyList<SeenLead> leads, IReadOnlyList<SeenRow> rows, PipelineBook book)
{
    private readonly Dictionary<long, SeenLead> _leads = leads.ToDictionary(lead => lead.Id);
    private readonly ILookup<long, SeenRow> _rows = rows.ToLookup(IdOf);

    /// <summary>How many rows there are.</summary>
    public int RowCount => rows.Count;

    /// <summary>All leads, by id.</summary>
    public IEnumerable<SeenLead> Leads => _leads.Values.OrderBy(lead => lead.Id);

    /// <summary>Ids that stand in rows; 0 for a row without one.</summary>
    public IEnumerable<long> IdsInRows => _rows.Select(row => row.Key);

    public SeenLead? Lead(long id) => _leads.GetValueOrDefault(id);

    public IReadOnlyList<SeenRow> RowsOf(long id) => [.. _rows[id]];

    public static string Status(SeenRow row) => row.Values.GetValueOrDefault(OrderColumns.Status, "");

    public static string Number(SeenRow row) => row.Values.GetValueOrDefault(OrderColumns.OrderNumber, "");

    public static string Number(SeenLead lead) => lead.Fields.GetValueOrDefault(OrderColumns.OrderNumber, "");

    public static StageKey StageOf(SeenLead lead) => new(lead.PipelineId, lead.StatusId);

    public bool IsTrigger(SeenLead lead) => book.IsTrigger(StageOf(lead));

    /// <summary>
    /// Whether a row says where its lead is: its status means the stage, or is what the stage is shown as. «In progress» means the trigger
    /// stage or «order sent»: an order number moves the lead there, and when it is cleared afterwards the lead stays (rules 6 and 7).
    /// </summary>
    public bool Says(SeenRow row, SeenLead lead) =>
        book.Display(StageOf(lead)) == Status(row) || Means(row, lead, hasNumber: true) || Means(row, lead, hasNumber: false);

    /// <summary>Whether both sides of a lead with one row agree.</summary>
    public bool Agrees(SeenRow row, SeenLead lead) => Says(row, lead) && Number(row) == Number(lead);

    private bool Means(SeenRow row, SeenLead lead, bool hasNumber) => book.StageFor(lead.PipelineId, Status(row), hasNumber).Stage == StageOf(lead);

    private static long IdOf(SeenRow row) =>
        long.TryParse(row.Values.GetValueOrDefault(OrderColumns.Id), CultureInfo.InvariantCulture, out var id) ? id : 0;
}
