using Amo2GSheet.Cli;

namespace Amo2GSheet.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_of_the_program_names_every_command_with_an_example()
    {
        var (code, text) = await RunAsync("--help");

        Assert.Equal(0, code);
        Assert.Contains("Examples:", text, StringComparison.Ordinal);
        Assert.Contains("  amo2gsheet sandbox --functions-port 7071", text, StringComparison.Ordinal);
        Assert.Contains("  amo2gsheet serve --port 7071", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_a_command_ends_with_its_own_example_only()
    {
        var (code, text) = await RunAsync("sandbox", "--help");

        Assert.Equal(0, code);
        Assert.Contains("--smoke", text, StringComparison.Ordinal);
        Assert.Contains("amo2gsheet sandbox --functions-port", text, StringComparison.Ordinal);
        Assert.DoesNotContain("amo2gsheet serve", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("99999")]
    [InlineData("0")]
    [InlineData("http")]
    public async Task A_port_that_is_none_is_refused_by_name(string port)
    {
        var (code, text) = await RunAsync("sandbox", "--amo-port", port);

        Assert.Equal(1, code);
        Assert.Contains($"--amo-port takes a port from 1 to 65535, not '{port}'.", text, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Text)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        var code = await AmoCommandLine.RunAsync(args, output);
        return (code, output.ToString());
    }
}
