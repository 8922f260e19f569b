namespace Amo2GSheet.Tests.Hosts;

/// <summary>All that differs from the real host and stays so.</summary>
internal static class KnownDifferences
{
    /// <summary>The real host's own API, for the portal and for its operators: neither of our hosts has it.</summary>
    public static bool IsNotServed(HostExchange exchange) => exchange.Request.Contains(" /admin/", StringComparison.Ordinal);

    /// <summary>The self-host says how long a body is, where the real host sends chunks, and does not say what server it is.</summary>
    public static bool IsOfSelfHost(KeyValuePair<string, string> header) => header.Key.ToUpperInvariant() switch
    {
        "SERVER" or "TRANSFER-ENCODING" => true,
        "CONTENT-LENGTH" => header.Value != "0",
        _ => false,
    };
}
