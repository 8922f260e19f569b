using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.Page;
using Amo2GSheet.Sandbox.Processes;
using Amo2GSheet.Simulation.Sandbox;
using Azure;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.Cli.Sandbox;

/// <summary>The service's process and its journal, for the page.</summary>
internal sealed class PageService : IPageService, IAsyncDisposable
{
    private readonly FunctionsProcess _functions;
    private readonly FunctionsLog _log;
    private readonly TableJournal _journal;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile bool _isStarting;

    /// <param name="functions">The process.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="settings">The settings that it runs with.</param>
    /// <param name="log">What it prints: a line about each entry, once the entry is written.</param>
    public PageService(FunctionsProcess functions, AzureTables tables, IReadOnlyDictionary<string, string?> settings, FunctionsLog log)
    {
        (_functions, _log) = (functions, log);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _journal = new TableJournal(tables, AccountPartition.From(configuration));
        _log.Added += Tell;
    }

    /// <inheritdoc />
    public event Action? Changed;

    /// <inheritdoc />
    public ServiceState State =>
        _isStarting ? ServiceState.Starting : _functions.ProcessId is null ? ServiceState.Killed : ServiceState.Running;

    /// <inheritdoc />
    public Task KillAsync() => AloneAsync(_functions.KillAsync);

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => AloneAsync(async () =>
    {
        if (_functions.ProcessId is not null)
            return;
        _isStarting = true;
        Tell();
        try
        {
            await _functions.StartAsync(cancellationToken);
        }
        catch (ChildProcessException failure)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }
        finally
        {
            _isStarting = false;
        }
    });

    /// <inheritdoc />
    public async Task<IReadOnlyList<PageDecision>> ReadJournalAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new List<PageDecision>();
        try
        {
            await foreach (var (key, entry) in _journal.ReadSinceAsync(since, cancellationToken))
            {
                found.Add(new PageDecision
                {
                    Key = key,
                    Lead = entry.Lead.Value,
                    At = entry.At,
                    Pass = entry.Pass,
                    Rule = entry.Rule,
                    RuleText = RuleTexts.Of(entry.Rule),
                    Sentence = ReasonTexts.Of(entry.What),
                    Before = entry.Before,
                    After = entry.After,
                    Detail = entry.Detail,
                    HeardAt = entry.Heard?.Last,
                });
            }
        }
        catch (RequestFailedException)
        {
            // The next line of the log brings the page back here.
        }

        return found;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _log.Added -= Tell;
        _oneAtATime.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Tell() => Changed?.Invoke();

    private async Task AloneAsync(Func<Task> work)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            _oneAtATime.Release();
            Tell();
        }
    }
}
