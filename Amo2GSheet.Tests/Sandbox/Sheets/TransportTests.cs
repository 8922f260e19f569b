using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class TransportTests : SheetsTest
{
    [Fact]
    public async Task Bodies_may_be_gzipped()
    {
        using var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            await zip.WriteAsync(Encoding.UTF8.GetBytes("""{"values":[["Ж"]]}"""));
        using var request = new HttpRequestMessage(HttpMethod.Put, "v4/spreadsheets/book/values/A1?valueInputOption=RAW");
        request.Content = new ByteArrayContent(packed.ToArray());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");

        using var response = await Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""[["Ж"]]""", await Client.ValuesAsync("A1"));
    }

    [Fact]
    public async Task A_get_may_travel_as_a_post_with_its_query_as_form()
    {
        await Client.PutAsync("A1", """[["a","b"]]""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "v4/spreadsheets/book/values:batchGet");
        request.Headers.Add("X-HTTP-Method-Override", "GET");
        request.Content = new FormUrlEncodedContent([new("ranges", "Sheet1!A1"), new("ranges", "Sheet1!B1")]);

        using var response = await Client.SendAsync(request);

        Assert.Contains("Sheet1!B1", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, Client.Simulator.Counters.Count("GET v4/spreadsheets/{id}/values:batchGet"));
    }

    [Theory]
    [InlineData("Sheet1%21A1%3AB2%3Aappend")]
    [InlineData("Sheet1%21A1%3AB2:append")]
    [InlineData("Sheet1!A1:B2:append")]
    public async Task The_method_suffix_may_be_encoded_or_not(string range)
    {
        var reply = await Client.CallAsync(
            "POST", $"v4/spreadsheets/book/values/{range}?valueInputOption=RAW", """{"values":[["a"]]}""");

        Assert.Equal("Sheet1!A1", (string?)reply["updates"]!["updatedRange"]);
    }

    [Fact]
    public async Task Replies_carry_googles_headers_and_no_etag()
    {
        using var response = await Client.SendAsync("GET", "v4/spreadsheets/book/values/A1");

        Assert.Equal("application/json; charset=UTF-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("private", response.Headers.CacheControl!.ToString());
        Assert.Equal("Origin, X-Origin, Referer", string.Join(", ", response.Headers.Vary));
        Assert.Null(response.Headers.ETag);
    }

    [Fact]
    public async Task Replies_are_indented_unless_asked_not_to_be()
    {
        const string Url = "v4/spreadsheets/book/values/A1?key=k&alt=json&quotaUser=u";
        using var pretty = await Client.SendAsync("GET", Url);
        using var terse = await Client.SendAsync("GET", Url + "&prettyPrint=false");

        Assert.Contains("\n", await pretty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"range":"Sheet1!A1","majorDimension":"ROWS"}""", await terse.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"nope":1}""", "Invalid JSON payload received. Unknown name \"nope\": Cannot find field.")]
    [InlineData(
        """{"requests":[{"addShet":{}}]}""", "Invalid JSON payload received. Unknown name \"addShet\" at 'requests[0]': Cannot find field.")]
    [InlineData(
        """{"requests":[{"addSheet":{"properties":{"name":"x"}}}]}""",
        "Invalid JSON payload received. Unknown name \"name\" at 'requests[0].add_sheet.properties': Cannot find field.")]
    [InlineData(
        """{"requests":[{"deleteSheet":{"sheetId":"x"}}]}""", "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"x\"")]
    [InlineData("{\"requests\":[", "Invalid JSON payload received. Unexpected token.")]
    [InlineData("""{"requests":[]}""", "Must specify at least one request.")]
    [InlineData("{}", "Must specify at least one request.")]
    public async Task Bodies_that_are_no_message_are_400(string body, string message) => Assert.Equal(
        (400, "INVALID_ARGUMENT", message), await Client.RefusedAsync("POST", "v4/spreadsheets/book:batchUpdate", body));

    [Fact]
    public async Task What_the_api_does_not_have_is_404()
    {
        using var response = await Client.SendAsync("GET", "v4/spreadsheets/book:fly");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
