using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.SelfHost.Settings;

/// <summary>The host's two files, <c>host.json</c> and <c>local.settings.json</c>; comments are allowed in both.</summary>
internal static class JsonFile
{
    public static string? FindUpwards(string fileName, string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, fileName);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    /// <exception cref="SelfHostStartException">The file is not JSON.</exception>
    public static IConfigurationRoot Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or System.Text.Json.JsonException or IOException)
        {
            throw new SelfHostStartException($"{path} cannot be read: {(e.InnerException ?? e).Message}", e);
        }
    }
}
