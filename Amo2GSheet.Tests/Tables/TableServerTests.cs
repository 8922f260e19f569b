using System.Net;
using System.Net.Sockets;
using Amo2GSheet.EmbeddedTables;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Tables;

/// <summary>Who gets an answer on the port, and who does not.</summary>
public sealed class TableServerTests : IAsyncLifetime
{
    private readonly TableService _service = TableService.InMemory(TimeProvider.System);
    private readonly string _key = TableServer.NewKey();
    private TableServer _server = null!;

    public async Task InitializeAsync() => _server = await TableServer.StartAsync(_service, 0, _key, TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _service.Dispose();
    }

    [Fact]
    public async Task Who_has_the_key_is_answered()
    {
        var table = new TableClient(_server.ConnectionString, "leads");
        await table.CreateAsync();

        await table.AddEntityAsync(new TableEntity("it's", "№ 1") { ["A"] = 1 });

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("it's", "№ 1")).Value["A"]);
    }

    [Fact]
    public async Task The_longest_keys_fit_into_the_request_line()
    {
        var table = new TableClient(_server.ConnectionString, "leads");
        await table.CreateAsync();
        var key = new string('\u6F22', 512);

        await table.AddEntityAsync(new TableEntity(key, key) { ["A"] = 1 });

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>(key, key)).Value["A"]);
    }

    [Fact]
    public async Task Who_has_another_key_or_none_is_not()
    {
        var other = new TableServiceClient(_server.ConnectionString.Replace(_key, TableServer.NewKey(), StringComparison.Ordinal));
        await TableServiceContract.RefusedAsync(403, "AuthenticationFailed", () => other.CreateTableAsync("leads"));

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"{_server.Address}/Tables"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_signature_of_long_ago_is_no_good()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        await using var later = await TableServer.StartAsync(_service, 0, _key, clock, CancellationToken.None);

        await TableServiceContract.RefusedAsync(403, "AuthenticationFailed", () => new TableServiceClient(later.ConnectionString).CreateTableAsync("leads"));
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_web_page_is_not_answered_even_with_the_key(string header, string value)
    {
        var options = new TableClientOptions { Transport = new Azure.Core.Pipeline.HttpClientTransport(new AddsHeader(header, value)) };

        await TableServiceContract.RefusedAsync(403, "Forbidden", () => new TableServiceClient(_server.ConnectionString, options).CreateTableAsync("leads"));
    }

    [Fact]
    public async Task A_preflight_is_not_answered_with_leave()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, $"{_server.Address}/Tables");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, one => one.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void It_listens_on_this_machine_alone() => Assert.Equal("127.0.0.1", _server.Address.Host);

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<TableServerException>(() => TableServer.StartAsync(_service, port, _key, TimeProvider.System, CancellationToken.None));

        Assert.Equal($"127.0.0.1:{port} is in use by another process; choose another port.", failure.Message);
    }

    [Fact]
    public async Task A_port_that_the_system_does_not_give_is_named()
    {
        // The superuser gets every port.
        if (!OperatingSystem.IsLinux() || Environment.IsPrivilegedProcess)
            return;

        var failure = await Assert.ThrowsAsync<TableServerException>(() => TableServer.StartAsync(_service, 80, _key, TimeProvider.System, CancellationToken.None));

        Assert.Equal("127.0.0.1:80 cannot be used (Permission denied); choose another port.", failure.Message);
    }

    [Fact]
    public async Task A_transaction_beyond_four_MiB_is_refused_with_its_code()
    {
        var table = new TableClient(_server.ConnectionString, "leads");
        await table.CreateAsync();
        var large = Enumerable.Range(0, 80).Select(number => new TableTransactionAction(
            TableTransactionActionType.Add, new TableEntity("p", $"{number}") { ["A"] = new string('x', 30_000), ["B"] = new string('x', 30_000) }));

        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(large));

        Assert.Equal((413, "RequestBodyTooLarge"), (refused.Status, refused.ErrorCode));
    }

    private sealed class AddsHeader(string name, string value) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
