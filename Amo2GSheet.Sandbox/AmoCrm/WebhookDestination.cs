namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Where webhooks may go. The simulator plays with invented people, but it must not become a way to make requests elsewhere.</summary>
internal static class WebhookDestination
{
    /// <summary>Why a destination is refused.</summary>
    public const string NotLocal = "The simulator sends webhooks to this machine only: use 127.0.0.1, localhost or [::1]";

    /// <summary>Whether a destination is on this machine.</summary>
    public static bool IsLocal(Uri destination) => ControlGuard.IsLoopback(destination.Host);

    /// <summary>A destination without secrets: names of its query's parameters stay, their values do not.</summary>
    public static string Masked(string destination)
    {
        var mark = destination.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
            return destination;
        var parts = destination[(mark + 1)..].Split('&').Select(part => part.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? $"{part[..equals]}=***" : "***");
        return $"{destination[..mark]}?{string.Join('&', parts)}";
    }
}
