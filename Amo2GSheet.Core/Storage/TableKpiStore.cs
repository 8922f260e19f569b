using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>
/// The ledger in Table Storage. Each credit stands twice: in its month's partition, ordered by day and time, and in its person's. A third
/// kind of partition has what is known of the leads.
/// </summary>
/// <remarks>
/// The two copies are in different partitions, which no transaction spans; the lead's row says what may stand in them until both are
/// written. A day's stamp is part of every transaction on that day, so that a warm worker reads again only the days that changed.
/// </remarks>
internal sealed class TableKpiStore(AzureTables tables, AccountPartition account) : IKpiStore, IDisposable
{
    /// <summary>Few enough that a pass, which shares the connection, never stands long behind a back-fill.</summary>
    private const int AtOnce = 8;

    /// <summary>Stamps are ordered before the days, so that a reading that begins with them never takes an old row for a new one.</summary>
    private const string Stamp = "!";

    private readonly TableClient _table = tables.Kpi;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<DateOnly, (string Stamp, IReadOnlyList<KpiStaffDay> Lines)> _days = [];

    public async Task<KpiStats> ReadStatsAsync(KpiRange range, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var lines = new List<KpiStaffDay>();
            foreach (var month in Months(range))
                lines.AddRange(await ReadMonthAsync(month, cancellationToken));
            return new KpiStats(range, lines);
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<IReadOnlyList<KpiCredit>> ReadCreditsAsync(KpiQuery query, CancellationToken cancellationToken)
    {
        var found = new List<KpiCredit>();
        if (query.Staff is { } staff)
            await AddAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Person(staff)} and RowKey ge {Iso(query.Range.From)} and RowKey lt {Iso(query.Range.To.AddDays(1))}"));
        else
        {
            foreach (var month in Months(query.Range))
                await AddAsync(DaysFilter(month.From, month.To));
        }

        return found;

        async Task AddAsync(string filter)
        {
            await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                if (KpiEntity.Credit(entity) is var credit && KpiStoreRules.Asks(query, credit))
                    found.Add(credit);
            }
        }
    }

    public async Task<IReadOnlyDictionary<LeadId, KpiLead>> ReadLeadsAsync(IReadOnlyCollection<LeadId> leads, CancellationToken cancellationToken)
    {
        // One by one: a filter that names many rows makes the service look through the whole partition.
        var found = new ConcurrentDictionary<LeadId, KpiLead>();
        await Parallel.ForEachAsync(leads.Distinct(), Options(cancellationToken), async (lead, stop) =>
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(LeadsPartition, TableKeys.Of(lead), cancellationToken: stop);
            if (row.HasValue)
                found[lead] = KpiEntity.Lead(row.Value!);
        });
        return found;
    }

    public async IAsyncEnumerable<KpiLead> ReadAllLeadsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {LeadsPartition}"), cancellationToken: cancellationToken))
            yield return KpiEntity.Lead(entity);
    }

    public async Task<IReadOnlyList<KpiLead>> SaveLeadsAsync(IReadOnlyCollection<KpiLead> leads, CancellationToken cancellationToken)
    {
        KpiStoreRules.RefuseDuplicates(leads);
        var saved = new List<KpiLead>(leads.Count);
        foreach (var chunk in leads.Chunk(TableBatch.Largest))
        {
            try
            {
                var answers = (await _table.SubmitTransactionAsync(chunk.Select(Saving), cancellationToken)).Value;
                saved.AddRange(chunk.Select((lead, index) => lead with { Version = answers[index].Version() }));
            }
            catch (RequestFailedException exception) when (exception.IsConflict())
            {
                throw KpiStoreRules.Conflict(exception);
            }
        }

        return saved;
    }

    public async Task ChangeCreditsAsync(IReadOnlyCollection<KpiCredit> stale, IReadOnlyCollection<KpiCredit> current, CancellationToken cancellationToken)
    {
        var byDay = Rows(stale, current, credit => (Month(credit.Day), $"{credit.Day.Day:D2}:{KpiStoreRules.Key(credit)}"))
            .GroupBy(row => row.Credit.Day, row => row.Action)
            .SelectMany(day => day.Chunk(TableBatch.Largest - 1).Select(chunk => chunk.Prepend(NewStamp(day.Key))));
        var byStaff = Rows(stale, current, credit => (Person(credit.Staff), $"{Iso(credit.Day)}:{KpiStoreRules.Key(credit)}"))
            .GroupBy(row => row.Credit.Staff, row => row.Action);
        await Parallel.ForEachAsync(byStaff.Concat(byDay), Options(cancellationToken), async (actions, stop) => await _table.SendAsync(actions, stop));
    }

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        // Leads first: a lead that says its credits are written, while they are not, would never write them again.
        await ClearAsync(TableClient.CreateQueryFilter($"PartitionKey eq {LeadsPartition}"), cancellationToken);
        await ClearAsync(TableClient.CreateQueryFilter($"PartitionKey ge {$"{account.Key}:"} and PartitionKey lt {$"{account.Key};"}"), cancellationToken);
    }

    public void Dispose() => _one.Dispose();

    private string LeadsPartition => $"{account.Key}:leads";

    private string Month(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{account.Key}:{day:yyyy-MM}");

    private string Person(StaffCode staff) => $"{account.Key}:staff:{staff}";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ParallelOptions Options(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };

    private string DaysFilter(DateOnly from, DateOnly to) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {Month(from)} and RowKey ge {$"{from.Day:D2}"} and RowKey lt {$"{to.Day + 1:D2}"}");

    /// <summary>The parts of a range, each inside one month.</summary>
    private static IEnumerable<KpiRange> Months(KpiRange range)
    {
        for (var from = range.From; from <= range.To; from = from.AddDays(1 - from.Day).AddMonths(1))
        {
            var last = from.AddDays(DateTime.DaysInMonth(from.Year, from.Month) - from.Day);
            yield return new KpiRange(from, last < range.To ? last : range.To);
        }
    }

    private async Task<List<KpiStaffDay>> ReadMonthAsync(KpiRange part, CancellationToken cancellationToken)
    {
        var stamps = new Dictionary<DateOnly, string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Month(part.From)} and RowKey ge {$"{Stamp}{part.From.Day:D2}"} and RowKey le {$"{Stamp}{part.To.Day:D2}"}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            stamps[part.From.AddDays(int.Parse(entity.RowKey.AsSpan(1), CultureInfo.InvariantCulture) - part.From.Day)] = entity.GetString("Stamp");

        var changed = stamps.Where(day => _days.GetValueOrDefault(day.Key).Stamp != day.Value).Select(day => day.Key).ToList();
        if (changed.Count > 0)
        {
            // One query over all that lies between: days that nobody worked have no rows, and a cold month is one stretch.
            var credits = new List<KpiCredit>();
            await foreach (var entity in _table.QueryAsync<TableEntity>(DaysFilter(changed.Min(), changed.Max()), cancellationToken: cancellationToken))
                credits.Add(KpiEntity.Credit(entity));
            var lines = KpiStats.Of(part, credits).Lines.ToLookup(line => line.Day);
            foreach (var day in changed)
                _days[day] = (stamps[day], [.. lines[day]]);
        }

        return [.. stamps.Keys.Order().SelectMany(day => _days[day].Lines)];
    }

    /// <summary>The actions that make rows of credits what they are to be; a row that is put in again is not taken out.</summary>
    private static IEnumerable<(KpiCredit Credit, TableTransactionAction Action)> Rows(
        IReadOnlyCollection<KpiCredit> stale, IReadOnlyCollection<KpiCredit> current, Func<KpiCredit, (string Partition, string Row)> name)
    {
        var rows = current.GroupBy(name).ToDictionary(row => row.Key, row => row.Last());
        return rows.Select(row => (row.Value, Upsert(KpiEntity.From(row.Value, row.Key.Partition, row.Key.Row))))
            .Concat(stale.DistinctBy(name).Where(credit => !rows.ContainsKey(name(credit)))
                .Select(credit => (credit, new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(name(credit).Partition, name(credit).Row), ETag.All))));
    }

    private TableTransactionAction NewStamp(DateOnly day) => Upsert(new TableEntity(Month(day), $"{Stamp}{day.Day:D2}") { ["Stamp"] = $"{Guid.NewGuid():N}" });

    private static TableTransactionAction Upsert(TableEntity entity) => new(TableTransactionActionType.UpsertReplace, entity);

    private TableTransactionAction Saving(KpiLead lead) => lead.Version is null
        ? new TableTransactionAction(TableTransactionActionType.Add, KpiEntity.From(lead, LeadsPartition))
        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, KpiEntity.From(lead, LeadsPartition), new ETag(lead.Version));

    private async Task ClearAsync(string filter, CancellationToken cancellationToken)
    {
        await foreach (var page in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken).AsPages())
        {
            foreach (var partition in page.Values.GroupBy(entity => entity.PartitionKey))
                await _table.SendAsync(partition.Select(entity => new TableTransactionAction(TableTransactionActionType.Delete, entity, ETag.All)), cancellationToken);
        }
    }
}
