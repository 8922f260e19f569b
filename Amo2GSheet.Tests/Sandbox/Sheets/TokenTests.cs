using System.Net;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class TokenTests : SheetsTest
{
    private const string Read = "v4/spreadsheets/book/values/A1";

    [Fact]
    public async Task A_signed_assertion_buys_a_token_that_ends_after_3599_seconds()
    {
        var (status, token) = await Client.TokenAsync(Client.Assertion(Key(), SheetsClient.Scope));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((3599, "Bearer"), ((int)token["expires_in"]!, (string?)token["token_type"]));
        Client.UseToken((string?)token["access_token"]);
        await Client.CallAsync("GET", Read);

        Client.Time.Advance(TimeSpan.FromSeconds(3600));
        using var late = await Client.SendAsync("GET", Read);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
        Assert.Contains("Bearer", late.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("UNAUTHENTICATED", (string?)JsonNode.Parse(await late.Content.ReadAsStringAsync())!["error"]!["status"]);
    }

    [Fact]
    public async Task A_forged_signature_is_refused_in_the_flat_form()
    {
        var old = Key();
        Key();

        var (status, body) = await Client.TokenAsync(Client.Assertion(old, SheetsClient.Scope));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("""{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", SheetsClient.Text(body));
    }

    [Fact]
    public async Task An_old_assertion_is_refused()
    {
        var assertion = Client.Assertion(Key(), SheetsClient.Scope);
        Client.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal("invalid_grant", (string?)(await Client.TokenAsync(assertion)).Body["error"]);
    }

    [Theory]
    [InlineData("no-jwt")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.e30")]
    [InlineData("")]
    public async Task Garbage_is_refused(string assertion) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.TokenAsync(assertion)).Status);

    [Fact]
    public async Task A_token_signed_by_the_account_itself_is_taken()
    {
        Client.UseToken(Client.Assertion(Key(), string.Empty));

        await Client.CallAsync("GET", Read);
    }

    [Fact]
    public async Task A_readonly_scope_reads_values_and_no_more()
    {
        var (_, token) = await Client.TokenAsync(Client.Assertion(Key(), SheetsClient.Scope + ".readonly"));
        Client.UseToken((string?)token["access_token"]);

        await Client.CallAsync("GET", Read);
        var (code, status, message) = await Client.RefusedAsync(
            "POST", "v4/spreadsheets/book/values:batchGetByDataFilter", """{"dataFilters":[{"a1Range":"A1"}]}""");
        Assert.Equal((403, "PERMISSION_DENIED", "Request had insufficient authentication scopes."), (code, status, message));
    }

    [Fact]
    public async Task An_unknown_token_is_401_and_no_token_is_403()
    {
        Client.UseToken("nonsense");
        Assert.Equal(401, (await Client.RefusedAsync("GET", Read)).Code);
        Client.UseToken(null);
        Assert.Equal(403, (await Client.RefusedAsync("GET", Read)).Code);
    }

    [Fact]
    public async Task A_spreadsheet_must_be_shared_and_be_there()
    {
        await Client.SignInAsync("stranger@example.com");

        Assert.Equal((403, "PERMISSION_DENIED", "The caller does not have permission"), await Client.RefusedAsync("GET", Read));
        Assert.Equal(
            (404, "NOT_FOUND", "Requested entity was not found."), await Client.RefusedAsync("GET", "v4/spreadsheets/none/values/A1"));
    }

    [Fact]
    public async Task A_readers_share_reads_and_does_not_write()
    {
        Client.World.Share(SheetsClient.Book, "reader@example.com", Amo2GSheet.Sandbox.Sheets.ShareRole.Reader);
        await Client.SignInAsync("reader@example.com");

        await Client.CallAsync("GET", Read);
        Assert.Equal(403, (await Client.RefusedAsync("PUT", Read + "?valueInputOption=RAW", """{"values":[["x"]]}""")).Code);
    }

    private JsonNode Key() => JsonNode.Parse(Client.Simulator.CreateServiceAccountKey(SheetsClient.Account))!;
}
