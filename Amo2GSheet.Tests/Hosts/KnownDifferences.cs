namespace Amo2GSheet.Tests.Hosts;

/// <summary>All that differs from the real host and stays so.</summary>
internal static class KnownDifferences
{
    /// <summary>The real host's own API, for the portal and for its operators: neither of our hosts has it.</summary>
    public static bool IsNotServed(HostExchange exchange) => exchange.Request.Contains(" /admin/", StringComparison.Ordinal);

    /// <summary>
    /// A recorded answer as the functions give it today. The recordings stay as they are: what the app itself answers otherwise since then is said
    /// here, and all that the host had a part in still counts.
    /// </summary>
    public static HostExchange Today(HostExchange recorded) => recorded.Name switch
    {
        // The details have a route of their own.
        "health" or "health slash" or "health upper" => recorded with { AnswerBody = """{"status":"*","lastPassAgeSeconds":*}""" },
        // An empty body starts the catch-up.
        "hook empty" => recorded with { Status = 200, Reason = "OK", AnswerBody = """{"stored":0,"duplicates":0,"reason":"Empty"}""" },
        // The cookie of the browser that began the log-in.
        "oauth login" => recorded with
        {
            AnswerHeaders = new Dictionary<string, string>(recorded.AnswerHeaders) { ["Set-Cookie"] = "a2g_login=*; Path=/; Max-Age=1200; HttpOnly; Secure; SameSite=Lax" },
        },
        _ => recorded,
    };

    /// <summary>The self-host says how long a body is, where the real host sends chunks, and does not say what server it is.</summary>
    public static bool IsOfSelfHost(KeyValuePair<string, string> header) => header.Key.ToUpperInvariant() switch
    {
        "SERVER" or "TRANSFER-ENCODING" => true,
        "CONTENT-LENGTH" => header.Value != "0",
        _ => false,
    };
}
