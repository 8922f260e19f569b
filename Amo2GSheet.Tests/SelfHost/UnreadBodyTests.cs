using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Amo2GSheet.SelfHost.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.SelfHost;

public sealed class UnreadBodyTests
{
    private const int TooLong = 9_000_000;

    public static TheoryData<string, string, string> Refusals => new()
    {
        { $"/keyed?code={FunctionsTestHost.Key}", "413 Payload Too Large", """{"reason":"TooLarge","detail":"The body is longer than any webhook of amoCRM."}""" },
        { "/keyed", "401 Unauthorized", "" },
        { "/nowhere", "404 Not Found", "" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_caller_that_sends_everything_before_it_reads_gets_the_whole_answer(string path, string status, string body)
    {
        await using var host = await StartAsync();
        using var caller = await Caller.ConnectAsync(host.Address);

        await caller.SendHeadAsync(path, TooLong);
        await caller.SendBodyAsync(TooLong);

        Assert.Equal((status, body), await caller.ReadAsync());
        await caller.AssertConnectionLivesAsync();
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_caller_that_still_sends_after_the_answer_can_send_to_the_end(string path, string status, string body)
    {
        await using var host = await StartAsync();
        using var caller = await Caller.ConnectAsync(host.Address);

        await caller.SendHeadAsync(path, TooLong);
        Assert.Equal((status, body), await caller.ReadAsync());
        for (var sent = 0; sent < TooLong; sent += TooLong / 9)
            await caller.SendBodyAsync(TooLong / 9);

        await caller.AssertConnectionLivesAsync();
    }

    [Fact]
    public async Task What_is_discarded_has_a_most()
    {
        await using var host = await StartAsync();
        using var caller = await Caller.ConnectAsync(host.Address);
        await caller.SendHeadAsync("/keyed", long.MaxValue);
        Assert.Equal(("401 Unauthorized", ""), await caller.ReadAsync());

        const int Piece = 1024 * 1024;
        var sent = 0L;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (; sent < 4 * UnreadBody.MostBytes; sent += Piece)
                await caller.SendBodyAsync(Piece);
        });

        Assert.True(sent >= UnreadBody.MostBytes, $"{sent} bytes");
    }

    [Fact]
    public async Task A_body_that_never_ends_keeps_its_connection_for_a_bounded_time()
    {
        var clock = new ArmedTimeProvider();
        await using var host = await StartAsync(clock);
        using var caller = await Caller.ConnectAsync(host.Address);
        await caller.SendHeadAsync("/keyed", TooLong);
        Assert.Equal(("401 Unauthorized", ""), await caller.ReadAsync());

        Assert.Equal(UnreadBody.Longest, await clock.NextWaitAsync());
        clock.Advance(UnreadBody.Longest);

        await caller.AssertClosedAsync();
    }

    [Theory]
    [InlineData("Content-Length: 4\r\n\r\nbody", "body")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", "")]
    [InlineData("\r\n", "")]
    public async Task Only_a_body_with_a_length_reaches_the_function(string rest, string received)
    {
        await using var host = await StartAsync();
        using var caller = await Caller.ConnectAsync(host.Address);

        await caller.SendAsync($"POST /echo HTTP/1.1\r\nHost: localhost\r\n{rest}");

        Assert.Equal(("200 OK", received), await caller.ReadAsync());
        await caller.AssertConnectionLivesAsync();
    }

    private static Task<FunctionsTestHost> StartAsync(TimeProvider? clock = null) => FunctionsTestHost.StartAsync(
        [typeof(BodyFunctions)], new() { Configure = b => b.Services.AddSingleton(clock ?? TimeProvider.System) });

    /// <summary>A caller on a bare socket, which sends and reads when the test says.</summary>
    private sealed class Caller(TcpClient client) : IDisposable
    {
        private static readonly byte[] Filler = new byte[1024 * 1024];

        private readonly NetworkStream _stream = client.GetStream();
        private readonly StreamReader _reader = new(client.GetStream(), Encoding.ASCII);

        public static async Task<Caller> ConnectAsync(Uri address)
        {
            var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            return new Caller(client);
        }

        public Task SendHeadAsync(string path, long length) =>
            SendAsync(string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"));

        public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.ASCII.GetBytes(text));

        public async Task SendBodyAsync(int length)
        {
            for (var left = length; left > 0; left -= Filler.Length)
                await _stream.WriteAsync(Filler.AsMemory(0, Math.Min(left, Filler.Length)));
        }

        public async Task<(string Status, string Body)> ReadAsync()
        {
            var status = (await _reader.ReadLineAsync())!["HTTP/1.1 ".Length..];
            var length = 0;
            while (await _reader.ReadLineAsync() is { Length: > 0 } header)
            {
                if (header.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                    length = int.Parse(header["Content-Length: ".Length..], CultureInfo.InvariantCulture);
            }

            // A reader asked for nothing would wait for the next answer.
            var body = new char[length];
            if (length > 0)
                await _reader.ReadBlockAsync(body);
            return (status, new string(body));
        }

        public async Task AssertConnectionLivesAsync()
        {
            await SendAsync("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nagain");
            Assert.Equal(("200 OK", "again"), await ReadAsync());
        }

        public async Task AssertClosedAsync()
        {
            try
            {
                Assert.Null(await _reader.ReadLineAsync());
            }
            catch (IOException)
            {
                // Reset: closed as well.
            }
        }

        public void Dispose()
        {
            _reader.Dispose();
            client.Dispose();
        }
    }

    private static class BodyFunctions
    {
        [Function("Keyed")]
        public static HttpResponseData Keyed(
            [HttpTrigger(AuthorizationLevel.Function, "post", Route = "keyed")] HttpRequestData request) => request.CreateResponse();

        [Function("Echo")]
        public static async Task<HttpResponseData> Echo(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequestData request)
        {
            var response = request.CreateResponse();
            await response.WriteStringAsync((await request.ReadAsStringAsync())!);
            return response;
        }
    }
}
