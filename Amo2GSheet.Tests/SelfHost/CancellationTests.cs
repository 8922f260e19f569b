using System.Net;
using System.Net.Sockets;
using Amo2GSheet.SelfHost.Invocations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.SelfHost;

public sealed class CancellationTests
{
    [Fact]
    public async Task The_token_fires_when_the_caller_goes_and_that_is_no_error()
    {
        await using var host = await StartAsync();
        var slow = host.Services.GetRequiredService<Slow>();
        using var caller = new CancellationTokenSource();
        var request = host.Client.GetAsync("/slow", caller.Token);
        await slow.Entered.Task;

        await caller.CancelAsync();

        await slow.Cancelled.Task;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Empty(host.Logs.Problems);
    }

    [Fact]
    public async Task A_stop_refuses_new_callers_and_lets_the_running_request_finish()
    {
        await using var host = await StartAsync();
        var slow = host.Services.GetRequiredService<Slow>();
        var request = host.Client.GetAsync("/slow");
        await slow.Entered.Task;

        var stop = host.StopAsync();
        await RefusedAsync(host.Address);
        slow.Release.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await request).StatusCode);
        await stop;
        Assert.False(slow.Cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task When_the_grace_of_a_stop_is_over_the_token_fires()
    {
        var clock = new ArmedTimeProvider();
        await using var host = await StartAsync(clock);
        var slow = host.Services.GetRequiredService<Slow>();
        var request = host.Client.GetAsync("/slow");
        await slow.Entered.Task;

        var stop = host.StopAsync();
        Assert.Equal(ShutdownGrace.Length, await clock.NextWaitAsync());
        clock.Advance(ShutdownGrace.Length);

        await slow.Cancelled.Task;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await request).StatusCode);
        await stop;
    }

    [Fact]
    public async Task The_token_fires_at_functionTimeout_of_host_json()
    {
        var clock = new ArmedTimeProvider();
        const string HostJson = """{ "functionTimeout": "00:05:00", "extensions": { "http": { "routePrefix": "" } } }""";
        await using var host = await StartAsync(clock, HostJson);
        var slow = host.Services.GetRequiredService<Slow>();
        var request = host.Client.GetAsync("/slow");
        await slow.Entered.Task;

        Assert.Equal(TimeSpan.FromMinutes(5), await clock.NextWaitAsync());
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await request).StatusCode);
        Assert.Contains("functionTimeout", Assert.Single(host.Logs.Problems), StringComparison.Ordinal);
    }

    private static Task<FunctionsTestHost> StartAsync(TimeProvider? clock = null, string? hostJson = null)
    {
        var setup = new FunctionsTestSetup
        {
            Configure = b => b.Services.AddSingleton(clock ?? TimeProvider.System).AddSingleton<Slow>(),
        };
        return FunctionsTestHost.StartAsync<SlowFunction>(hostJson is null ? setup : setup with { HostJson = hostJson });
    }

    private static async Task RefusedAsync(Uri address)
    {
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(address.Host, address.Port);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private sealed class Slow
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class SlowFunction(Slow slow)
    {
        [Function("Slow")]
        public async Task<HttpResponseData> Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequestData request,
            FunctionContext context,
            CancellationToken cancellationToken)
        {
            Assert.Equal(context.CancellationToken, cancellationToken);
            slow.Entered.SetResult();
            try
            {
                await slow.Release.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                slow.Cancelled.SetResult();
                throw;
            }

            return request.CreateResponse();
        }
    }
}
