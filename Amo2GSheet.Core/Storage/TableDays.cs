using System.Globalization;
using Amo2GSheet.Core.Kpi;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>
/// Days in Table Storage: a partition a month, whose rows begin with the day. A day's stamp is part of every transaction on that day, so that
/// a warm worker reads again only the days that changed.
/// </summary>
/// <typeparam name="TDay">What is remembered of a day.</typeparam>
/// <param name="table">The table.</param>
/// <param name="partition">The start of the partitions' keys; year and month follow.</param>
/// <param name="make">Makes what is remembered of a day out of its rows.</param>
internal sealed class TableDays<TDay>(TableClient table, string partition, Func<DateOnly, IReadOnlyList<TableEntity>, TDay> make) : IDisposable
{
    /// <summary>Stamps are ordered before the days, so that a reading that begins with them never takes an old row for a new one.</summary>
    private const string Stamp = "!";

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<DateOnly, (string Stamp, TDay Day)> _days = [];

    /// <summary>The partition of a day.</summary>
    public string Month(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{partition}{day:yyyy-MM}");

    /// <summary>The days of a range that were ever written, in order. Of each month that it touches, the stamps are asked for.</summary>
    public async Task<IReadOnlyList<TDay>> ReadAsync(KpiRange range, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var days = new List<TDay>();
            foreach (var month in Months(range))
                days.AddRange(await ReadMonthAsync(month, cancellationToken));
            return days;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Actions on rows of a day, in transactions of which each changes the day's stamp.</summary>
    public IEnumerable<IEnumerable<TableTransactionAction>> Stamped(DateOnly day, IEnumerable<TableTransactionAction> actions) =>
        actions.Chunk(TableBatch.Largest - 1).Select(chunk => chunk.Prepend(new TableTransactionAction(
            TableTransactionActionType.UpsertReplace, new TableEntity(Month(day), $"{Stamp}{day.Day:D2}") { ["Stamp"] = $"{Guid.NewGuid():N}" })));

    /// <summary>The rows of some days of one month.</summary>
    public string Filter(DateOnly from, DateOnly to) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {Month(from)} and RowKey ge {$"{from.Day:D2}"} and RowKey lt {$"{to.Day + 1:D2}"}");

    /// <summary>The parts of a range, each inside one month.</summary>
    public static IEnumerable<KpiRange> Months(KpiRange range)
    {
        for (var from = range.From; ;)
        {
            var last = from.AddDays(DateTime.DaysInMonth(from.Year, from.Month) - from.Day);
            if (last >= range.To)
            {
                // The calendar may end here.
                yield return new KpiRange(from, range.To);
                yield break;
            }

            yield return new KpiRange(from, last);
            from = last.AddDays(1);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<IEnumerable<TDay>> ReadMonthAsync(KpiRange part, CancellationToken cancellationToken)
    {
        var stamps = new Dictionary<DateOnly, string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Month(part.From)} and RowKey ge {$"{Stamp}{part.From.Day:D2}"} and RowKey le {$"{Stamp}{part.To.Day:D2}"}");
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            stamps[part.From.AddDays(int.Parse(entity.RowKey.AsSpan(1), CultureInfo.InvariantCulture) - part.From.Day)] = entity.GetString("Stamp");

        var changed = stamps.Where(day => _days.GetValueOrDefault(day.Key).Stamp != day.Value).Select(day => day.Key).ToList();
        if (changed.Count > 0)
        {
            // One query over all that lies between: days that nobody worked have no rows, and a cold month is one stretch.
            var rows = new List<TableEntity>();
            await foreach (var entity in table.QueryAsync<TableEntity>(Filter(changed.Min(), changed.Max()), cancellationToken: cancellationToken))
                rows.Add(entity);
            var byDay = rows.ToLookup(row => row.RowKey[..2]);
            foreach (var day in changed)
                _days[day] = (stamps[day], make(day, [.. byDay[$"{day.Day:D2}"]]));
        }

        return stamps.Keys.Order().Select(day => _days[day].Day);
    }
}
