using System.Text;

namespace Amo2GSheet.Tests.AmoCrm;

/// <summary>The files in Webhooks. A file's first line says what is expected; the rest is the body, of a form one pair a line.</summary>
internal static class WebhookCorpus
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "AmoCrm", "Webhooks");

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static (string Expected, byte[] Body) Read(string file)
    {
        var lines = File.ReadAllText(Path.Combine(Folder, file)).TrimEnd('\n').Split('\n');
        return (lines[0], Encoding.UTF8.GetBytes(string.Join(file.EndsWith(".form", StringComparison.Ordinal) ? '&' : '\n', lines[1..])));
    }
}
