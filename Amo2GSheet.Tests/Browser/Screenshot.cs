using Microsoft.Playwright;

namespace Amo2GSheet.Tests.Browser;

/// <summary>The pictures of the documents, made by tests that pass by what they show; <c>tools/screenshots.sh</c> asks for them.</summary>
internal static class Screenshot
{
    /// <summary>The setting that names the folder to put them into; without it none is made.</summary>
    public const string Variable = "AMO2GSHEET_SCREENSHOTS";

    /// <summary>What tests bear that take one, so that they can be run alone, in a world that no other test has touched.</summary>
    public const string Trait = "Picture";

    /// <summary>Takes the window as it is.</summary>
    public static async Task TakeAsync(IPage page, string file)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            // What just changed shines for a moment.
            await page.EvaluateAsync("Promise.all(document.getAnimations().map(one => one.finished))");
            var browser = await page.Context.NewCDPSessionAsync(page);
            // Playwright itself knows PNG and JPEG only; WebP is half as heavy, and its letters stay sharp.
            var taken = await browser.SendAsync("Page.captureScreenshot", new() { ["format"] = "webp", ["quality"] = 80 });
            await File.WriteAllBytesAsync(Path.Combine(folder, file), taken!.Value.GetProperty("data").GetBytesFromBase64());
        }
    }
}
