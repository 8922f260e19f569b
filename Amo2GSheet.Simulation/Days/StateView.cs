using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amo2GSheet.Simulation.Days;

/// <summary>The state of a run: its tables, and stores over them that nothing goes wrong with, for the operator and the checks.</summary>
internal sealed class StateView : IDisposable
{
    private readonly TableService _service;
    private readonly AzureTables _tables;

    /// <param name="time">The run's clock.</param>
    /// <param name="subdomain">The account.</param>
    public StateView(TimeProvider time, string subdomain)
    {
        _service = TableService.InMemory(time);
        _tables = EmbeddedTableStores.Open(Open(), new StorageCalls(), time, Jitter.Own);
        var account = new AccountPartition(subdomain);
        Bases = new TableBaseStore(_tables, account);
        Inbox = new TableInboxStore(_tables, account);
        Journal = new TableJournal(_tables, account);
        Cursors = new TableCursorStore(_tables, account);
        Tokens = new TableTokenStore(
            _tables, account, new RefreshLock(new TableLeaseStore(_tables, account, time), "operator", NullLogger<RefreshLock>.Instance));
    }

    public IBaseStore Bases { get; }

    public IInboxStore Inbox { get; }

    public IJournal Journal { get; }

    public ICursorStore Cursors { get; }

    public ITokenStore Tokens { get; }

    /// <summary>A way to the tables.</summary>
    public HttpMessageHandler Open() => new TableMessageHandler(_service);

    /// <summary>Makes the tables.</summary>
    public Task EnsureAsync() => _tables.EnsureAsync(CancellationToken.None);

    /// <summary>The base of a lead now.</summary>
    public Base? BaseOf(long lead) => Now(Bases.FindAsync(new LeadId(lead), CancellationToken.None));

    /// <summary>A cursor now.</summary>
    public Cursor? CursorOf(string name) => Now(Cursors.ReadAsync(name, CancellationToken.None));

    /// <inheritdoc />
    public void Dispose() => _service.Dispose();

    /// <summary>Nothing in memory waits for anything.</summary>
    private static T Now<T>(Task<T> answer) =>
        answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new InvalidOperationException("The tables in memory did not answer at once.");
}
