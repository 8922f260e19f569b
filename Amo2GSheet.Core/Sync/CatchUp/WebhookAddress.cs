using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>Tells our webhook among the account's.</summary>
internal static class WebhookAddress
{
    private const string Path = "/webhook/amocrm";

    /// <summary>Our webhook, or null: by its address when that is set, else the only one that ends in our path; of several, one that is on.</summary>
    /// <param name="all">The account's webhooks.</param>
    /// <param name="ours">Our address, key included; null when it is not set.</param>
    public static AmoWebhook? Find(IEnumerable<AmoWebhook> all, Uri? ours)
    {
        var mine = all.Where(hook => Uri.TryCreate(hook.Destination, UriKind.Absolute, out var theirs)
            && (ours is null ? EndsInOurPath(theirs) : IsSame(theirs, ours))).ToList();
        // Without an address set, two that are off may both be somebody else's: none is switched on by guess.
        return mine.Find(hook => !hook.Disabled && hook.IsComplete)
            ?? mine.Find(hook => !hook.Disabled)
            ?? (ours is not null || mine.Count == 1 ? mine.FirstOrDefault() : null);
    }

    /// <summary>Host and path, fit to be shown: the key stands in the query.</summary>
    public static string Shown(Uri address) => $"{address.Authority}{address.AbsolutePath}";

    // Host and scheme in any case, the query in any order and encoding, and with more in it than ours; the key must be the same.
    private static bool IsSame(Uri theirs, Uri ours) =>
        Uri.Compare(theirs, ours, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
        && theirs.AbsolutePath.TrimEnd('/').Equals(ours.AbsolutePath.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && Query(ours).IsSubsetOf(Query(theirs));

    // Ours always bears a function key. The Python service before this one listened on the same path, without a key: its hook is not ours.
    private static bool EndsInOurPath(Uri address) =>
        address.AbsolutePath.TrimEnd('/').EndsWith(Path, StringComparison.OrdinalIgnoreCase)
        && Query(address).Any(part => part.StartsWith("code=", StringComparison.Ordinal));

    private static HashSet<string> Query(Uri address) =>
        [.. address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
}
