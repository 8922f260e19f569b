using System.Globalization;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Smoke;

namespace Amo2GSheet.Simulation.Soak;

/// <summary>Clerks in the sheet: they pick statuses, type order numbers and nonsense, sort, insert and delete rows.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="random">What they choose.</param>
internal sealed class SoakClerks(SoakCast cast, Random random)
{
    /// <summary>
    /// So many edits wait for the service at most: a service that was down meets fewer moves than make it ask a person whether they are meant.
    /// </summary>
    private const int MostWaiting = 8;

    /// <summary>As long as the service may take to follow a manager, or to refresh a row, over its worst misfortune.</summary>
    private static readonly TimeSpan Following = TimeSpan.FromSeconds(45);

    private static readonly string[] Nonsense = ["завтра", "???", "0", "Успешно!", "=1+1", "перезвонить"];
    private static readonly string[] Sortable = [OrderColumns.Id, OrderColumns.Status, OrderColumns.ClientName, OrderColumns.Pipeline];

    private int _numbered;

    /// <summary>One deed.</summary>
    public Task ActAsync(SoakView view) => random.Next(100) switch
    {
        < 42 => OnRowAsync(view, ChooseAsync),
        < 70 => OnRowAsync(view, NumberAsync),
        < 77 => OnRowAsync(view, ScribbleAsync),
        < 88 => SortAsync(),
        < 97 => InsertAsync(view),
        _ => OnRowAsync(view, DeleteAsync),
    };

    private async Task OnRowAsync(SoakView view, Func<SoakLead, SeenRow, SeenLead, bool, Task> deed)
    {
        var rows = new List<(SoakLead Lead, SeenRow Row, SeenLead Seen)>();
        foreach (var lead in cast.Leads.OrderBy(lead => lead.Id))
        {
            if (!lead.Gone && view.RowsOf(lead.Id) is [var row] && view.Lead(lead.Id) is { IsDeleted: false } seen)
                rows.Add((lead, row, seen));
        }

        if (rows.Count == 0 || rows.Count(IsWaiting) >= MostWaiting)
            return;
        var (chosen, at, of) = rows[random.Next(rows.Count)];
        // A manager was here and the service has not followed yet, or may still be refreshing the row.
        var contested = !view.Says(at, of) || (chosen.Choice is { By: SoakHand.Manager } choice && cast.Time.GetUtcNow() - choice.At < Following);
        await deed(chosen, at, of, contested);

        bool IsWaiting((SoakLead Lead, SeenRow Row, SeenLead Seen) place) =>
            !view.Agrees(place.Row, place.Seen) && SheetStatus.Find(SoakView.Status(place.Row)) is not null;
    }

    private async Task ChooseAsync(SoakLead lead, SeenRow row, SeenLead seen, bool contested)
    {
        var status = SheetStatus.All[random.Next(SheetStatus.All.Count)];
        if (status == SoakView.Status(row))
            return;
        lead.Choice = new SoakEdit(SoakHand.Clerk, status, cast.Time.GetUtcNow(), contested);
        await cast.Clerk.TypeAsync(lead.Id, OrderColumns.Status, status);
        cast.Count("status chosen");
    }

    private async Task NumberAsync(SoakLead lead, SeenRow row, SeenLead seen, bool contested)
    {
        var isCleared = SoakView.Number(row).Length > 0 && random.Next(4) == 0;
        var number = isCleared ? "" : string.Create(CultureInfo.InvariantCulture, $"S-{++_numbered}");
        lead.Number = new SoakEdit(SoakHand.Clerk, number, cast.Time.GetUtcNow(), contested);
        // A number moves the lead of a row in progress, and then the last choice is the clerk's.
        if (SoakView.Status(row) == SheetStatus.InProgress)
            lead.Choice = null;
        await cast.Clerk.TypeAsync(lead.Id, OrderColumns.OrderNumber, number);
        cast.Count(isCleared ? "order number cleared" : "order number typed");
    }

    private async Task ScribbleAsync(SoakLead lead, SeenRow row, SeenLead seen, bool contested)
    {
        // Whether a manager's next move or this stands is decided by instants.
        lead.Choice = new SoakEdit(SoakHand.Clerk, "", cast.Time.GetUtcNow(), Contested: true);
        await cast.Clerk.PasteAsync(lead.Id, OrderColumns.Status, Nonsense[random.Next(Nonsense.Length)]);
        cast.Count("nonsense pasted");
    }

    private async Task DeleteAsync(SoakLead lead, SeenRow row, SeenLead seen, bool contested)
    {
        lead.RowDeleted = true;
        await cast.Clerk.DeleteRowAsync(lead.Id);
        cast.Count("row deleted");
    }

    private async Task SortAsync()
    {
        await cast.Clerk.SortAsync(Sortable[random.Next(Sortable.Length)], random.Next(2) == 0);
        cast.Count("sheet sorted");
    }

    private async Task InsertAsync(SoakView view)
    {
        await cast.Clerk.InsertRowAsync(2 + random.Next(view.RowCount + 1));
        cast.Count("empty row inserted");
    }
}
