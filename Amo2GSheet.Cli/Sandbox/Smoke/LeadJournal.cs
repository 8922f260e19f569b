using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Sandbox.AmoCrm;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.Cli.Sandbox.Smoke;

/// <summary>The service's journal, read in its table: it has no face of its own yet.</summary>
internal sealed class LeadJournal
{
    private readonly IJournal _journal;
    private readonly CancellationToken _cancellationToken;

    /// <param name="tables">The run's tables.</param>
    /// <param name="cancellationToken">Ends every read.</param>
    public LeadJournal(SandboxTables tables, CancellationToken cancellationToken)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [TableConnection.OwnSetting] = tables.ConnectionString,
            [TableConnection.PrefixSetting] = tables.Prefix,
        }).Build();
        _journal = new TableJournal(
            new AzureTables(TableConnection.From(settings), new StorageCalls()), new AccountPartition(DemoAccount.Subdomain));
        _cancellationToken = cancellationToken;
    }

    /// <summary>What was decided about a lead, newest first: reasons and actions by name.</summary>
    public async Task<IReadOnlyList<string>> DecisionsAsync(long lead)
    {
        var decisions = new List<string>();
        await foreach (var entry in _journal.ReadAsync(new LeadId(lead), _cancellationToken))
            decisions.Add(entry.What);
        return decisions;
    }
}
