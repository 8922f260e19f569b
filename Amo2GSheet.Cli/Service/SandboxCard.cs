using System.Text.Json;

namespace Amo2GSheet.Cli.Service;

/// <summary>
/// How other commands reach a running <c>amo2gsheet sandbox</c>: a file in the user's temporary folder that lives as long as it. The
/// settings in it are those of simulators; no real account's are ever written there.
/// </summary>
/// <param name="Service">The service's address.</param>
/// <param name="Settings">The settings that the service runs with.</param>
internal sealed record SandboxCard(Uri Service, IReadOnlyDictionary<string, string?> Settings)
{
    private static readonly string FilePath = Path.Combine(Path.GetTempPath(), $"amo2gsheet-sandbox-{Environment.UserName}.json");

    /// <summary>Writes the card; disposing takes it away again, unless a sandbox started later has put its own in its place.</summary>
    public IDisposable Show()
    {
        var text = JsonSerializer.Serialize(this);
        File.Delete(FilePath);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(FilePath, options))
            writer.Write(text);
        return new Shown(text);
    }

    /// <summary>The card of a sandbox that answers now; null when none runs.</summary>
    public static async Task<SandboxCard?> FindAsync(CancellationToken cancellationToken)
    {
        if (Read() is not { } text)
            return null;

        try
        {
            var card = JsonSerializer.Deserialize<SandboxCard>(text)!;
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
            using var answer = await http.GetAsync(new Uri(card.Service, "health"), cancellationToken);
            return answer.IsSuccessStatusCode ? card : null;
        }
        catch (Exception gone) when (gone is JsonException or HttpRequestException || (gone is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static string? Read()
    {
        try
        {
            return File.ReadAllText(FilePath);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed class Shown(string text) : IDisposable
    {
        public void Dispose()
        {
            if (Read() == text)
                File.Delete(FilePath);
        }
    }
}
