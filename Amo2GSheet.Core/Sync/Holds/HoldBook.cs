using System.Text.Encodings.Web;
using System.Text.Json;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>
/// The holds, in one cursor: the one that waits for a person, and those that are being carried out. A pass reads it when another one, or a
/// person, may have written it; written only under the pass lease.
/// </summary>
/// <param name="cursors">Where it is kept.</param>
/// <param name="bases">Which edits are in a hold.</param>
/// <param name="logger">Takes the beginning and the end of each hold.</param>
internal sealed partial class HoldBook(ICursorStore cursors, IBaseStore bases, ILogger<HoldBook> logger)
{
    /// <summary>The cursor's name.</summary>
    public const string CursorName = "holds";

    private const int LongestText = 32_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Escaped, a Russian letter takes six characters of the 32,000.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new StoredNameConverter<HoldVerdict>(HoldVerdict.Unknown), new StoredNameConverter<BrakeLimit>(BrakeLimit.Unknown) },
    };

    private volatile IReadOnlyList<Hold> _holds = [];
    private Cursor? _cursor;
    private bool _loaded;

    /// <summary>The holds as this worker last saw them.</summary>
    public IReadOnlyList<Hold> Holds => _holds;

    /// <summary>The hold that waits for a person, or for a newer version; null when none does.</summary>
    public Hold? Standing => _holds.FirstOrDefault(hold => hold.Decision is null || hold.IsOfNewerVersion);

    /// <summary>Brings the holds up to date; an undisturbed worker knows them.</summary>
    public async Task LoadAsync(bool undisturbed, CancellationToken cancellationToken)
    {
        if (_loaded && undisturbed)
            return;

        _loaded = false;
        _cursor = await cursors.ReadAsync(CursorName, cancellationToken);
        _holds = Parse(_cursor?.Value);
        _loaded = true;
    }

    /// <summary>Announces the holds of a plan, before anything of it is done.</summary>
    /// <exception cref="StateConflictException">Another worker moved on meanwhile.</exception>
    public Task AnnounceAsync(IReadOnlyList<Hold> holds, CancellationToken cancellationToken) => SaveAsync(holds, cancellationToken);

    /// <summary>After a pass: each hold is what the bases bear of it, and one without any edit is over.</summary>
    /// <exception cref="StateConflictException">Another worker moved on meanwhile.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (_holds.Count == 0)
            return;

        var sets = HoldSet.ById((await bases.LoadAsync(undisturbed: true, cancellationToken)).Values);
        await SaveAsync([.. _holds.Where(hold => sets.ContainsKey(hold.Id)).Select(hold => hold.Over(sets[hold.Id]))], cancellationToken);
    }

    /// <summary>Reads a cursor's value. What cannot be read holds nothing; the brake finds the edits anew, and nothing counts as approved.</summary>
    public static IReadOnlyList<Hold> Parse(string? text)
    {
        try
        {
            return text is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<Hold>>(text, Json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The holds as a cursor's value. Beyond what a cursor holds, samples are left out.</summary>
    public static string ToText(IReadOnlyList<Hold> holds)
    {
        for (var samples = Hold.MostSamples; ; samples /= 2)
        {
            var text = JsonSerializer.Serialize(holds.Select(hold => hold with { Samples = [.. hold.Samples.Take(samples)] }), Json);
            if (text.Length <= LongestText || samples == 0)
                return text;
        }
    }

    private async Task SaveAsync(IReadOnlyList<Hold> holds, CancellationToken cancellationToken)
    {
        // Written back, what this version does not know would be lost.
        if (_holds.Any(hold => hold.IsOfNewerVersion))
            return;
        var text = ToText(holds);
        if (text != (_cursor?.Value ?? ToText([])))
        {
            // Until the answer is here nobody knows how it stands: should it be lost, the next pass reads anew.
            _loaded = false;
            // A write whose answer was lost, and that the client repeated, looks like somebody else's.
            var written = await cursors.WriteAsync(CursorName, text, _cursor?.Version, cancellationToken)
                ?? await cursors.ReadAsync(CursorName, cancellationToken);
            if (written?.Value != text)
                throw new StateConflictException("Another worker changed what is held.");

            (_cursor, _loaded) = (written, true);
        }

        foreach (var begun in holds.Where(hold => _holds.All(known => known.Id != hold.Id)))
            Log.Begun(logger, begun.Id, begun.Moves, begun.OrderNumbers);
        foreach (var over in _holds.Where(hold => holds.All(still => still.Id != hold.Id)))
            Log.Over(logger, over.Id, over.Decision is { } decision ? $"{decision.Verdict}" : "nothing of it is left");
        _holds = holds;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Hold {Hold} begins: {Moves} moves and {OrderNumbers} order numbers wait for a person. Look: amo2gsheet holds show {Hold}")]
        public static partial void Begun(ILogger logger, string hold, int moves, int orderNumbers);

        [LoggerMessage(2, LogLevel.Information, "Hold {Hold} is over: {How}")]
        public static partial void Over(ILogger logger, string hold, string how);
    }
}
