using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
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
internal sealed class TableKpiStore : IKpiStore, IDisposable
{
    /// <summary>Few enough that a pass, which shares the connection, never stands long behind a back-fill.</summary>
    private const int AtOnce = 8;

    private readonly TableClient _table;
    private readonly AccountPartition _account;
    private readonly TableDays<KpiDay> _days;

    public TableKpiStore(AzureTables tables, AccountPartition account)
    {
        (_table, _account) = (tables.Kpi, account);
        _days = new(_table, $"{account.Key}:", (day, rows) => KpiDay.Of(day, [.. rows.Select(KpiEntity.Credit).OfType<KpiCredit>()]));
    }

    public async Task<KpiStats> ReadStatsAsync(KpiRange range, CancellationToken cancellationToken) =>
        new(range, [.. (await _days.ReadAsync(range, cancellationToken)).SelectMany(day => day.Lines)]);

    public async Task<IReadOnlyDictionary<LeadId, KpiTally>> ReadLeadTalliesAsync(KpiRange range, CancellationToken cancellationToken) =>
        KpiDay.Sum(await _days.ReadAsync(range, cancellationToken));

    public async Task<IReadOnlyList<KpiCredit>> ReadCreditsAsync(KpiQuery query, CancellationToken cancellationToken)
    {
        var found = new List<KpiCredit>();
        if (query.Staff is { } staff)
            await AddAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Person(staff)} and RowKey ge {Iso(query.Range.From)} and RowKey lt {Iso(query.Range.To.AddDays(1))}"));
        else
        {
            foreach (var month in TableDays<KpiDay>.Months(query.Range))
                await AddAsync(_days.Filter(month.From, month.To));
        }

        return found;

        async Task AddAsync(string filter)
        {
            if (query.Kind is { } kind)
                filter += TableClient.CreateQueryFilter($" and Kind eq {kind.ToString()}");
            await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                if (KpiEntity.Credit(entity) is { } credit && Asks(query, credit))
                    found.Add(credit);
            }
        }
    }

    public async Task<IReadOnlyDictionary<LeadId, KpiLead>> ReadLeadsAsync(IReadOnlyCollection<LeadId> leads, CancellationToken cancellationToken)
    {
        // One by one: a filter that names many rows makes the service look through the whole partition.
        var found = new ConcurrentDictionary<LeadId, KpiLead>();
        await BoundedConcurrency.ForEachAsync(leads.Distinct(), AtOnce, ReadAsync, cancellationToken);
        return found;

        async Task ReadAsync(LeadId lead)
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(LeadsPartition, TableKeys.Of(lead), cancellationToken: cancellationToken);
            if (row.HasValue)
                found[lead] = KpiEntity.Lead(row.Value!);
        }
    }

    public async IAsyncEnumerable<KpiLead> ReadAllLeadsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {LeadsPartition}"), cancellationToken: cancellationToken))
            yield return KpiEntity.Lead(entity);
    }

    public async Task<IReadOnlyList<KpiLead>> SaveLeadsAsync(IReadOnlyCollection<KpiLead> leads, CancellationToken cancellationToken)
    {
        if (leads.DistinctBy(lead => lead.Lead).Count() != leads.Count)
            throw new ArgumentException("Each lead at most once.", nameof(leads));

        var saved = new List<KpiLead>(leads.Count);
        foreach (var chunk in TableBatch.Cut(leads, lead => KpiEntity.From(lead, LeadsPartition)))
        {
            try
            {
                var answers = (await _table.SubmitTransactionAsync(chunk.Select(Saving), cancellationToken)).Value;
                saved.AddRange(chunk.Select((lead, index) => lead with { Version = answers[index].Version() }));
            }
            catch (RequestFailedException exception) when (exception.IsConflict())
            {
                throw new StateConflictException("Leads of the ledger were saved by another process in the meantime.", exception);
            }
        }

        return saved;
    }

    public async Task ChangeCreditsAsync(IReadOnlyCollection<KpiCredit> stale, IReadOnlyCollection<KpiCredit> current, CancellationToken cancellationToken)
    {
        var byDay = Rows(stale, current, credit => (_days.Month(credit.Day), $"{credit.Day.Day:D2}:{Key(credit)}"))
            .GroupBy(row => row.Credit.Day, row => row.Action)
            .SelectMany(day => _days.Stamped(day.Key, day));
        var byStaff = Rows(stale, current, credit => (Person(credit.Staff), $"{Iso(credit.Day)}:{Key(credit)}"))
            .GroupBy(row => row.Credit.Staff, row => row.Action);
        await BoundedConcurrency.ForEachAsync(byStaff.Concat(byDay), AtOnce, actions => _table.SendAsync(actions, cancellationToken), cancellationToken);
    }

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        // Leads first: a lead that says its credits are written, while they are not, would never write them again.
        await _table.ClearAsync(TableClient.CreateQueryFilter($"PartitionKey eq {LeadsPartition}"), cancellationToken);
        await _table.ClearAsync(TableClient.CreateQueryFilter($"PartitionKey ge {$"{_account.Key}:"} and PartitionKey lt {$"{_account.Key};"}"), cancellationToken);
    }

    public void Dispose() => _days.Dispose();

    private string LeadsPartition => $"{_account.Key}:leads";

    private string Person(StaffCode staff) => $"{_account.Key}:staff:{staff}";

    /// <summary>
    /// Names a credit within its day, in order of time: when, lead, kind, event. Made of the history alone, so that the same history names the
    /// same lines, however often it is read.
    /// </summary>
    private static string Key(KpiCredit credit) => string.Create(
        CultureInfo.InvariantCulture, $"{credit.At.ToUnixTimeSeconds():D11}:{TableKeys.Of(credit.Lead)}:{(int)credit.Kind}:{TableKeys.Of(credit.Move)}");

    private static bool Asks(KpiQuery query, KpiCredit credit) =>
        query.Range.Holds(credit.Day) && (query.Staff ?? credit.Staff) == credit.Staff && (query.Kind ?? credit.Kind) == credit.Kind;

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The actions that make rows of credits what they are to be; a row that is put in again is not taken out.</summary>
    private static IEnumerable<(KpiCredit Credit, TableTransactionAction Action)> Rows(
        IReadOnlyCollection<KpiCredit> stale, IReadOnlyCollection<KpiCredit> current, Func<KpiCredit, (string Partition, string Row)> name)
    {
        var rows = current.GroupBy(name).ToDictionary(row => row.Key, row => row.Last());
        return rows.Select(row => (row.Value, Upsert(KpiEntity.From(row.Value, row.Key.Partition, row.Key.Row))))
            .Concat(stale.DistinctBy(name).Where(credit => !rows.ContainsKey(name(credit)))
                .Select(credit => (credit, new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(name(credit).Partition, name(credit).Row), ETag.All))));
    }

    private static TableTransactionAction Upsert(TableEntity entity) => new(TableTransactionActionType.UpsertReplace, entity);

    private TableTransactionAction Saving(KpiLead lead) => lead.Version is null
        ? new TableTransactionAction(TableTransactionActionType.Add, KpiEntity.From(lead, LeadsPartition))
        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, KpiEntity.From(lead, LeadsPartition), new ETag(lead.Version));
}
