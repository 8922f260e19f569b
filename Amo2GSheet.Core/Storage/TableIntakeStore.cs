using System.Globalization;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>The leads that came in, in the ledger's table: a partition a month, a row a lead, the day in front.</summary>
internal sealed class TableIntakeStore : IIntakeStore, IDisposable
{
    private readonly TableClient _table;
    private readonly string _partition;
    private readonly TableDays<IReadOnlyList<IntakeLead>> _days;

    public TableIntakeStore(AzureTables tables, AccountPartition account)
    {
        _table = tables.Kpi;
        _partition = $"{account.Key}:intake:";
        _days = new(_table, _partition, (day, rows) => [.. rows.Select(row => Lead(day, row))]);
    }

    public async Task<IReadOnlyList<IntakeLead>> ReadAsync(KpiRange range, CancellationToken cancellationToken) =>
        [.. (await _days.ReadAsync(range, cancellationToken)).SelectMany(day => day)];

    public async Task SaveAsync(IReadOnlyCollection<IntakeLead> leads, CancellationToken cancellationToken)
    {
        foreach (var day in leads.GroupBy(lead => lead.Day))
        {
            foreach (var actions in _days.Stamped(day.Key, day.Select(Upsert)))
                await _table.SendAsync(actions, cancellationToken);
        }
    }

    public Task ClearAsync(CancellationToken cancellationToken) => _table.ClearAsync(
        TableClient.CreateQueryFilter($"PartitionKey ge {_partition} and PartitionKey lt {$"{_partition[..^1]};"}"), cancellationToken);

    public void Dispose() => _days.Dispose();

    private TableTransactionAction Upsert(IntakeLead lead)
    {
        var entity = new TableEntity(_days.Month(lead.Day), $"{lead.Day.Day:D2}:{TableKeys.Of(lead.Lead)}")
        {
            ["CreatedAt"] = TableValues.Seconds(lead.CreatedAt),
            ["Budget"] = lead.Budget.ToString(CultureInfo.InvariantCulture),
            ["Counts"] = lead.Counts,
        };
        entity.SetText("Receptionist", lead.Receptionist);
        return new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity);
    }

    private static IntakeLead Lead(DateOnly day, TableEntity entity) => new()
    {
        Lead = TableKeys.Lead(entity.RowKey[3..]),
        Day = day,
        CreatedAt = TableValues.Time(entity.GetInt64("CreatedAt")) ?? default,
        Receptionist = entity.Text("Receptionist") ?? "",
        Budget = decimal.Parse(entity.GetString("Budget"), CultureInfo.InvariantCulture),
        Counts = entity.GetBoolean("Counts") ?? false,
    };
}
