using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Tests.Service;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Amo2GSheet.Tests.Hardening;

/// <summary>What is refused is refused cheaply, and honest webhooks do not notice.</summary>
[Collection(Alone.Name)]
public sealed class RefusalTests(ITestOutputHelper output)
{
    private const int Large = 5 * 1024 * 1024;
    private const int Strangers = 1_000;
    private const int Honest = 50;

    [Fact]
    public async Task Forged_keys_and_foreign_accounts_are_refused_and_nothing_is_stored()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        var before = world.StorageCalls;
        await Parallel.ForAsync(0, Strangers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            using var forged = await world.PostAsync("webhook/amocrm", new StringContent("leads[status][0][id]=501"), $"{ServiceWorld.Key[..^4]}{number:D4}");
            Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
            using var foreign = await world.PostAsync("webhook/amocrm", new StringContent($"account[subdomain]=stranger{number}&leads[status][0][id]=501"));
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        });

        Assert.Equal(before, world.StorageCalls);
        Assert.Contains("\"stored\":1", await world.BellAsync(world.FirstLead), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_five_megabytes_is_413_and_its_bytes_are_not_kept()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        await PostLargeAsync(world, isChunked: true);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);

        for (var time = 0; time < 20; time++)
            await PostLargeAsync(world, isChunked: false);

        // Kept, they were a hundred megabytes; the margin is for everything else that this process does meanwhile.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, 10 * 1024 * 1024);
        Assert.Contains("\"stored\":1", await world.BellAsync(world.FirstLead), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_host_without_that_limit_the_function_itself_refuses_a_large_body()
    {
        await using var world = await ServiceWorld.StartAsync(
            loggedIn: false, services: services => services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null));

        using var answer = await world.PostAsync("webhook/amocrm", new StringContent(new string('a', WebhookForm.MostBytes + 1)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("TooLarge", json.RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_largest_bulk_change_that_amoCRM_can_make_fits()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        var pairs = Enumerable.Range(0, 250).SelectMany(lead => (KeyValuePair<string, string>[])
        [
            new($"leads[update][{lead}][id]", $"{501 + lead}"),
            .. Enumerable.Range(0, 40).SelectMany(field => (KeyValuePair<string, string>[])
            [
                new($"leads[update][{lead}][custom_fields][{field}][id]", $"{900_100 + field}"),
                new($"leads[update][{lead}][custom_fields][{field}][name]", "Дата доставка"),
                new($"leads[update][{lead}][custom_fields][{field}][values][0][value]", "Юнусабад, дом 12, кв. 7"),
            ]),
        ]);

        using var body = new FormUrlEncodedContent(pairs);
        using var answer = await world.PostAsync("webhook/amocrm", body);

        output.WriteLine($"{body.Headers.ContentLength:N0} bytes");
        Assert.Contains("\"stored\":250", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_drips_is_given_up()
    {
        var soon = new MinDataRate(bytesPerSecond: 1_000, gracePeriod: TimeSpan.FromSeconds(1.5));
        await using var world = await ServiceWorld.StartAsync(
            loggedIn: false, services: services => services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = soon));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, world.Service.Address.Port);
        var stream = socket.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /webhook/amocrm?code={ServiceWorld.Key} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nleads[status]"));

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_thousand_idle_connections_hold_no_thread_and_no_honest_webhook_up()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        await world.BellAsync(world.FirstLead);
        var (bytes, threads) = (LiveBytes.Now, ThreadPool.ThreadCount);
        var strangers = new List<TcpClient>();
        try
        {
            for (var number = 0; number < Strangers; number++)
            {
                var stranger = new TcpClient();
                strangers.Add(stranger);
                await stranger.ConnectAsync(IPAddress.Loopback, world.Service.Address.Port);
                // One in four begins a request that it does not end.
                if (number % 4 == 0)
                    await stranger.GetStream().WriteAsync("POST /webhook/amocrm HTTP/1.1\r\nHost: x\r\nX-"u8.ToArray());
            }

            var times = new List<double>();
            for (var number = 0; number < Honest; number++)
            {
                var began = TimeProvider.System.GetTimestamp();
                Assert.Contains("\"stored\":", await world.BellAsync(world.FirstLead), StringComparison.Ordinal);
                times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            }

            var open = strangers.Count(IsOpen);
            var (perStranger, more) = ((LiveBytes.Now - bytes) / Strangers, ThreadPool.ThreadCount - threads);
            output.WriteLine($"{open} open; {perStranger:N0} bytes each; {more} threads more; webhooks answered in {times.Order().ElementAt(Honest / 2):0.0} ms, the slowest in {times.Max():0.0} ms");
            Assert.True(open >= Strangers * 3 / 4, $"{open} of {Strangers} still open");
            Assert.InRange(perStranger, long.MinValue, 64 * 1024);
            Assert.InRange(more, int.MinValue, Strangers / 10);
        }
        finally
        {
            strangers.ForEach(stranger => stranger.Dispose());
        }
    }

    private static async Task PostLargeAsync(ServiceWorld world, bool isChunked)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, world.Service.Address.Port);
        var stream = socket.GetStream();
        var length = isChunked ? $"Transfer-Encoding: chunked\r\n\r\n{Large:X}\r\n" : $"Content-Length: {Large}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /webhook/amocrm?code={ServiceWorld.Key} HTTP/1.1\r\nHost: x\r\n{length}"));
        try
        {
            var block = new byte[64 * 1024];
            for (var sent = 0; isChunked && sent < Large; sent += block.Length)
                await stream.WriteAsync(block);
        }
        catch (IOException)
        {
            // Refused before all of it was sent.
        }

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
    }

    private static bool IsOpen(TcpClient client) => !(client.Client.Poll(0, SelectMode.SelectRead) && client.Available == 0);
}
