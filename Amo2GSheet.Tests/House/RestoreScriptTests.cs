using System.Diagnostics;

namespace Amo2GSheet.Tests.House;

/// <summary>Which client of Google Sheets <c>tools/restore.sh</c> chooses, by what <c>dotnet restore</c> prints.</summary>
public sealed class RestoreScriptTests : IDisposable
{
    private const string Project = "/src/Amo2GSheet.GoogleSheets/Amo2GSheet.GoogleSheets.csproj";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("restore");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("Package", 0, "")]
    [InlineData("StandIn", 1, $"{Project} : error NU1101: Unable to find package Google.Apis.Sheets.v4. No packages exist with this id in source(s): nuget.org")]
    [InlineData(
        "StandIn",
        1,
        $"{Project} : error NU1102: Unable to find package Google.Apis.Sheets.v4 with version (>= 1.70.0.3819)\n{Project} : error NU1102:   - Found 26 version(s) in nuget.org [ Nearest version: 1.69.0.3746 ]")]
    public void A_registry_that_answers_decides(string chosen, int code, string printed)
    {
        Assert.Equal(0, Run(printed, code).Code);

        Assert.Contains($">{chosen}</GoogleSheetsClient>", File.ReadAllText(Path.Combine(_directory.FullName, "GoogleSheetsClient.props")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error NU1101: Unable to find package Google.Apis.Sheets.v4.Extras. No packages exist with this id in source(s): nuget.org")]
    [InlineData("error NU1101: Unable to find package Google.Apis. No packages exist with this id in source(s): /cache/Google.Apis.Sheets.v4")]
    [InlineData("error NU1102: Unable to find package Polly.Core with version (>= 99.0.0)\nerror NU1102:   - Found 26 version(s) in nuget.org [ Nearest version: 8.6.0 ]")]
    [InlineData("error NU1301: Unable to load the service index for source https://registry.example/v3/index.json.")]
    [InlineData("error MSB4025: The project file could not be loaded.")]
    [InlineData(
        "error NU1101: Unable to find package Google.Apis.Sheets.v4. No packages exist with this id in source(s): nuget.org\n"
        + "error NU1101: Unable to find package Google.Apis.Core. No packages exist with this id in source(s): nuget.org")]
    public void Any_other_failure_stops_and_is_shown(string printed)
    {
        var (code, error) = Run(printed, 1);

        Assert.Equal(1, code);
        Assert.Contains(printed, error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_directory.FullName, "GoogleSheetsClient.props")));
    }

    /// <summary>Runs the script beside a <c>dotnet</c> that prints the text and ends with the code.</summary>
    private (int Code, string Error) Run(string printed, int code)
    {
        var tools = _directory.CreateSubdirectory("tools");
        var bin = _directory.CreateSubdirectory("bin");
        File.Copy(Path.Combine(Repository.Top, "tools", "restore.sh"), Path.Combine(tools.FullName, "restore.sh"));
        File.WriteAllText(Path.Combine(bin.FullName, "printed"), printed);
        var dotnet = Path.Combine(bin.FullName, "dotnet");
        File.WriteAllText(dotnet, $"#!/usr/bin/env bash\ncat '{bin.FullName}/printed'\nexit {code}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("bash", [Path.Combine(tools.FullName, "restore.sh")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{bin.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        using var script = Process.Start(start)!;
        script.StandardOutput.ReadToEnd();
        var error = script.StandardError.ReadToEnd();
        script.WaitForExit();
        return (script.ExitCode, error);
    }
}
