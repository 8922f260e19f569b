using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>The page's files (<c>Dashboard/Page</c>), which are part of the program: nothing has to lie beside it, and nothing is loaded from elsewhere.</summary>
internal static class DashboardFiles
{
    private const string Folder = "dashboard/";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private static readonly FrozenDictionary<string, DashboardFile> Files = Read().ToFrozenDictionary(file => file.Name);

    /// <summary>A file that the page asks for; null when there is none such. Templates are none.</summary>
    public static DashboardFile? Find(string name) => Files.GetValueOrDefault(name) is { IsTemplate: false } file ? file : null;

    /// <summary>A template with its places filled. Every value is encoded, in text and in attributes alike.</summary>
    /// <param name="name">The template, such as <c>login.html</c>.</param>
    /// <param name="values">Names of places, which stand as <c>{{name}}</c>, and what goes there.</param>
    public static string Fill(string name, params IEnumerable<(string Place, string Value)> values)
    {
        var filled = new StringBuilder();
        var places = values.ToDictionary(value => value.Place, value => Encoder.Encode(value.Value));
        // One walk over the template: what a value holds is never taken for a place.
        var parts = Encoding.UTF8.GetString(Files[name].Content).Split("{{");
        filled.Append(parts[0]);
        foreach (var part in parts.Skip(1))
        {
            var end = part.IndexOf("}}", StringComparison.Ordinal);
            filled.Append(places[part[..end]]).Append(part.AsSpan(end + 2));
        }

        return filled.ToString();
    }

    private static IEnumerable<DashboardFile> Read()
    {
        var assembly = typeof(DashboardFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return new DashboardFile(
                resource[Folder.Length..], Types[Path.GetExtension(resource)], content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
        }
    }
}

/// <summary>A file of the page.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its content type.</param>
/// <param name="Content">What stands in it.</param>
/// <param name="Tag">Its entity tag, quotes included: another content has another one.</param>
internal sealed record DashboardFile(string Name, string Type, byte[] Content, string Tag)
{
    /// <summary>Filled by the server before it is sent.</summary>
    public bool IsTemplate => Name.EndsWith(".html", StringComparison.Ordinal);
}
