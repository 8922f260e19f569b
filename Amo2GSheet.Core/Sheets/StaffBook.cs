namespace Amo2GSheet.Core.Sheets;

/// <summary>The Staff tab for those who only look at it.</summary>
public interface IStaffTab
{
    /// <summary>The staff as it was read within <c>STAFF_CACHE_TTL_SEC</c>, by a pass or by this call; then it is one call to Google, or two when tabs have to be found first.</summary>
    /// <exception cref="SheetUnavailableException">Google did not answer, or refused for now.</exception>
    /// <exception cref="SheetMisconfiguredException">The tab, its columns or the rights are not there: a person has to act.</exception>
    Task<StaffList> ReadStaffAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Names and departments of the staff for pages that people look at: kept for a minute, and never waited for longer than two seconds. When the
/// tab cannot be read, the last reading stays, and the trouble is told with it.
/// </summary>
/// <param name="tab">The tab.</param>
/// <param name="time">Our clock.</param>
public sealed class StaffBook(IStaffTab tab, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _end = new();
    private StaffKnown? _known;
    private DateTimeOffset _askedAt;

    /// <summary>The staff as far as it is known.</summary>
    public async Task<StaffKnown> ReadAsync(CancellationToken cancellationToken)
    {
        if (_known is { } fresh && time.GetUtcNow() - _askedAt < Keep)
            return fresh;

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } read && time.GetUtcNow() - _askedAt < Keep)
                return read;
            _askedAt = time.GetUtcNow();
            return _known = await AskAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _one.Dispose();
    }

    private async Task<StaffKnown> AskAsync(CancellationToken cancellationToken)
    {
        var last = _known?.List ?? StaffList.Empty;
        try
        {
            // The reading itself goes on when it is not waited for: what it brings, the sheet keeps for the next question.
            return new StaffKnown(await tab.ReadStaffAsync(_end.Token).WaitAsync(Patience, time, cancellationToken), Trouble: null);
        }
        catch (TimeoutException)
        {
            return new StaffKnown(last, "Google did not answer in time.");
        }
        catch (Exception trouble) when (trouble is SheetUnavailableException or SheetMisconfiguredException)
        {
            return new StaffKnown(last, trouble.Message);
        }
    }
}

/// <summary>What is known of the staff.</summary>
/// <param name="List">The list as last read; empty when it never was.</param>
/// <param name="Trouble">Why it could not be read now; null when it could.</param>
public sealed record StaffKnown(StaffList List, string? Trouble);
