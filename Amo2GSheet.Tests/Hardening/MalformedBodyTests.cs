using System.Net;
using System.Net.Sockets;
using System.Text;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.AmoCrm;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Amo2GSheet.Tests.Hardening;

/// <summary>Whoever has the key may still send anything. An error in the log fails the test when its world ends.</summary>
[Collection(Alone.Name)]
public sealed class MalformedBodyTests(ITestOutputHelper output)
{
    private const int Seed = 20_260_301;
    private const int Bodies = 11_000;

    /// <summary>Sent before memory is measured for the first time: connections and compiled code stay, and what earlier tests left goes.</summary>
    private const int WarmUp = 4_000;

    /// <summary>One honest webhook among so many.</summary>
    private const int HonestEvery = 50;

    private const long FirstHonest = 700_000_001;
    private const long Modified = 1_767_225_600;

    /// <summary>Bodies between two looks at memory.</summary>
    private const int Window = 1_000;

    /// <summary>Half a kilobyte that each body of a window left behind.</summary>
    private const long Growth = 512 * 1024;

    private readonly MalformedBodies _bodies = new([.. WebhookCorpus.Files.Select(file => WebhookCorpus.Read(file).Body)], Seed);

    [Fact]
    public async Task Ten_thousand_malformed_bodies_make_no_error_leave_nothing_behind_and_hide_no_honest_webhook()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        var answers = new int[600];

        await PostAsync(world, 0, WarmUp, answers);
        var growths = new List<long>();
        var before = LiveBytes.Now;
        for (var sent = WarmUp; sent < Bodies; sent += Window)
        {
            await PostAsync(world, sent, Window, answers);
            var now = LiveBytes.Now;
            growths.Add(now - before);
            before = now;
        }

        // The median: a leak shows in every window, what others left behind or a pool takes shows in one.
        var growth = growths.Order().ElementAt(growths.Count / 2);
        output.WriteLine($"Live bytes grew by {string.Join(", ", growths)} in windows of {Window}. Answers: {string.Join(", ", answers.Index().Where(status => status.Item > 0).Select(status => $"{status.Index}: {status.Item}"))}");
        Assert.True(growth < Growth, $"live bytes grew by {growth:N0} with every {Window} bodies");
        Assert.True(answers[200] > Bodies / 20 && answers[400] > Bodies / 20, "the generator makes both, bodies that can be read and bodies that cannot");
        var inbox = world.Service.Services.GetRequiredService<IInboxStore>();
        for (var number = 0; number < Bodies; number += HonestEvery)
        {
            var entry = await inbox.FindAsync(new LeadId(FirstHonest + number), CancellationToken.None);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Modified + number), entry?.LastModified);
        }
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nZZ\r\nleads\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nleads\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5;x=\0\r\nleadsX\r\n")]
    [InlineData("Transfer-Encoding: gzip\r\n\r\n")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n\r\nleads")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("Content-Length: 100000\r\n\r\nleads[status][0][id]=5")]
    [InlineData("X-Empty\r\n\r\n")]
    [InlineData("X-\0: 1\r\n\r\n")]
    public async Task Broken_framing_is_the_senders_mistake_and_no_error_of_ours(string rest)
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        foreach (var key in (string[])[ServiceWorld.Key, "a-key-that-somebody-made-up"])
        {
            var answer = await SendAsync(world, key, rest);
            Assert.True(answer is null || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer);
        }

        Assert.Contains("\"stored\":1", await world.BellAsync(world.FirstLead), StringComparison.Ordinal);
    }

    /// <returns>The first line of the answer; null when the connection was closed without one.</returns>
    private static async Task<string?> SendAsync(ServiceWorld world, string key, string rest)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, world.Service.Address.Port);
        var stream = socket.GetStream();

        await stream.WriteAsync(Encoding.Latin1.GetBytes($"POST /webhook/amocrm?code={key} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{rest}"));
        // The sender hangs up, and what is missing never comes.
        socket.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadLineAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task PostAsync(ServiceWorld world, int first, int count, int[] answers) =>
        await Parallel.ForAsync(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            if (number % HonestEvery == 0)
            {
                using var honest = new FormUrlEncodedContent(Honest(world, number));
                using var stored = await world.PostAsync("webhook/amocrm", honest);
                Assert.Equal("""{"stored":1,"duplicates":0,"reason":null}""", await stored.Content.ReadAsStringAsync(CancellationToken.None));
                return;
            }

            var body = _bodies.Make(number);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Service.Address, $"webhook/amocrm?code={ServiceWorld.Key}"));
            request.Content = body.ToContent();
            request.Headers.TransferEncodingChunked = body.IsChunked;
            using var answer = await world.Http.SendAsync(request, CancellationToken.None);
            Interlocked.Increment(ref answers[(int)answer.StatusCode]);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{(int)answer.StatusCode} to {body}");
        });

    private static IEnumerable<KeyValuePair<string, string>> Honest(ServiceWorld world, int number) =>
    [
        new("leads[update][0][id]", $"{FirstHonest + number}"),
        new("leads[update][0][status_id]", "142"),
        new("leads[update][0][last_modified]", $"{Modified + number}"),
        new("account[subdomain]", world.Amo.World.Seed.Account.Subdomain),
    ];
}
