using Amo2GSheet.Cli.Service;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Processes;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.House;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.Hardening.Log;

/// <summary>The watch over the suite's log can fail: each way that a line comes in, and each kind of secret.</summary>
public sealed class LogWatchTests : IDisposable
{
    private const string Secret = "a-secret-of-this-test";

    /// <summary>What a test says that has logging built.</summary>
    private static readonly string[] Ears = [".AddLogging(", ": ILoggerProvider", "CliService.Over(", "CliService.OpenThrowawayAsync("];

    private readonly LogWatch _watch = new();

    [Fact]
    public void A_line_is_found_whether_the_secret_was_known_before_or_after_it()
    {
        _watch.Learn(Secret);
        _watch.Take("before", $"key {Secret}.");
        _watch.Take("after", "the client Азиз Турсунов called\nand nobody else");
        _watch.LearnName("Азиз Турсунов");
        _watch.Take("clean", "Lead 40100001 was moved.");

        Assert.Equal(
            [$"a secret or name in use: before: key {Secret}.", "a secret or name in use: after: the client Азиз Турсунов called"], _watch.Leaks());
    }

    [Theory]
    [InlineData("GET http://127.0.0.1:7071/webhook/amocrm?code=0123456789abcdef")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=a;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;")]
    [InlineData("Authorization: Bearer 1234567890")]
    [InlineData("""{"access_token": "access-1"}""")]
    [InlineData("client_secret=client-secret&x=1")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("calls +998901234501 back")]
    [InlineData("the cell «998935550102»")]
    [InlineData("1//0123456789abcdef0123456789abcdef01234567")]
    public void What_looks_like_a_secret_is_found_though_nobody_told_of_it(string line)
    {
        _watch.Take("x", line);

        Assert.Single(_watch.Leaks());
    }

    [Theory]
    [InlineData("Pass 6f2a of lead 40100001 at 1767225600: [В процессе → У курера]")]
    [InlineData("[POST] http://127.0.0.1:40381/webhook/amocrm (key in x-functions-key or ?code=)")]
    [InlineData("The access token ends at 2026-11-25 01:39:10 UTC and is refreshed by itself.")]
    [InlineData("AMO_CLIENT_SECRET is not set.")]
    [InlineData("The network failed during POST /oauth2/access_token: connection reset.")]
    public void An_ordinary_line_is_none(string line)
    {
        _watch.Take("x", line);

        Assert.Empty(_watch.Leaks());
    }

    [Fact]
    public async Task Tokens_and_keys_of_both_simulators_look_like_what_they_are()
    {
        var amo = AmoCrmSimulator.MakeWorld(new AmoCrmSimulatorOptions());
        await using var sheets = await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions(), CancellationToken.None);
        var code = amo.MakeCode();
        _watch.Take("code", code);
        _watch.Take("long-lived", amo.MakeLongLivedToken());
        _watch.Take("key", sheets.CreateServiceAccountKey(DemoSpreadsheet.ServiceAccount));
        var pair = amo.With(state => state.Tokens.Exchange(
            new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["client_id"] = new AmoCrmSimulatorOptions().ClientId,
                ["client_secret"] = new AmoCrmSimulatorOptions().ClientSecret,
                ["redirect_uri"] = new AmoCrmSimulatorOptions().RedirectUri,
            },
            "127.0.0.1",
            amo.Now));
        _watch.Take("access", (string?)pair.Body["access_token"]);
        _watch.Take("refresh", (string?)pair.Body["refresh_token"]);

        Assert.Equal(5, _watch.Leaks().Count);
    }

    [Fact]
    public void A_host_that_logs_it_or_its_exception_is_heard()
    {
        _watch.Learn(Secret);
        using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new SuiteLogProvider(_watch))).BuildServiceProvider();
        var logger = services.GetRequiredService<ILogger<LogWatchTests>>();

        logger.Log(LogLevel.Information, default, Secret, null, (state, _) => state);
        logger.Log(LogLevel.Warning, default, "failed", new InvalidOperationException(Secret), (state, _) => state);
        using (logger.BeginScope(Secret))
            logger.Log(LogLevel.Information, default, "clean", null, (state, _) => state);

        Assert.Equal(3, _watch.Leaks().Count);
    }

    [Fact]
    public async Task The_parts_that_a_command_works_with_are_heard()
    {
        _watch.Learn(Secret);
        using var provider = new SuiteLogProvider(_watch);
        await using var service = CliService.Over(new ConfigurationBuilder().Build(), log: provider);

        service.Services.GetRequiredService<ILogger<LogWatchTests>>().Log(LogLevel.Information, default, Secret, null, (state, _) => state);

        Assert.Single(_watch.Leaks());
    }

    [Fact]
    public void A_console_that_prints_it_in_pieces_is_heard()
    {
        _watch.Learn(Secret);
        using var printed = new StringWriter();
        using var console = new OverheardWriter(printed, _watch);

        console.Write(Secret[..5]);
        console.WriteLine(Secret[5..]);

        Assert.Single(_watch.Leaks());
        Assert.Equal(Secret + Environment.NewLine, printed.ToString());
    }

    [Fact]
    public void This_process_listens_to_its_console_and_to_its_children()
    {
        Assert.IsType<OverheardWriter>(Unwrapped(Console.Out));
        Assert.NotNull(ChildProcess.Overhear);
    }

    [Fact]
    public void Whoever_builds_logging_in_a_test_has_the_suite_listen()
    {
        var deaf = Directory.EnumerateFiles(Path.Combine(Repository.Top, "Amo2GSheet.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file) is var text
                && Ears.Any(ear => text.Contains(ear, StringComparison.Ordinal))
                && !text.Contains("SuiteLog", StringComparison.Ordinal) && !text.Contains("AddBackgroundLog", StringComparison.Ordinal))
            .Select(Path.GetFileName);

        Assert.Empty(deaf);
    }

    public void Dispose() => _watch.Dispose();

    // Console.SetOut puts a lock around what it is given.
    private static object? Unwrapped(TextWriter writer) => writer is OverheardWriter
        ? writer
        : writer.GetType().GetField("_out", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)?.GetValue(writer);
}
