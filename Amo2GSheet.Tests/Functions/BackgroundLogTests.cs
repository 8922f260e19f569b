using Amo2GSheet.Functions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Tests.Functions;

public sealed class BackgroundLogTests
{
    private readonly LoggerExternalScopeProvider _scopes = new();

    [Fact]
    public void A_line_outside_of_an_invocation_is_one_line_with_level_and_cause() =>
        Assert.Equal(
            $"Warning: Pass: not finished System.IO.IOException: no network{Environment.NewLine}", Written("not\nfinished", new IOException("no\nnetwork")));

    [Fact]
    public void A_line_of_an_invocation_is_left_to_the_host()
    {
        using var invocation = _scopes.Push(new List<KeyValuePair<string, object>> { new("AzureFunctions_InvocationId", "1") });
        using var pass = _scopes.Push("pass");
        Assert.Equal("", Written("not finished"));
    }

    [Fact]
    public void Scopes_of_our_own_do_not_make_an_invocation()
    {
        using var pass = _scopes.Push(new List<KeyValuePair<string, object>> { new("Pass", "1") });
        Assert.NotEqual("", Written("not finished"));
    }

    [Theory]
    [InlineData(null, "background", LogLevel.Warning)]
    [InlineData("simple", "simple", LogLevel.None)]
    public void A_format_that_was_chosen_before_stays(string? chosen, string expected, LogLevel stderr)
    {
        using var services = new ServiceCollection()
            .Configure<ConsoleLoggerOptions>(o => o.FormatterName = chosen)
            .AddLogging(logging => logging.AddBackgroundLog())
            .BuildServiceProvider();
        var console = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;
        Assert.Equal((expected, stderr), (console.FormatterName, console.LogToStandardErrorThreshold));
    }

    private string Written(string text, Exception? cause = null)
    {
        using var writer = new StringWriter();
        new BackgroundFormatter().Write(new LogEntry<string>(LogLevel.Warning, "Pass", default, text, cause, (state, _) => state), _scopes, writer);
        return writer.ToString();
    }
}
