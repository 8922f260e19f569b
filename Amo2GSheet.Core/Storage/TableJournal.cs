using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>The journal in Table Storage: a partition a lead, its newest entry first.</summary>
internal sealed class TableJournal(AzureTables tables, AccountPartition account) : IJournal
{
    // Few enough that a webhook, which has to be stored while amoCRM waits, never stands long behind a pass.
    private const int AtOnce = 4;

    // Two cells with what stands between them, several times over.
    private const int LongestText = 8_000;

    private readonly TableClient _table = tables.Journal;

    public async Task WriteAsync(IReadOnlyCollection<JournalEntry> entries, CancellationToken cancellationToken)
    {
        var numbered = entries.Distinct().GroupBy(entry => entry.Lead).SelectMany(lead => lead.Select(Entity));
        await BoundedConcurrency.ForEachAsync(
            numbered, AtOnce, entity => _table.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken), cancellationToken);
    }

    public async IAsyncEnumerable<JournalEntry> ReadAsync(LeadId lead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition(lead)}"), cancellationToken: cancellationToken))
        {
            yield return Entry(lead, entity);
        }
    }

    /// <summary>
    /// Entries of all leads since a moment, with the keys of their rows, in no order. Reads through every row of the account: for a sandbox,
    /// where there are few.
    /// </summary>
    public async IAsyncEnumerable<(string Key, JournalEntry Entry)> ReadSinceAsync(
        DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A full stop comes right behind the hyphen: these two take in the account's partitions, and those of an account whose name goes on
        // with a hyphen, whose keys are no leads of this one.
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {account.Key + "-"} and PartitionKey lt {account.Key + "."} and At ge {since}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (LeadId.TryParse(entity.PartitionKey[(account.Key.Length + 1)..], out var lead))
                yield return ($"{entity.PartitionKey} {entity.RowKey}", Entry(lead, entity));
        }
    }

    private static JournalEntry Entry(LeadId lead, TableEntity entity) => new()
    {
        Lead = lead,
        At = entity.GetDateTimeOffset("At") ?? default,
        Pass = entity.GetString("Pass") ?? "",
        Rule = entity.GetInt32("Rule") ?? 0,
        What = entity.GetString("What") ?? "",
        Before = entity.GetString("Before"),
        After = entity.GetString("After"),
        Detail = entity.GetString("Detail"),
        Heard = entity.GetDateTimeOffset("FirstHeard") is { } first
            ? new Heard(first, entity.GetDateTimeOffset("LastHeard") ?? first, entity.GetInt32("Attempts") ?? 0)
            : null,
    };

    private TableEntity Entity(JournalEntry entry, int number)
    {
        var entity = new TableEntity(Partition(entry.Lead), Key(entry, number))
        {
            ["At"] = entry.At.ToUniversalTime(),
            ["Pass"] = entry.Pass,
            ["Rule"] = entry.Rule,
            ["What"] = entry.What,
        };
        Add("Before", entry.Before);
        Add("After", entry.After);
        Add("Detail", entry.Detail);
        if (entry.Heard is { } heard)
        {
            entity["FirstHeard"] = heard.First.ToUniversalTime();
            entity["LastHeard"] = heard.Last.ToUniversalTime();
            entity["Attempts"] = heard.Attempts;
        }

        return entity;

        void Add(string name, string? text)
        {
            if (text is not null)
                entity[name] = TableValues.Cut(text, LongestText);
        }
    }

    private string Partition(LeadId lead) => $"{account.Key}-{lead}";

    // Ordered newest first; of one instant and pass, the later one first. The same entry written again gets the same key, so a
    // repeat changes nothing; the fingerprint keeps two calls of one instant apart.
    private static string Key(JournalEntry entry, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTime.MaxValue.Ticks - entry.At.UtcTicks:D19}-{TableKeys.Of(entry.Pass)}-{99_999 - number:D5}-{Fingerprint(entry)}");

    private static string Fingerprint(JournalEntry entry)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{entry.Rule}\0{entry.What}\0{entry.Before}\0{entry.After}\0{entry.Detail}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
