using System.Security.Cryptography;
using System.Text;
using Amo2GSheet.SelfHost.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.SelfHost.Http;

/// <summary>Decides whether a request shows the key that its function wants, in a time that tells nothing about the keys.</summary>
internal sealed class FunctionKeys
{
    private readonly byte[][] _function;
    private readonly byte[][] _master;

    public FunctionKeys(IOptions<SelfHostSettings> settings)
    {
        _master = settings.Value.MasterKey is { } key ? [Hash(key)] : [];
        _function = [.. settings.Value.FunctionKeys.Select(Hash), .. _master];
    }

    public bool Open(AuthorizationLevel level, HttpRequest request) => level switch
    {
        AuthorizationLevel.Anonymous => true,
        AuthorizationLevel.Function => IsOneOf(_function, Shown(request)),
        AuthorizationLevel.Admin => IsOneOf(_master, Shown(request)),
        _ => false,
    };

    // As in the real host the header wins over the query, so that a wrong header is not saved by a right query, and of several the first counts.
    private static string Shown(HttpRequest request) =>
        (request.Headers.TryGetValue("x-functions-key", out var header) ? header : request.Query["code"]).FirstOrDefault() ?? "";

    // Hashes are of one length, and every key is looked at: neither length nor place of a key shows in the time.
    private static bool IsOneOf(byte[][] keys, string shown)
    {
        var hash = Hash(shown);
        var found = false;
        foreach (var key in keys)
            found |= CryptographicOperations.FixedTimeEquals(key, hash);
        return found;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
