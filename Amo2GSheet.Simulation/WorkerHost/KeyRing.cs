using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>The host's keys: the header goes before the query, and of several values the first one counts.</summary>
/// <param name="functionKeys">Open functions of level Function.</param>
/// <param name="masterKey">Opens every function; null when there is none.</param>
internal sealed class KeyRing(IReadOnlyList<string> functionKeys, string? masterKey)
{
    private const string Header = "x-functions-key";
    private const string Query = "code";

    /// <summary>Whether a request may call a function of a level.</summary>
    public bool Opens(string? level, HttpRequest request) => level?.ToUpperInvariant() switch
    {
        "ANONYMOUS" => true,
        "ADMIN" => IsMaster(Presented(request)),
        _ => Presented(request) is { Length: > 0 } key && (IsMaster(key) || functionKeys.Any(one => AreEqual(one, key))),
    };

    private bool IsMaster(string? key) => masterKey is not null && key is { Length: > 0 } && AreEqual(masterKey, key);

    private static string? Presented(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var header) ? header[0]
        : request.Query.TryGetValue(Query, out var code) ? code[0]
        : null;

    private static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
