using Amo2GSheet.SelfHost;
using Amo2GSheet.SelfHost.Settings;

namespace Amo2GSheet.Tests.SelfHost;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _top = Directory.CreateTempSubdirectory("settings");

    public void Dispose() => _top.Delete(recursive: true);

    [Fact]
    public void Command_line_beats_environment_beats_local_settings()
    {
        Write("local.settings.json", """{ "Values": { "A": "file", "B": "file", "C": "file", "D__E": "file" } /* allowed */ }""");

        var settings = SettingsSources.Read(
            ["--C=line", "--port", "7072"],
            Options(_top.FullName) with { Environment = new Dictionary<string, string?> { ["B"] = "env", ["C"] = "env" } });

        string[] names = ["A", "B", "C", "D:E", "PORT"];
        Assert.Equal(["file", "env", "line", "file", "7072"], names.Select(n => settings[n]));
    }

    [Theory]
    [InlineData("""{ "Host": { "LocalHttpPort": 7075 }, "Values": {} }""", "7075")]
    [InlineData("""{ "Host": { "LocalHttpPort": 7075 }, "Values": { "PORT": "7076" } }""", "7076")]
    public void LocalHttpPort_is_the_port_where_nothing_else_says_one(string localSettings, string port)
    {
        Write("local.settings.json", localSettings);

        Assert.Equal(port, SettingsSources.Read([], Options(_top.FullName))["PORT"]);
    }

    [Fact]
    public void Both_files_are_found_upwards_from_the_working_directory()
    {
        Write("local.settings.json", """{ "Values": { "A": "above" } }""");
        Write("host.json", """{ "extensions": { "http": { "routePrefix": "/above/" } }, "functionTimeout": "-1" }""");
        var below = _top.CreateSubdirectory("a/b").FullName;

        Assert.Equal("above", SettingsSources.Read([], Options(below))["A"]);
        Assert.Equal("above", HostJson.Find(below).RoutePrefix);
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("""{ "functionTimeout": "soon" }""")]
    public void A_file_that_is_not_understood_stops_the_start_and_is_named(string json)
    {
        Write("host.json", json);

        var exception = Assert.Throws<SelfHostStartException>(() => HostJson.Find(_top.FullName));

        Assert.Contains(Path.Combine(_top.FullName, "host.json"), exception.Message, StringComparison.Ordinal);
    }

    private static SelfHostOptions Options(string directory) =>
        new() { WorkingDirectory = directory, Environment = new Dictionary<string, string?>() };

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_top.FullName, name), text);
}
