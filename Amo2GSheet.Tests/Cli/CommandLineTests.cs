using Amo2GSheet.Cli.Commands;

namespace Amo2GSheet.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_of_the_program_names_every_command_with_an_example()
    {
        var run = await CliRun.OfAsync("--help");

        Assert.Equal(0, run.Code);
        Assert.Contains("Examples:", run.Out, StringComparison.Ordinal);
        Assert.Contains("  amo2gsheet sandbox --functions-port 7071", run.Out, StringComparison.Ordinal);
        Assert.Contains("  amo2gsheet serve --port 7071", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_a_command_ends_with_its_own_example_only()
    {
        var run = await CliRun.OfAsync("sandbox", "--help");

        Assert.Equal(0, run.Code);
        Assert.Contains("--smoke", run.Out, StringComparison.Ordinal);
        Assert.Contains("amo2gsheet sandbox --functions-port", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("amo2gsheet serve", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "amo2gsheet check --sandbox")]
    [InlineData("login", "amo2gsheet login")]
    [InlineData("setup-sheet", "amo2gsheet setup-sheet --staff people.csv")]
    [InlineData("inspect", "amo2gsheet inspect --leads 3 --sandbox")]
    [InlineData("why", "amo2gsheet why 40100001 --sandbox")]
    [InlineData("verify", "amo2gsheet verify --json")]
    [InlineData("kpi backfill", "amo2gsheet kpi backfill --from 2026-03-01 --to 2026-03-31 --sandbox")]
    [InlineData("kpi explain", "amo2gsheet kpi explain 40100001 --sandbox")]
    public async Task Every_command_that_uses_the_service_has_help_an_example_and_a_sandbox(string command, string example)
    {
        var run = await CliRun.OfAsync([.. command.Split(' '), "--help"]);

        Assert.Equal(0, run.Code);
        Assert.Contains("--sandbox", run.Out, StringComparison.Ordinal);
        Assert.Equal(example, run.Out.TrimEnd().Split('\n')[^1].Trim());
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("99999")]
    [InlineData("0")]
    [InlineData("http")]
    public async Task A_port_that_is_none_is_refused_by_name(string port)
    {
        var run = await CliRun.OfAsync("sandbox", "--amo-port", port);

        Assert.Equal(2, run.Code);
        Assert.Contains($"--amo-port takes a port from 1 to 65535, not '{port}'.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prot is no setting of the service", "--prot", "7071")]
    [InlineData("GOOGLE_SHEETID is no setting of the service", "GOOGLE_SHEETID=x")]
    [InlineData("--port has no value", "--port")]
    [InlineData("--port has no value", "--port", "--FUNCTION_KEY=k")]
    public async Task Serve_refuses_what_sets_nothing(string complaint, params string[] args)
    {
        var run = await CliRun.OfAsync(["serve", .. args]);

        Assert.Equal(2, run.Code);
        Assert.Contains(complaint, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Serve_takes_every_setting_in_each_form() => Assert.Null(ServeArguments.Complain(
        ["--host", "*", "--port=0", "/FUNCTION_KEY", "-a-key-with-a-dash", "AMO_SUBDOMAIN=x", "--Logging:LogLevel:Default", "Warning", "--AzureWebJobsStorage__accountName=x"]));

    [Fact]
    public async Task A_command_that_does_not_exist_is_a_wrong_usage()
    {
        var run = await CliRun.OfAsync("wipe");

        Assert.Equal(2, run.Code);
        Assert.Contains("wipe", run.Error, StringComparison.Ordinal);
    }
}
