using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>Everything the planner knows about one lead: the three sides of the compare and what woke it.</summary>
public sealed record LeadCase
{
    /// <summary>The lead.</summary>
    public required LeadId Id { get; init; }

    /// <summary>
    /// The lines with its id, the topmost first; empty when there is none. Where the row shows a text that our write left there by mistake
    /// (<see cref="Base.Stray"/>), it stands here with what it said before.
    /// </summary>
    public IReadOnlyList<Row> Rows { get; init; } = [];

    /// <summary>What both sides agreed on last, or null.</summary>
    public Base? Base { get; init; }

    /// <summary>The lead's rows and base in a snapshot.</summary>
    internal static LeadCase Of(LeadId id, SheetSnapshot snapshot, Base? known)
    {
        var rows = snapshot.RowsOf(id);
        if (known?.Stray is { } stray && rows is [var row, ..] && row.Status == stray.Text)
            rows = [row with { Status = stray.Was, Stray = stray.Text }, .. rows.Skip(1)];
        return new LeadCase { Id = id, Rows = rows, Base = known };
    }

    /// <summary>The lead's inbox entry, or null when no bell rang.</summary>
    public InboxEntry? Entry { get; init; }

    /// <summary>The lead as read in this pass, or null.</summary>
    public Lead? Lead { get; init; }

    /// <summary>amoCRM was asked for the lead; with <see cref="Lead"/> null it did not know it.</summary>
    public bool Asked { get; init; }
}

/// <summary>What holds for all leads of a pass.</summary>
public sealed record PlanContext
{
    /// <summary>The sheet as read in this pass.</summary>
    public required SheetSnapshot Snapshot { get; init; }

    /// <summary>Pipelines and stages.</summary>
    public required PipelineBook Book { get; init; }

    /// <summary>The id of the lead field <c>Заказ №</c>, or null when the account has none.</summary>
    public required long? OrderFieldId { get; init; }

    /// <summary>The pass's time. The planner has no clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the reading of the leads began, by our clock.</summary>
    public required DateTimeOffset LeadsReadAt { get; init; }

    /// <summary>Leads last updated before this get no row.</summary>
    public required DateTimeOffset CutOff { get; init; }

    /// <summary>Whether the sheet wins a conflict (rule 8).</summary>
    public required bool SheetWins { get; init; }

    /// <summary>Which rows that nobody tracks are taken over.</summary>
    public RowAdoption Adoption { get; init; } = RowAdoption.Open;

    /// <summary>Rows that nobody tracks stood there at the first start, and are taken over whatever <see cref="Adoption"/> says.</summary>
    public bool IsFirstStart { get; init; }

    /// <summary>The tabs whose rows have been taken over; null when all have.</summary>
    public IReadOnlySet<int>? KnownTabs { get; init; }

    /// <summary>
    /// Whether a row stands on a tab that the bases know nothing of: a copy that took the place of a deleted tab, or a sheet that a person has
    /// just adopted. What it says is no edit.
    /// </summary>
    public bool IsOnNewTab(Row row) => KnownTabs?.Contains(row.Address.Tab.Value) == false;

    /// <summary>Whether a row that nobody tracks is taken over, as its lead stands; null for a lead that amoCRM does not show.</summary>
    public bool Adopts(Lead? read) => IsFirstStart || Adoption switch
    {
        RowAdoption.Any => true,
        RowAdoption.None => false,
        _ when read is not { IsDeleted: false } || !Book.InScope(read.Stage.PipelineId) => false,
        RowAdoption.Shown => SheetStatus.All.Contains(Book.Display(read.Stage)),
        _ => Book.IsTrigger(read.Stage) || Book.StageFor(read.Stage.PipelineId, SheetStatus.InProgress, hasOrderNumber: true).Stage == read.Stage,
    };

    /// <summary>Whether a lead field takes the order numbers: the one that the settings name, else the one that is called as the column.</summary>
    internal static bool IsOrderField(LeadFieldDefinition field, AmoCrmOptions crm) =>
        crm.OrderFieldId is { } id and > 0 ? field.Id == id : NameFold.Same(field.Name, OrderColumns.OrderNumber);

    /// <summary>The context of a sheet and an account under the settings.</summary>
    internal static PlanContext Of(
        SheetSnapshot snapshot, AmoAccount account, PipelineBook book, SyncOptions sync, AmoCrmOptions crm, DateTimeOffset now,
        DateTimeOffset leadsReadAt) => new()
        {
            Snapshot = snapshot,
            Book = book,
            OrderFieldId = account.LeadFields.FirstOrDefault(field => IsOrderField(field, crm))?.Id,
            Now = now,
            LeadsReadAt = leadsReadAt,
            CutOff = sync.CutOff,
            SheetWins = sync.SheetWins,
            Adoption = sync.Adoption,
        };
}
