using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Tests.Hardening.Log;
using Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Tests.Cli;

public sealed class CommandFrameTests
{
    [Fact]
    public async Task Missing_settings_are_one_line_each_and_no_stack_trace()
    {
        using var bench = new Bench();

        var code = await bench.RunAsync((context, token) => Ready(context, token));

        Assert.Equal(1, code);
        var lines = bench.Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.StartsWith("AMO_SUBDOMAIN is missing", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("GOOGLE_SHEET_ID is missing", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("   at ", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
        Assert.Equal(lines.Length, lines.Distinct().Count());
        Assert.Empty(bench.Output.ToString());
    }

    public static TheoryData<Exception, string> Mendable => new()
    {
        { new AmoUnavailableException("amoCRM is down."), "amoCRM is down." },
        { new AmoUnauthorizedException("No tokens."), "No tokens. From a terminal: amo2gsheet login." },
        { new SheetUnavailableException("Google is down."), "Google is down." },
        { new SheetMisconfiguredException("Share it."), "Share it." },
        { new CommandException("Not so."), "Not so." },
        { new RequestFailedException(403, "many\nlines\nHeaders:", "AuthorizationFailure", null), "Table Storage refused (HTTP 403, AuthorizationFailure): check AzureWebJobsStorage or AMO2GSHEET_TABLES." },
        { new AggregateException(new RequestFailedException("refused"), new RequestFailedException("refused")), "Table Storage cannot be reached: check AzureWebJobsStorage or AMO2GSHEET_TABLES, and the network." },
        { new AggregateException(new OptionsValidationException("X", typeof(string), ["X is missing."])), "X is missing." },
    };

    [Theory]
    [MemberData(nameof(Mendable))]
    public async Task What_a_person_can_mend_is_one_sentence(Exception failure, string sentence)
    {
        using var bench = new Bench();

        var code = await bench.RunAsync((_, _) => Task.FromException<int>(failure));

        Assert.Equal(1, code);
        Assert.Equal(sentence, bench.Error.ToString().Trim());
    }

    [Fact]
    public async Task A_defect_is_not_taken_for_something_that_a_person_can_mend()
    {
        using var bench = new Bench();

        await Assert.ThrowsAsync<ArgumentNullException>(() => bench.RunAsync((_, _) => Task.FromException<int>(new ArgumentNullException("lead"))));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_command_with_one_word()
    {
        using var bench = new Bench();
        using var stop = new CancellationTokenSource();

        var code = await bench.RunAsync(
            async (_, token) =>
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
                return 0;
            },
            stop.Token);

        Assert.Equal(1, code);
        Assert.Equal("Stopped.", bench.Error.ToString().Trim());
    }

    [Fact]
    public async Task Square_brackets_in_a_name_are_printed_as_they_are()
    {
        using var bench = new Bench();

        await bench.RunAsync((context, _) =>
        {
            context.Terminal.Note("Воронка [red]Sotuv[/] [1]");
            return Task.FromResult(0);
        });

        Assert.Equal("Воронка [red]Sotuv[/] [1]", bench.Error.ToString().Trim());
    }

    private static async Task<int> Ready(CommandContext context, CancellationToken cancellationToken)
    {
        await context.Service.EnsureReadyAsync(cancellationToken);
        return 0;
    }

    private sealed class Bench : IDisposable
    {
        public StringWriter Output { get; } = new();

        public StringWriter Error { get; } = new();

        public Task<int> RunAsync(Func<CommandContext, CancellationToken, Task<int>> work, CancellationToken cancellationToken = default) =>
            new CommandFrame(new Terminal(Output, Error, TextReader.Null), (_, _) => Task.FromResult(CliService.Over(new ConfigurationBuilder().Build(), log: SuiteLog.Provider)))
                .RunAsync(sandbox: false, work, cancellationToken);

        public void Dispose()
        {
            Output.Dispose();
            Error.Dispose();
        }
    }
}
