using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.SelfHost.Settings;

/// <summary>The settings in the order that <c>func start</c> gives them: file, environment, command line; the last wins.</summary>
internal static class SettingsSources
{
    private const string FileName = "local.settings.json";
    private const string Schedule = "SYNC_POLL_SCHEDULE";
    private const string Tables = "AMO2GSHEET_TABLES";
    private const string Account = "AzureWebJobsStorage";

    public static IConfigurationRoot Read(string[] args, SelfHostOptions options)
    {
        var builder = new ConfigurationBuilder().AddInMemoryCollection(ReadLocalSettings(options.WorkingDirectory));
        if (options.Environment is { } environment)
            builder.AddInMemoryCollection(environment.Select(v => KeyValuePair.Create(AsKey(v.Key), v.Value)));
        else
            builder.AddEnvironmentVariables();
        // Configuration keys know no case, so that `--port 7072` is the setting PORT.
        var given = builder.AddCommandLine(args).Build();
        return new ConfigurationBuilder().AddConfiguration(given).AddInMemoryCollection(Defaults(given, options)).Build();
    }

    /// <summary>Settings that follow from others here, while the Functions host asks for them.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Defaults(IConfiguration given, SelfHostOptions options)
    {
        // In Azure the host wants the schedule itself; here the seconds are enough. Wrong ones are told when settings are checked.
        if (string.IsNullOrWhiteSpace(given[Schedule]) && PollInterval.ToSchedule(given["SYNC_POLL_SECONDS"]) is { } schedule)
            yield return KeyValuePair.Create(Schedule, (string?)schedule);
        if (string.IsNullOrWhiteSpace(given[Tables]) && string.IsNullOrWhiteSpace(given[Account]) && !given.GetSection(Account).GetChildren().Any())
            yield return KeyValuePair.Create(Tables, (string?)$"sqlite:{StateDirectory.TableFile(name => Variable(options, name))}");
    }

    private static string? Variable(SelfHostOptions options, string name) =>
        options.Environment is { } environment ? environment.GetValueOrDefault(name) : Environment.GetEnvironmentVariable(name);

    private static Dictionary<string, string?> ReadLocalSettings(string workingDirectory)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (JsonFile.FindUpwards(FileName, workingDirectory) is not { } path)
            return settings;

        var file = JsonFile.Read(path);
        if (file["Host:LocalHttpPort"] is { } port)
            settings["PORT"] = port;
        foreach (var (key, value) in file.GetSection("Values").AsEnumerable(makePathsRelative: true))
        {
            if (value is not null)
                settings[AsKey(key)] = value;
        }

        return settings;
    }

    // Core Tools hand Values over as environment variables, and those write a section's colon as two underscores.
    private static string AsKey(string name) => name.Replace("__", ":", StringComparison.Ordinal);
}
