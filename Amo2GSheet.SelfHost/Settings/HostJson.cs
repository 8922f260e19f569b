using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.SelfHost.Settings;

/// <summary>What this host takes from <c>host.json</c>; the rest of the file is for Azure.</summary>
/// <param name="RoutePrefix">Stands before every route, without slashes at its ends; may be empty.</param>
/// <param name="FunctionTimeout">After it an invocation's token fires; null for never.</param>
/// <param name="Logging">The section <c>logging</c>, whose <c>logLevel</c> has the shape that .NET knows.</param>
internal sealed record HostJson(string RoutePrefix, TimeSpan? FunctionTimeout, IConfigurationSection Logging)
{
    private const string FileName = "host.json";

    /// <summary>
    /// Upwards from the working directory, then beside the binary: an operator's file wins over the one that the build copied.
    /// </summary>
    /// <exception cref="SelfHostStartException">The file is not JSON, or a value in it is not understood.</exception>
    public static HostJson Find(string workingDirectory)
    {
        var path = JsonFile.FindUpwards(FileName, workingDirectory) ?? Path.Combine(AppContext.BaseDirectory, FileName);
        var json = File.Exists(path) ? JsonFile.Read(path) : new ConfigurationBuilder().Build();
        return new HostJson(
            (json["extensions:http:routePrefix"] ?? "api").Trim('/'),
            ParseTimeout(path, json["functionTimeout"]),
            json.GetSection("logging"));
    }

    private static TimeSpan? ParseTimeout(string path, string? value)
    {
        if (value is null or "-1")
            return null;

        return TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero
            ? timeout
            : throw new SelfHostStartException($"{path}: functionTimeout is \"{value}\"; write it as 00:05:00, or -1 for none.");
    }
}
