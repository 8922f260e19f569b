using System.Diagnostics.CodeAnalysis;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>
/// Compares both sides once a night, one worker at a time. A tick does one look at most and never waits: the Functions host ends what runs
/// longer than five minutes. Who compares stands in the cursor, which is written over the version that was read, so of two workers one begins.
/// </summary>
public sealed partial class VerifyRunner : IDisposable
{
    /// <summary>Longer than a comparison takes; a killed worker's is begun anew by another after this time.</summary>
    private static readonly TimeSpan Ownership = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _owner = HeldLease.NewOwner();
    private readonly Verifier _verifier;
    private readonly VerifyRecord _record;
    private readonly VerifyStatus _status;
    private readonly IAmoCrm _amo;
    private readonly DisplayOptions _display;
    private readonly TimeOnly? _at;
    private readonly TimeProvider _time;
    private readonly ILogger<VerifyRunner> _logger;
    private TimeZoneInfo? _zone;
    private StoredVerify? _stored;
    private VerifyLook? _look;
    private DateTimeOffset _night;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private DateTimeOffset _restUntil = DateTimeOffset.MinValue;
    private string? _lastTrouble;

    internal VerifyRunner(
        Verifier verifier, VerifyRecord record, VerifyStatus status, IAmoCrm amo, IOptions<VerifyOptions> options, IOptions<DisplayOptions> display,
        TimeProvider time, ILogger<VerifyRunner> logger)
    {
        (_verifier, _record, _status, _amo) = (verifier, record, status, amo);
        (_at, _display, _time, _logger) = (options.Value.Time, display.Value, time, logger);
    }

    /// <summary>One tick: begins the night's comparison when it is due and nobody else did, or goes on with it. Idle it costs nothing.</summary>
    /// <param name="cancellationToken">Stops it; the night's comparison is begun anew by whoever ticks next.</param>
    /// <returns>The result, at the tick that brought it; null otherwise.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "A comparison that failed in an unforeseen way is reported and logged; it is made later.")]
    public async Task<VerifyResult?> RunIfDueAsync(CancellationToken cancellationToken)
    {
        if (_at is not { } at || !await _gate.WaitAsync(0, cancellationToken))
            return null;

        try
        {
            return _time.GetUtcNow() < _restUntil ? null : await TickAsync(at, cancellationToken);
        }
        catch (Exception trouble) when (trouble is AmoUnavailableException or AmoUnauthorizedException or SheetUnavailableException or SheetMisconfiguredException
            || StorageOutage.IsCauseOf(trouble))
        {
            var why = StorageOutage.IsCauseOf(trouble) ? StorageOutage.Explain(trouble) : trouble.Message;
            Postpone(why);
            // When it starts, not at every try.
            if (why != _lastTrouble)
                Log.Postponed(_logger, why);
            _lastTrouble = why;
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            Postpone($"{unforeseen.GetType().Name}; the log has the details.");
            Log.Failed(_logger, unforeseen);
        }
        finally
        {
            _gate.Release();
        }

        return null;
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private async Task<VerifyResult?> TickAsync(TimeOnly at, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (_look is null && !await BeginAsync(at, now, cancellationToken))
            return null;
        if (_look?.Again > now)
            return null;

        var before = _look;
        _look = null;
        var look = await _verifier.LookAsync(before, null, cancellationToken);
        if (look.Result is not { } result)
        {
            _look = look;
            return null;
        }

        _lastTrouble = null;
        if (!await KeepAsync(result, cancellationToken))
            return null;
        _status.Report(result);
        if (result.Ok)
            Log.Equal(_logger, result.Headline);
        else
            Log.Differ(_logger, result.Headline, string.Join(", ", result.Differences.Select(one => $"{one.Lead} {one.Kind}").Take(20)));
        return result;
    }

    /// <summary>Whether the night's comparison is this worker's to make now. A missed one is made at the next start, whatever the hour.</summary>
    private async Task<bool> BeginAsync(TimeOnly at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_zone is null)
            _zone = _display.Zone(_display.IsSet ? null : (await _amo.ReadAccountAsync(fresh: false, cancellationToken)).TimeZone);
        var night = VerifyOptions.LastStruck(at, now, _zone);
        if (now >= _readAt + Rest)
        {
            _stored = await _record.ReadAsync(cancellationToken);
            _readAt = now;
            // A comparison by hand, or another worker's, stands on /health as well.
            if (_stored?.Result is { } result && result.At >= (_status.Last?.At ?? DateTimeOffset.MinValue))
                _status.Report(result);
        }

        // A service that never compared begins with its first night: before it nobody could have missed one.
        var claim = (_stored ?? new StoredVerify()) switch
        {
            { Done: null } stored => stored with { Done = night },
            var stored when stored.Done < night && !(stored.Owner != _owner && stored.OwnedUntil > now) =>
                stored with { Owner = _owner, OwnedUntil = now + Ownership },
            _ => null,
        };
        if (claim is null)
            return false;
        if (await _record.WriteAsync(claim, cancellationToken) is not { } kept)
        {
            _readAt = DateTimeOffset.MinValue;
            return false;
        }

        (_stored, _night) = (kept, night);
        return kept.Owner == _owner;
    }

    /// <summary>Keeps the night's result, unless another worker took the night over while this one was held up: then it has its own.</summary>
    private async Task<bool> KeepAsync(VerifyResult result, CancellationToken cancellationToken)
    {
        while (_stored?.Owner == _owner)
        {
            var kept = await _record.WriteAsync(_stored with { Done = _night, Owner = null, OwnedUntil = null, Result = result }, cancellationToken);
            // A comparison by hand may have been kept meanwhile.
            _stored = kept ?? await _record.ReadAsync(cancellationToken);
            _readAt = _time.GetUtcNow();
            if (kept is not null)
                return true;
        }

        return false;
    }

    private void Postpone(string why)
    {
        _look = null;
        _restUntil = _time.GetUtcNow() + Rest;
        _status.ReportTrouble(why);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Verify: {Headline}")]
        public static partial void Equal(ILogger logger, string headline);

        [LoggerMessage(2, LogLevel.Warning, "Verify: {Headline}. {Leads}")]
        public static partial void Differ(ILogger logger, string headline, string leads);

        [LoggerMessage(3, LogLevel.Warning, "Verify: both sides cannot be compared now; it is tried again every ten minutes. {Why}")]
        public static partial void Postponed(ILogger logger, string why);

        [LoggerMessage(4, LogLevel.Error, "Verify: the comparison failed in an unforeseen way; it is tried again in ten minutes")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
