using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>Rows of the ledger's table: a credit, and what is known of a lead.</summary>
internal static class KpiEntity
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>A credit's row.</summary>
    public static TableEntity From(KpiCredit credit, string partition, string row) => new(partition, row)
    {
        ["Lead"] = credit.Lead.Value,
        ["Kind"] = credit.Kind.ToString(),
        ["Staff"] = credit.Staff.Value,
        ["Day"] = credit.Day.DayNumber,
        ["At"] = TableValues.Seconds(credit.At),
        ["Budget"] = credit.Budget.ToString(CultureInfo.InvariantCulture),
        ["Move"] = credit.Move,
    };

    /// <summary>The credit of a row; null for one of a kind that only a newer version knows.</summary>
    public static KpiCredit? Credit(TableEntity entity) => StoredNames.Find<KpiKind>(entity.GetString("Kind")) is not { } kind ? null : new()
    {
        Lead = new LeadId(entity.GetInt64("Lead") ?? 0),
        Kind = kind,
        Staff = new StaffCode(entity.GetInt64("Staff") ?? 0),
        Day = DateOnly.FromDayNumber(entity.GetInt32("Day") ?? 0),
        At = TableValues.Time(entity.GetInt64("At")) ?? default,
        Budget = decimal.Parse(entity.GetString("Budget"), CultureInfo.InvariantCulture),
        Move = entity.GetString("Move"),
    };

    /// <summary>A lead's row.</summary>
    /// <exception cref="ArgumentException">A newer version wrote the lead: what only that version knows would be lost.</exception>
    public static TableEntity From(KpiLead lead, string partition)
    {
        if (lead.IsOfNewerVersion)
            throw new ArgumentException($"What the ledger knows of lead {lead.Lead} was written by a newer version and must not be written over.", nameof(lead));

        var entity = new TableEntity(partition, TableKeys.Of(lead.Lead)) { ["Settled"] = lead.Settled };
        if (lead.Holder is { } holder)
            entity["Holder"] = holder.Value;
        entity.SetText("Moves", JsonSerializer.Serialize(lead.Moves.Select(StoredMove.Of), Json));
        entity.SetText("Written", JsonSerializer.Serialize(lead.Written.Select(StoredCredit.Of), Json));
        return entity;
    }

    /// <summary>The lead of a row.</summary>
    public static KpiLead Lead(TableEntity entity)
    {
        var lead = TableKeys.Lead(entity.RowKey);
        var (moves, written) = (Read<StoredMove>(entity, "Moves"), Read<StoredCredit>(entity, "Written"));
        if (moves.Exists(move => StoredNames.Find<SaleStep>(move.Step) is null) || written.Exists(credit => StoredNames.Find<KpiKind>(credit.Kind) is null))
            return new KpiLead { Lead = lead, IsOfNewerVersion = true, Version = entity.ETag.ToString() };

        return new KpiLead
        {
            Lead = lead,
            Holder = entity.GetInt64("Holder") is { } holder ? new StaffCode(holder) : null,
            Settled = entity.GetBoolean("Settled") ?? false,
            Moves = [.. moves.Select(move => move.ToMove())],
            Written = [.. written.Select(credit => credit.ToCredit(lead))],
            Version = entity.ETag.ToString(),
        };
    }

    private static List<T> Read<T>(TableEntity entity, string name) => JsonSerializer.Deserialize<List<T>>(entity.Text(name) ?? "[]", Json) ?? [];

    private static string? Stage(StageKey? stage) => stage?.ToString();

    private static StageKey? Stage(string? text) =>
        text?.Split(':') is [var pipeline, var status]
            ? new StageKey(long.Parse(pipeline, CultureInfo.InvariantCulture), long.Parse(status, CultureInfo.InvariantCulture))
            : null;

    private sealed record StoredMove(string Id, long At, string? From, string To, string Step, bool? Seen, long? Staff, decimal? Budget)
    {
        public static StoredMove Of(KpiMove move) => new(
            move.Id, move.At.ToUnixTimeSeconds(), Stage(move.From), Stage(move.To)!, move.Step.ToString(),
            move.Facts is null ? null : true, move.Facts?.Staff?.Value, move.Facts?.Budget);

        public KpiMove ToMove() => new(
            Id, DateTimeOffset.FromUnixTimeSeconds(At), Stage(From), Stage(To) ?? default, Enum.Parse<SaleStep>(Step),
            Seen is true ? new KpiFacts(Staff is { } staff ? new StaffCode(staff) : null, Budget ?? 0) : null);
    }

    private sealed record StoredCredit(string Kind, long Staff, int Day, long At, decimal Budget, string Move)
    {
        public static StoredCredit Of(KpiCredit credit) =>
            new(credit.Kind.ToString(), credit.Staff.Value, credit.Day.DayNumber, credit.At.ToUnixTimeSeconds(), credit.Budget, credit.Move);

        public KpiCredit ToCredit(LeadId lead) => new()
        {
            Lead = lead,
            Kind = Enum.Parse<KpiKind>(Kind),
            Staff = new StaffCode(Staff),
            Day = DateOnly.FromDayNumber(Day),
            At = DateTimeOffset.FromUnixTimeSeconds(At),
            Budget = Budget,
            Move = Move,
        };
    }
}
