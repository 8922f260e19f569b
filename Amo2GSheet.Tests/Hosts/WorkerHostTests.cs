using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amo2GSheet.Simulation.WorkerHost;

namespace Amo2GSheet.Tests.Hosts;

/// <summary>The host of the published worker, apart from what it answers.</summary>
public sealed class WorkerHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_worker_that_dies_ends_the_hosts_work_and_its_last_lines_are_quoted()
    {
        await using var world = await HostWorld.StartAsync();
        await using var host = await FunctionsWorkerHost.StartAsync(Published.Worker(world), CancellationToken.None);
        using var http = new HttpClient();
        using var worker = Process.GetProcessById(host.WorkerProcessId);

        worker.Kill();

        var death = await host.Died.WaitAsync(Patience);
        Assert.StartsWith("The worker ended with code 137. Its last output:", death.Message, StringComparison.Ordinal);
        Assert.Contains("Application started", death.Message, StringComparison.Ordinal);
        using var answer = await http.GetAsync(new Uri(host.Address, "health"));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task A_worker_that_refuses_its_settings_says_so_in_its_own_words()
    {
        await using var world = await HostWorld.StartAsync();
        world.Settings["AMO_SUBDOMAIN"] = null;

        var refused = await Assert.ThrowsAsync<WorkerHostException>(
            () => FunctionsWorkerHost.StartAsync(Published.Worker(world), CancellationToken.None));

        Assert.StartsWith("The worker ended with code ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("AMO_SUBDOMAIN", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_worker_is_named()
    {
        var refused = await Assert.ThrowsAsync<WorkerHostException>(
            () => FunctionsWorkerHost.StartAsync(new WorkerHostOptions { WorkerFolder = AppContext.BaseDirectory + "Hosts" }, CancellationToken.None));

        Assert.Contains("Hosts: that is not a published worker", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_lets_a_running_request_finish_and_then_ends_the_worker()
    {
        using var amo = new TcpListener(IPAddress.Loopback, 0);
        amo.Start();
        await using var world = await HostWorld.StartAsync();
        world.Settings["AMO_BASE_URL"] = $"http://{amo.LocalEndpoint}/";
        world.Settings["AMO_LONG_LIVED_TOKEN"] = "token-of-a-test";
        await using var host = await FunctionsWorkerHost.StartAsync(Published.Worker(world), CancellationToken.None);
        using var http = new HttpClient { DefaultRequestHeaders = { { "x-functions-key", HostWorld.Key } } };
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var serving = AnswerNothingAsync(amo, asked, answers.Task);

        var request = http.GetAsync(new Uri(host.Address, "leads/40100001"));
        await asked.Task.WaitAsync(Patience);
        var stopping = host.StopAsync();
        answers.SetResult();

        using var answer = await request.WaitAsync(Patience);
        Assert.Contains("UnknownLead", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await stopping.WaitAsync(Patience);
        Assert.ThrowsAny<ArgumentException>(() => Process.GetProcessById(host.WorkerProcessId));
        Assert.False(host.Died.IsCompleted);
        amo.Stop();
        await serving;
    }

    /// <summary>An amoCRM that knows nothing (204), and says even that only when it may.</summary>
    private static async Task AnswerNothingAsync(TcpListener amo, TaskCompletionSource asked, Task answers)
    {
        try
        {
            while (true)
            {
                using var client = await amo.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                    // The head alone: a read has no body.
                }

                asked.TrySetResult();
                await answers;
                await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
