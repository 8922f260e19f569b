using System.Net;
using System.Net.Sockets;
using Amo2GSheet.SelfHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.SelfHost;

public sealed class StartTests
{
    [Theory]
    [InlineData(null, "FUNCTION_KEY is not set, and function Keyed needs a key")]
    [InlineData("  ", "FUNCTION_KEY is not set")]
    [InlineData("fifteen-letters", "FUNCTION_KEY is too short")]
    [InlineData("long-enough-key-1;short", "FUNCTION_KEY is too short")]
    public async Task A_missing_or_short_key_stops_the_start_with_one_message(string? key, string expected)
    {
        var message = Assert.Single(await FailAsync<KeyedFunction>(new() { ["PORT"] = "0", ["FUNCTION_KEY"] = key }));

        Assert.StartsWith(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Function Timed: SYNC_POLL_SCHEDULE is not set")]
    [InlineData("every now and then", "Function Timed: its schedule %SYNC_POLL_SCHEDULE% is \"every now and then\"")]
    [InlineData("10", "Function Timed: its schedule")]
    [InlineData("00:00:00", "Function Timed: its schedule")]
    public async Task A_missing_or_wrong_schedule_stops_the_start_and_names_function_and_setting(string? schedule, string expected)
    {
        var message = Assert.Single(await FailAsync<TimedFunction>(new() { ["PORT"] = "0", ["SYNC_POLL_SCHEDULE"] = schedule }));

        Assert.StartsWith(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_wrong_settings_are_told_at_once_the_applications_own_too()
    {
        var messages = await FailAsync<KeyedFunction>(
            new() { ["PORT"] = "http", ["MASTER_KEY"] = "short" },
            services => services.AddOptions<OwnOptions>().Validate(_ => false, "AMO_SUBDOMAIN is not set.").ValidateOnStart());

        Assert.Equal(["AMO_SUBDOMAIN", "FUNCTION_KEY", "HOST", "MASTER_KEY"], messages.Select(m => m.Split(' ')[0]).Order());
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var message = Assert.Single(await FailAsync<TimedFunction>(
            new() { ["PORT"] = $"{port}", ["SYNC_POLL_SCHEDULE"] = "0 0 * * * *" }));

        Assert.StartsWith($"127.0.0.1:{port} is in use", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_reported_in_one_line()
    {
        // Reserved for documentation: no machine has it.
        var message = Assert.Single(await FailAsync<TimedFunction>(
            new() { ["HOST"] = "192.0.2.1", ["PORT"] = "0", ["SYNC_POLL_SCHEDULE"] = "0 0 * * * *" }));

        Assert.StartsWith("Cannot listen on 192.0.2.1:0", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_cannot_be_hosted_is_named_with_its_reason()
    {
        var messages = await FailAsync<ImpossibleFunctions>(new() { ["PORT"] = "0" });

        Assert.Equal(
            [
                "Function NoTrigger: exactly one parameter must have a trigger, " +
                    "HttpTrigger on HttpRequestData or TimerTrigger on TimerInfo.",
                "Function Strange: its parameter when cannot be a DateTime.",
                "Function Strange: authorization level System is not supported.",
            ],
            messages);
    }

    [Fact]
    public void A_defect_is_no_start_failure_and_keeps_its_stack_trace()
    {
        var error = new StringWriter();

        Assert.Equal(1, StartFailure.Report(new InvalidOperationException("a defect"), error));

        Assert.StartsWith("System.InvalidOperationException: a defect", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(StartFailure.Messages(new InvalidOperationException("a defect")));
    }

    private static async Task<IReadOnlyList<string>> FailAsync<T>(
        Dictionary<string, string?> environment, Action<IServiceCollection>? configure = null)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => FunctionsTestHost.StartAsync<T>(new()
        {
            Environment = environment,
            Configure = b => configure?.Invoke(b.Services),
        }));
        return StartFailure.Messages(exception);
    }

    private sealed class OwnOptions;

    private sealed class KeyedFunction
    {
        [Function("Keyed")]
        public static HttpResponseData Run([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequestData request) =>
            request.CreateResponse();
    }

    private sealed class TimedFunction
    {
        [Function("Timed")]
        public static Task Run([TimerTrigger("%SYNC_POLL_SCHEDULE%")] TimerInfo timer) => Task.CompletedTask;
    }

    private sealed class ImpossibleFunctions
    {
        [Function("NoTrigger")]
        public static Task NoTrigger(HttpRequestData request) => Task.CompletedTask;

        [Function("Strange")]
        public static HttpResponseData Strange([HttpTrigger(AuthorizationLevel.System)] HttpRequestData request, DateTime when)
        {
            request.FunctionContext.Items["when"] = when;
            return request.CreateResponse();
        }
    }
}
