using Amo2GSheet.SelfHost;
using Amo2GSheet.SelfHost.Settings;

namespace Amo2GSheet.Tests.SelfHost;

/// <summary>Where the tables are when no setting says it.</summary>
public sealed class StateDirectoryTests
{
    [Theory]
    [InlineData("/var/lib/amo2gsheet", "/home/x/state", "/var/lib/amo2gsheet/tables.db")]
    [InlineData("/var/lib/amo2gsheet:/var/lib/other", null, "/var/lib/amo2gsheet/tables.db")]
    [InlineData(null, "/home/x/state", "/home/x/state/amo2gsheet/tables.db")]
    public void The_file_is_in_the_folder_that_the_system_names(string? systemd, string? xdg, string expected)
    {
        var settings = SettingsSources.Read([], Options(("STATE_DIRECTORY", systemd), ("XDG_STATE_HOME", xdg)));

        Assert.Equal($"sqlite:{expected}", settings["AMO2GSHEET_TABLES"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("relative")]
    public void Else_it_is_in_the_user_s_own(string? xdg) => Assert.EndsWith(
        "/.local/state/amo2gsheet/tables.db", SettingsSources.Read([], Options(("XDG_STATE_HOME", xdg)))["AMO2GSHEET_TABLES"], StringComparison.Ordinal);

    [Theory]
    [InlineData("AMO2GSHEET_TABLES", "UseDevelopmentStorage=true")]
    [InlineData("AzureWebJobsStorage", "UseDevelopmentStorage=true")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "https://some.table.core.windows.net")]
    [InlineData("AzureWebJobsStorage__accountName", "some")]
    public void A_setting_that_names_a_place_is_followed(string name, string value)
    {
        var settings = SettingsSources.Read([], Options((name, value)));

        Assert.Equal(name == "AMO2GSHEET_TABLES" ? value : null, settings["AMO2GSHEET_TABLES"]);
    }

    [Fact]
    public void The_default_folder_is_made_for_its_owner_alone_and_no_other_is_made()
    {
        if (OperatingSystem.IsWindows())
            return;
        var top = Directory.CreateTempSubdirectory("state").FullName;
        var file = StateDirectory.TableFile(name => name == "XDG_STATE_HOME" ? top : null);

        StateDirectory.EnsureFor(file);
        StateDirectory.EnsureFor(Path.Combine(top, "typing-error", "tables.db"));

        Assert.Equal([Path.Combine(top, "amo2gsheet")], Directory.GetDirectories(top));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(top, "amo2gsheet")));
        Directory.Delete(top, recursive: true);
    }

    private static SelfHostOptions Options(params (string Name, string? Value)[] environment) => new()
    {
        WorkingDirectory = Path.GetTempPath(),
        Environment = environment.Where(variable => variable.Value is not null).ToDictionary(variable => variable.Name, variable => variable.Value),
    };
}
