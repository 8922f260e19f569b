using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>Cursors in memory.</summary>
internal sealed class InMemoryCursorStore : ICursorStore
{
    private readonly InMemoryGate _gate = new();
    private readonly Dictionary<string, Cursor> _cursors = [];

    public Task<Cursor?> ReadAsync(string name, CancellationToken cancellationToken) =>
        _gate.Answer(() => _cursors.GetValueOrDefault(name), cancellationToken);

    public Task<Cursor?> WriteAsync(string name, string value, string? version, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
        {
            CursorRules.RefuseLong(value);
            return _cursors.GetValueOrDefault(name)?.Version == version ? _cursors[name] = new Cursor(name, value, _gate.NextVersion()) : null;
        }, cancellationToken);
}
