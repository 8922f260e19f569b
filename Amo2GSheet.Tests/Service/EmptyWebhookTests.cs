using System.Net;
using System.Net.Sockets;
using System.Text;
using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>The hosts pass on no body that comes without a <c>Content-Length</c>: such a webhook says only that something changed.</summary>
public sealed class EmptyWebhookTests
{
    [Fact]
    public async Task A_webhook_whose_body_did_not_arrive_starts_the_catch_up_at_once()
    {
        await using var world = await ServiceWorld.StartAsync(nudges: true);
        await world.CatchUpAsync();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);

        var chunked = new StringContent($"leads[status][0][id]={world.FirstLead}");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Service.Address, $"webhook/amocrm?code={ServiceWorld.Key}")) { Content = chunked };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await world.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"stored":0,"duplicates":0,"reason":"Empty"}""", await answer.Content.ReadAsStringAsync());
        await Until.TrueAsync(() => world.RowsOf(world.FirstLead).Count == 1);
    }

    [Fact]
    public async Task Bytes_behind_a_head_without_a_length_are_no_body_and_no_error()
    {
        await using var world = await ServiceWorld.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, world.Service.Address.Port);

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /webhook/amocrm?code={ServiceWorld.Key} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nleads[status][0][id]=5"));

        using var answer = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 200 OK", await answer.ReadLineAsync());
    }

    [Fact]
    public async Task Without_a_key_it_starts_nothing()
    {
        await using var world = await ServiceWorld.StartAsync();

        using var answer = await world.Http.PostAsync(new Uri(world.Service.Address, "webhook/amocrm"), null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(world.Service.Services.GetRequiredService<CatchUpStatus>().Last);
    }
}
