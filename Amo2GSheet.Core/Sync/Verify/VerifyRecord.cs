using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>Keeps the last result, and which worker compares, in the cursor <c>verify</c>: the one thing that a comparison writes.</summary>
/// <param name="cursors">Where.</param>
public sealed class VerifyRecord(ICursorStore cursors)
{
    /// <summary>The cursor's name.</summary>
    public const string CursorName = "verify";

    private const int MostTold = 20;
    private const int MostCharacters = 30_000;
    private const int MostTries = 5;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Keeps a result, whoever made it; without a word when others keep theirs all the time.</summary>
    public async Task KeepAsync(VerifyResult result, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await ReadAsync(cancellationToken);
            if (await WriteAsync((stored ?? new StoredVerify()) with { Result = result }, cancellationToken) is not null)
                return;
        }
    }

    /// <summary>What is stored; null when nothing is, or nothing that this version can read.</summary>
    internal async Task<StoredVerify?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await cursors.ReadAsync(CursorName, cancellationToken) is not { } cursor)
            return null;
        try
        {
            return (JsonSerializer.Deserialize<StoredVerify>(cursor.Value, Json) ?? new StoredVerify()) with { Version = cursor.Version };
        }
        catch (JsonException)
        {
            return new StoredVerify { Version = cursor.Version };
        }
    }

    /// <summary>Stores over the version that was read.</summary>
    /// <returns>What is stored now; null when somebody else stored meanwhile.</returns>
    internal async Task<StoredVerify?> WriteAsync(StoredVerify stored, CancellationToken cancellationToken)
    {
        string text;
        var most = MostTold;
        do
        {
            text = JsonSerializer.Serialize(stored with { Result = stored.Result?.Cut(most) }, Json);
            most /= 2;
        }
        while (text.Length > MostCharacters && most > 0);

        // A write whose answer was lost, and that the client repeated, looks like somebody else's.
        var written = await cursors.WriteAsync(CursorName, text, stored.Version, cancellationToken) ?? await cursors.ReadAsync(CursorName, cancellationToken);
        return written?.Value == text ? stored with { Version = written.Version } : null;
    }
}

/// <summary>What the cursor holds.</summary>
internal sealed record StoredVerify
{
    /// <summary>The nightly comparison that was done last, by the moment at which it was due.</summary>
    public DateTimeOffset? Done { get; init; }

    /// <summary>Who compares now.</summary>
    public string? Owner { get; init; }

    /// <summary>Until when nobody else does.</summary>
    public DateTimeOffset? OwnedUntil { get; init; }

    /// <summary>The last result.</summary>
    public VerifyResult? Result { get; init; }

    /// <summary>The cursor's version; null when there is none yet.</summary>
    [JsonIgnore]
    public string? Version { get; init; }
}
