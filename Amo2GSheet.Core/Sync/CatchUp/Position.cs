using System.Globalization;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>How far a catch-up has come, kept in a cursor. Written only under the catch-up's lease.</summary>
internal sealed class Position(ICursorStore cursors, string name)
{
    private Cursor? _stored;

    /// <summary>Reads it; null when there is none yet.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        (_stored = await cursors.ReadAsync(name, cancellationToken))?.Value;

    /// <summary>Reads it as a moment; one that cannot be read as such counts as none.</summary>
    public async Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellationToken) =>
        long.TryParse(await ReadAsync(cancellationToken), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Moves it.</summary>
    /// <exception cref="StateConflictException">Somebody else moved it: the lease was lost.</exception>
    public async Task WriteAsync(string value, CancellationToken cancellationToken)
    {
        if (_stored?.Value == value)
            return;

        // A write whose answer was lost, and that the client repeated, looks like somebody else's.
        var written = await cursors.WriteAsync(name, value, _stored?.Version, cancellationToken)
            ?? await cursors.ReadAsync(name, cancellationToken);
        _stored = written?.Value == value ? written : throw new StateConflictException($"Another worker moved {name} meanwhile.");
    }

    /// <summary>Moves it to a moment, to the second.</summary>
    public Task WriteAsync(DateTimeOffset value, CancellationToken cancellationToken) =>
        WriteAsync(value.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), cancellationToken);
}
