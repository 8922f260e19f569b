using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>A <see cref="Base"/> as flat properties, readable in any table browser. An absent property is null, false or nought.</summary>
internal static class BaseEntity
{
    /// <summary>The number of the commit that wrote the entity.</summary>
    public const string Commit = "Commit";

    /// <exception cref="ArgumentException">A newer version wrote the base: what only that version knows would be lost.</exception>
    public static TableEntity From(Base @base, string partition, long commit)
    {
        if (@base.Intent?.Kind is IntentKind.Unknown)
            throw new ArgumentException($"The base of lead {@base.Lead} was written by a newer version and must not be written over.", nameof(@base));

        var entity = new TableEntity(partition, TableKeys.Of(@base.Lead))
        {
            [Commit] = commit,
            ["Tab"] = @base.Tab.Value,
            ["LeadUpdatedAt"] = TableValues.Seconds(@base.LeadUpdatedAt),
        };
        entity.SetText("Status", @base.Status);
        entity.SetText("OrderNumber", @base.OrderNumber);
        if (@base.Stage is { } stage)
        {
            entity["PipelineId"] = stage.PipelineId;
            entity["StatusId"] = stage.StatusId;
        }

        if (@base.SeenAt != default)
            entity["SeenAt"] = @base.SeenAt.ToUniversalTime();
        if (@base.StageIsOurs)
            entity["StageIsOurs"] = true;
        if (@base.IsForeign)
            entity["IsForeign"] = true;
        if (@base.Missing)
            entity["Missing"] = true;
        if (@base.LeadGone)
            entity["LeadGone"] = true;
        if (@base.Noted)
            entity["Noted"] = true;
        if (@base.Astray)
            entity["Astray"] = true;
        if (@base.OwedNote.Length > 0)
            entity.SetText("OwedNote", @base.OwedNote);
        if (@base.DuplicatesNoted != 0)
            entity["DuplicatesNoted"] = @base.DuplicatesNoted;

        if (@base.Copies.Length > 0)
            entity.SetText("Copies", @base.Copies);

        entity.SetText("IntentKind", @base.Intent?.Kind.ToString());
        entity.SetText("IntentBefore", @base.Intent?.StatusBefore);
        entity.SetText("IntentStatus", @base.Intent?.Status);
        entity.SetText("Stray", @base.Stray?.Text);
        entity.SetText("StrayWas", @base.Stray?.Was);
        entity.SetText("RefusedStatus", @base.Refused?.Status);
        entity.SetText("RefusedOrderNumber", @base.Refused?.OrderNumber);
        entity.SetText("RefusedMeanings", @base.Refused?.Meanings);
        if (@base.Held is { } held)
            SetHeld(entity, held);
        if (@base.Earlier.Length > 0)
            entity["Earlier"] = @base.Earlier;
        if (@base.Moved is { } moved)
        {
            entity["MovedAt"] = moved.At.ToUniversalTime();
            entity["MoveApproved"] = moved.Approved;
        }

        return entity;
    }

    public static Base Read(TableEntity entity) => new()
    {
        Lead = TableKeys.Lead(entity.RowKey),
        Stage = entity.GetInt64("PipelineId") is { } pipeline ? new StageKey(pipeline, entity.GetInt64("StatusId") ?? 0) : null,
        Status = Shared(Cell(entity, "Status") ?? ""),
        OrderNumber = Cell(entity, "OrderNumber") ?? "",
        Tab = new TabId(entity.GetInt32("Tab") ?? 0),
        LeadUpdatedAt = TableValues.Time(entity.GetInt64("LeadUpdatedAt")) ?? default,
        SeenAt = entity.GetDateTimeOffset("SeenAt") ?? default,
        StageIsOurs = entity.GetBoolean("StageIsOurs") ?? false,
        IsForeign = entity.GetBoolean("IsForeign") ?? false,
        Missing = entity.GetBoolean("Missing") ?? false,
        LeadGone = entity.GetBoolean("LeadGone") ?? false,
        Noted = entity.GetBoolean("Noted") ?? false,
        Astray = entity.GetBoolean("Astray") ?? false,
        DuplicatesNoted = entity.GetInt32("DuplicatesNoted") ?? 0,
        OwedNote = entity.Text("OwedNote") ?? "",
        Copies = entity.Text("Copies") ?? "",
        Intent = entity.GetString("IntentKind") is { } kind
            ? new Intent(StoredNames.Find<IntentKind>(kind) ?? IntentKind.Unknown, Cell(entity, "IntentBefore"), Cell(entity, "IntentStatus") ?? "")
            : null,
        Stray = Cell(entity, "Stray") is { } stray ? new StrayText(stray, Cell(entity, "StrayWas") ?? "") : null,
        Refused = Cell(entity, "RefusedStatus") is { } refused ? new RefusedRow(refused, Cell(entity, "RefusedOrderNumber") ?? "") { Meanings = entity.Text("RefusedMeanings") } : null,
        Held = entity.GetString("Hold") is { } hold ? ReadHeld(entity, hold) : null,
        Earlier = entity.GetString("Earlier") ?? "",
        Moved = entity.GetDateTimeOffset("MovedAt") is { } at ? new EditMove(at, entity.GetBoolean("MoveApproved") ?? false) : null,
        Version = entity.ETag.ToString(),
    };

    private static void SetHeld(TableEntity entity, HeldEdit held)
    {
        entity["Hold"] = held.Hold;
        entity["HeldFromPipelineId"] = held.From.PipelineId;
        entity["HeldFromStatusId"] = held.From.StatusId;
        if (held.Goal is { } goal)
        {
            entity["HeldGoalPipelineId"] = goal.PipelineId;
            entity["HeldGoalStatusId"] = goal.StatusId;
        }

        entity.SetText("HeldStatus", held.Status);
        entity.SetText("HeldOrderNumber", held.OrderNumber);
    }

    private static HeldEdit ReadHeld(TableEntity entity, string hold) => new(
        hold,
        new StageKey(entity.GetInt64("HeldFromPipelineId") ?? 0, entity.GetInt64("HeldFromStatusId") ?? 0),
        entity.GetInt64("HeldGoalPipelineId") is { } pipeline ? new StageKey(pipeline, entity.GetInt64("HeldGoalStatusId") ?? 0) : null,
        Cell(entity, "HeldStatus") ?? "",
        Cell(entity, "HeldOrderNumber") ?? "");

    // Earlier versions stored texts of cells as they were.
    private static string? Cell(TableEntity entity, string name) => entity.Text(name) is { } text ? CellText.Bounded(text) : null;

    // A hundred thousand bases bear four texts: one copy of each is enough.
    private static string Shared(string status) => SheetStatus.All.FirstOrDefault(known => known == status) ?? status;
}
