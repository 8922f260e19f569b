using System.Text.Json.Nodes;

namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class QuotaTests : SheetsTest
{
    private const string Read = "v4/spreadsheets/book/values/A1";
    private const string Write = "v4/spreadsheets/book/values/A1:clear";

    private protected override Task<SheetsClient> StartAsync() => SheetsClient.StartAsync(limits: true);

    [Fact]
    public async Task A_user_has_60_reads_and_60_writes_a_minute()
    {
        for (var i = 0; i < 60; i++)
            await Client.CallAsync("GET", Read);

        using var over = await Client.SendAsync("GET", Read);
        var error = JsonNode.Parse(await over.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal((429, "RESOURCE_EXHAUSTED"), ((int)error["code"]!, (string?)error["status"]));
        Assert.Equal(
            "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service 'sheets.googleapis.com' for consumer 'project_number:1'.",
            (string?)error["message"]);
        Assert.Equal("RATE_LIMIT_EXCEEDED", (string?)error["details"]![0]!["reason"]);
        Assert.Equal("ReadRequestsPerMinutePerUser", (string?)error["details"]![0]!["metadata"]!["quota_limit"]);
        Assert.Null(over.Headers.RetryAfter);

        await Client.CallAsync("POST", Write);
        Client.Time.Advance(TimeSpan.FromMinutes(1));
        await Client.CallAsync("GET", Read);
    }

    [Fact]
    public async Task A_project_has_300()
    {
        for (var user = 0; user < 5; user++)
        {
            Client.World.Share("book", $"user{user}@example.com");
            await Client.SignInAsync($"user{user}@example.com");
            for (var i = 0; i < 60; i++)
                await Client.CallAsync("POST", Write);
        }

        await Client.SignInAsync(SheetsClient.Account);
        Assert.Contains(
            "limit 'Write requests per minute' of", (await Client.RefusedAsync("POST", Write)).Message, StringComparison.Ordinal);
    }
}
