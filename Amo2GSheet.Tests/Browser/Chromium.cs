using Microsoft.Playwright;

namespace Amo2GSheet.Tests.Browser;

/// <summary>
/// The one browser of a test run: the Chromium that is installed on this machine, started by the first test that asks, shared by all,
/// gone with the test process. Tests keep apart by contexts. Nothing is ever downloaded.
/// </summary>
internal static class Chromium
{
    /// <summary>The setting that names the program, where it is not on the PATH.</summary>
    public const string Variable = "AMO2GSHEET_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly Lazy<Task<IBrowser>> Shared = new(LaunchAsync);

    /// <summary>The program; null when there is none.</summary>
    public static string? Path { get; } = Find();

    /// <summary>A window of its own, with no cookies.</summary>
    /// <param name="options">Size, colour scheme and the like; a laptop's window when null.</param>
    public static async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var browser = await Shared.Value;
        return await browser.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1280, Height = 800 } });
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            // No sandbox: in containers Chromium may not make one; what it opens here is our own.
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
