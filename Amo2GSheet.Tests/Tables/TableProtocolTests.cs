using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amo2GSheet.EmbeddedTables;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Tables;

/// <summary>What goes over the wire, where Azure's client does not show it.</summary>
public sealed class TableProtocolTests : IDisposable
{
    private const string Batch = "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + "PUT https://x/acc/leads(PartitionKey='p',RowKey='2') HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\r\n \"A\": 1\r\n}\r\n--c--\r\n--b--\r\n";

    private readonly HttpClient _http = new(new TableMessageHandler(TableService.InMemory(new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero)))))
    {
        BaseAddress = new Uri("https://tables.invalid/acc/"),
    };

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("nometadata", """{"PartitionKey":"p","RowKey":"r","Timestamp":"2026-03-01T09:00:00.0000000Z","Large":"5","Whole":2.0}""")]
    [InlineData("minimalmetadata", """{"odata.metadata":"$metadata#leads/@Element","odata.etag":"W/\"datetime'2026-03-01T09%3A00%3A00.0000000Z'\"","PartitionKey":"p","RowKey":"r","Timestamp":"2026-03-01T09:00:00.0000000Z","Large@odata.type":"Edm.Int64","Large":"5","Whole":2.0}""")]
    [InlineData("fullmetadata", """{"odata.metadata":"$metadata#leads/@Element","odata.type":"account.leads","odata.id":"leads(PartitionKey='p',RowKey='r')","odata.editLink":"leads(PartitionKey='p',RowKey='r')","odata.etag":"W/\"datetime'2026-03-01T09%3A00%3A00.0000000Z'\"","PartitionKey":"p","RowKey":"r","Timestamp@odata.type":"Edm.DateTime","Timestamp":"2026-03-01T09:00:00.0000000Z","Large@odata.type":"Edm.Int64","Large":"5","Whole":2.0}""")]
    public async Task An_entity_tells_as_much_of_its_types_as_the_client_asks_for(string metadata, string expected)
    {
        await FillAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "leads(PartitionKey='p',RowKey='r')");
        request.Headers.TryAddWithoutValidation("Accept", $"application/json;odata={metadata}");
        using var answer = await _http.SendAsync(request);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        Assert.Contains($"odata={metadata}", answer.Content.Headers.GetValues("Content-Type").Single(), StringComparison.Ordinal);
        Assert.Equal("W/\"datetime'2026-03-01T09%3A00%3A00.0000000Z'\"", answer.Headers.GetValues("ETag").Single());
    }

    [Fact]
    public async Task An_added_entity_comes_back_unless_the_client_prefers_no_content()
    {
        await FillAsync();

        Assert.Equal(HttpStatusCode.Created, (await PostAsync("leads", """{"PartitionKey":"p","RowKey":"2","A":1}""")).StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, "leads") { Content = new StringContent("""{"PartitionKey":"p","RowKey":"3"}""") };
        request.Headers.Add("Prefer", "return-no-content");
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("return-no-content", answer.Headers.GetValues("Preference-Applied").Single());
    }

    [Fact]
    public async Task A_refusal_has_its_code_in_the_body_and_in_a_header()
    {
        using var answer = await _http.GetAsync("leads(PartitionKey='p',RowKey='r')");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("TableNotFound", answer.Headers.GetValues("x-ms-error-code").Single());
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["odata.error"]!;
        Assert.Equal(("TableNotFound", "The table specified does not exist."), ((string)error["code"]!, (string)error["message"]!["value"]!));
    }

    [Fact]
    public async Task A_transaction_that_another_client_laid_out_is_understood()
    {
        await FillAsync();
        using var content = new StringContent(Batch);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/mixed; boundary=\"b\"");

        using var answer = await _http.PostAsync("$batch", content);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("HTTP/1.1 204 No Content", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync("leads(PartitionKey='p',RowKey='2')")).StatusCode);
    }

    [Theory]
    [InlineData("b", "c", "--b")]
    [InlineData("b", "c", "--c--")]
    [InlineData("b", "bc", "x")]
    [InlineData("b", "b--c", "x")]
    public async Task A_boundary_is_one_only_as_a_whole_line(string outer, string inner, string text)
    {
        await FillAsync();
        using var content = new StringContent(
            $"--{outer}\r\nContent-Type: multipart/mixed; boundary={inner}\r\n\r\n--{inner}\r\nContent-Type: application/http\r\n\r\n"
            + $"PUT https://x/acc/leads(PartitionKey='p',RowKey='2') HTTP/1.1\r\n\r\n{{\"A\":\"{text}\"}}\r\n--{inner}--\r\n--{outer}--\r\n");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", $"multipart/mixed; boundary={outer}");

        using var answer = await _http.PostAsync("$batch", content);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var entity = JsonNode.Parse(await _http.GetStringAsync("leads(PartitionKey='p',RowKey='2')"))!;
        Assert.Equal(text, (string?)entity["A"]);
    }

    [Theory]
    [InlineData("POST", "$batch", "no multipart", 400, "InvalidInput")]
    [InlineData("POST", "leads", "no JSON", 400, "InvalidInput")]
    [InlineData("POST", "leads", "[]", 400, "InvalidInput")]
    [InlineData("POST", "leads", "{\"PartitionKey\":\"p\",\"RowKey\":\"2\",\"A\":\"\\ud800\"}", 400, "InvalidInput")]
    [InlineData("POST", "leads", "{\"PartitionKey\":\"p\",\"RowKey\":\"2\",\"A\":1e400}", 400, "InvalidInput")]
    [InlineData("POST", "leads", "{\"PartitionKey\":\"p\",\"RowKey\":\"2\",\"A\":\"x\",\"A@odata.type\":\"Edm.Int64\"}", 400, "InvalidInput")]
    [InlineData("POST", "leads", "{\"PartitionKey\":\"p\",\"RowKey\":\"2\",\"A\":1,\"A\":2}", 400, "DuplicatePropertiesSpecified")]
    [InlineData("POST", "leads", "{\"PartitionKey\":\"p\"}", 400, "PropertiesNeedValue")]
    [InlineData("PUT", "leads(PartitionKey='p',RowKey='2')", "{\"RowKey\":\"3\"}", 400, "InvalidInput")]
    [InlineData("DELETE", "leads(PartitionKey='p',RowKey='r')", null, 400, "MissingRequiredHeader")]
    [InlineData("PUT", "leads", "{}", 405, "MethodNotAllowed")]
    [InlineData("GET", "leads(PartitionKey='p')", null, 400, "InvalidInput")]
    [InlineData("GET", "leads(PartitionKey='p',RowKey='r'", null, 400, "InvalidInput")]
    [InlineData("GET", "leads('p')", null, 400, "InvalidInput")]
    [InlineData("GET", "leads()?$top=0", null, 400, "InvalidInput")]
    [InlineData("GET", "leads()?$top=1001", null, 400, "InvalidInput")]
    [InlineData("GET", "leads()?NextPartitionKey=nonsense", null, 400, "InvalidQueryParameterValue")]
    [InlineData("GET", "$batch", null, 405, "MethodNotAllowed")]
    [InlineData("TRACE", "Tables", null, 405, "MethodNotAllowed")]
    public async Task A_request_that_makes_no_sense_is_refused_with_a_code(string method, string target, string? body, int status, string code)
    {
        await FillAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));

        using var answer = await _http.SendAsync(request);

        Assert.Equal((status, code), ((int)answer.StatusCode, answer.Headers.GetValues("x-ms-error-code").Single()));
    }

    private async Task FillAsync()
    {
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("Tables", """{"TableName":"leads"}""")).StatusCode);
        await PostAsync("leads", """{"PartitionKey":"p","RowKey":"r","Large@odata.type":"Edm.Int64","Large":"5","Whole":2,"Whole@odata.type":"Edm.Double"}""");
    }

    private Task<HttpResponseMessage> PostAsync(string target, string json) => _http.PostAsync(target, new StringContent(json));
}
