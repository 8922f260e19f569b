namespace Amo2GSheet.Tests.Browser;

/// <summary>A test in a real browser; skipped, and said so, where none is installed.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = BrowserSkip.Reason;
}

/// <summary>The same with data.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = BrowserSkip.Reason;
}

internal static class BrowserSkip
{
    public static string? Reason { get; } =
        Chromium.Path is null ? $"No Chromium: install it (apt-get install chromium), or set {Chromium.Variable} to the program." : null;
}
