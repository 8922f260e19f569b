using System.Globalization;
using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Tests.AmoCrm;

/// <summary>The token store of all workers of a test, with hooks for what other workers do meanwhile.</summary>
internal sealed class MemoryTokenStore : ITokenStore
{
    private int _version;
    private bool _locked;

    public StoredTokens? Stored { get; private set; }

    /// <summary>Runs before each try for the lease.</summary>
    public Action? OnLock { get; set; }

    /// <summary>How many of the next saves fail.</summary>
    public int FailingSaves { get; set; }

    public int Saves { get; private set; }

    public void Put(AmoTokens tokens) => Stored = new StoredTokens(tokens, (++_version).ToString(CultureInfo.InvariantCulture));

    /// <summary>Nobody has logged in.</summary>
    public void Clear() => Stored = null;

    /// <summary>Another worker takes or gives back the lease.</summary>
    public void HoldLease(bool held) => _locked = held;

    public Task<StoredTokens?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Stored);

    public Task<StoredTokens?> SaveAsync(AmoTokens tokens, string? version, CancellationToken cancellationToken)
    {
        if (FailingSaves > 0)
        {
            FailingSaves--;
            throw new IOException("The storage is down.");
        }

        Saves++;
        if (version is not null && version != Stored?.Version)
            return Task.FromResult<StoredTokens?>(null);
        Put(tokens);
        return Task.FromResult(Stored);
    }

    public Task<IAsyncDisposable?> TryLockRefreshAsync(CancellationToken cancellationToken)
    {
        OnLock?.Invoke();
        if (_locked)
            return Task.FromResult<IAsyncDisposable?>(null);
        _locked = true;
        return Task.FromResult<IAsyncDisposable?>(new Lease(this));
    }

    private sealed class Lease(MemoryTokenStore store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            store._locked = false;
            return ValueTask.CompletedTask;
        }
    }
}
