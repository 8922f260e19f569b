using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Tests.SelfHost;

public sealed class FunctionKeyTests
{
    private const string Old = "an-older-key-0001";
    private const string Master = "the-master-key-01";

    [Theory]
    [InlineData("/open", null, null, HttpStatusCode.OK)]
    [InlineData("/function", null, null, HttpStatusCode.Unauthorized)]
    [InlineData("/function", "", null, HttpStatusCode.Unauthorized)]
    [InlineData("/function", "0123456789abcdeF", null, HttpStatusCode.Unauthorized)]
    [InlineData("/function", FunctionsTestHost.Key + ";" + Old, null, HttpStatusCode.Unauthorized)]
    [InlineData("/function", FunctionsTestHost.Key, null, HttpStatusCode.OK)]
    [InlineData("/function", Old, null, HttpStatusCode.OK)]
    [InlineData("/function", null, FunctionsTestHost.Key, HttpStatusCode.OK)]
    [InlineData("/function", "wrong", FunctionsTestHost.Key, HttpStatusCode.Unauthorized)]
    [InlineData("/function", Master, null, HttpStatusCode.OK)]
    [InlineData("/admin", FunctionsTestHost.Key, null, HttpStatusCode.Unauthorized)]
    [InlineData("/admin", Master, null, HttpStatusCode.OK)]
    public async Task A_function_opens_to_its_keys_only(string path, string? header, string? query, HttpStatusCode expected)
    {
        await using var host = await StartAsync(Master);
        using var request = new HttpRequestMessage(HttpMethod.Post, query is null ? path : $"{path}?code={query}");
        if (header is not null)
            request.Headers.Add("x-functions-key", header);

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("any")]
    public async Task Without_a_master_key_an_admin_function_stays_shut(string key)
    {
        await using var host = await StartAsync(master: null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin");
        request.Headers.Add("x-functions-key", key);

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Expect: 100-continue\r\n")]
    public async Task The_401_comes_while_the_body_is_still_missing(string expect)
    {
        await using var host = await StartAsync(Master);
        using var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /function HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n{expect}\r\nonly this"));

        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 401 Unauthorized", await reader.ReadLineAsync());
    }

    private static Task<FunctionsTestHost> StartAsync(string? master) => FunctionsTestHost.StartAsync<KeyedFunctions>(new()
    {
        Environment = new() { ["PORT"] = "0", ["FUNCTION_KEY"] = $"{FunctionsTestHost.Key};{Old}", ["MASTER_KEY"] = master },
    });

    private sealed class KeyedFunctions
    {
        [Function("Open")]
        public static HttpResponseData Open(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "open")] HttpRequestData request) => request.CreateResponse();

        [Function("Function")]
        public static HttpResponseData Function(
            [HttpTrigger(AuthorizationLevel.Function, "post", Route = "function")] HttpRequestData request) => request.CreateResponse();

        [Function("Admin")]
        public static HttpResponseData Admin(
            [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "admin")] HttpRequestData request) => request.CreateResponse();
    }
}
