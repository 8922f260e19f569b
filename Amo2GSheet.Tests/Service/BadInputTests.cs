using System.Net;
using System.Net.Sockets;
using System.Text;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>What strangers and mistakes get to hear.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("webhook/amocrm", "")]
    [InlineData("webhook/amocrm", "a-wrong-function-key-xx")]
    [InlineData("oauth/exchange", "a-wrong-function-key-xx")]
    public async Task Failure_11_a_wrong_or_missing_key_is_401(string path, string key)
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);

        Assert.Equal(HttpStatusCode.Unauthorized, (await world.PostAsync(path, new StringContent("leads[add][0][id]=1"), key)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_answered_before_the_body_is_sent()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, world.Service.Address.Port);
        var stream = socket.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /webhook/amocrm HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"));

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 401 Unauthorized", await reader.ReadLineAsync());

        // The caller is still sending when the host stops. That is not an error, so the log must not contain one.
        await world.StopServiceAsync();
    }

    [Fact]
    public async Task Bodies_that_are_no_lead_webhook_are_told_apart_and_log_no_error()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        var ours = $"account[subdomain]={world.Amo.World.Seed.Account.Subdomain}";

        Assert.Equal((200, "Empty"), await AnswerAsync(""));
        Assert.Equal((400, "Garbage"), await AnswerAsync("{not json"));
        Assert.Equal((400, "NoLeadIds"), await AnswerAsync("leads[status][0][name]=x"));
        Assert.Equal((400, "TooManyKeys"), await AnswerAsync(string.Join('&', Enumerable.Range(0, WebhookForm.MostKeys + 1).Select(number => $"k{number}=1"))));
        Assert.Equal((200, "OtherEntity"), await AnswerAsync($"{ours}&contacts[update][0][id]=5"));
        Assert.Equal((200, "NoLeadIds"), await AnswerAsync($"{ours}&leads[status][0][id]=abc"));
        Assert.Equal((403, "ForeignAccount"), await AnswerAsync("account[subdomain]=foreign&leads[status][0][id]=5"));

        async Task<(int Status, string Reason)> AnswerAsync(string body)
        {
            var answer = await world.PostAsync("webhook/amocrm", new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded"));
            var text = await answer.Content.ReadAsStringAsync();
            return ((int)answer.StatusCode, System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("reason").GetString() ?? "");
        }
    }

    [Fact]
    public async Task Without_a_log_in_health_says_what_to_do_and_the_webhook_is_kept()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);

        Assert.Equal(PassResult.Blocked, (await world.PassAsync()).Result);
        Assert.Contains("/oauth/login", await world.HealthAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await world.LogInAsync()).StatusCode);
        await world.PassDoneAsync();
        Assert.Single(world.RowsOf(world.FirstLead));
    }

    [Theory]
    [InlineData("{}", "NoCode")]
    [InlineData("not json", "NoCode")]
    [InlineData("""{"code":"never-issued"}""", "CodeRefused")]
    [InlineData("""{"redirect_url":"https://example.com/?code=never-issued&state=x"}""", "CodeRefused")]
    public async Task A_consent_code_that_is_none_is_refused_with_a_reason(string body, string reason)
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);

        var answer = await world.PostAsync("oauth/exchange", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archived_tab_without_its_header_stops_no_new_order_and_health_names_it()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Do(new PersonEdit { Do = "renameTab", Tab = DemoSpreadsheet.StaffTab, Title = "01.2026" });
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);

        Assert.Equal(PassResult.Partial, (await world.PassAsync()).Result);

        Assert.Single(world.RowsOf(world.FirstLead));
        Assert.Contains("«01.2026»", await world.HealthAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ID", "B1")]
    [InlineData("Заказ №", "C1")]
    [InlineData("Статус", "U1")]
    public async Task A_header_that_is_missing_stops_the_pass_and_health_names_it(string header, string cell)
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Do(new PersonEdit { Do = "type", Cell = cell, Text = "???" });

        Assert.Equal(PassResult.Blocked, (await world.PassAsync()).Result);

        Assert.Contains($"«{header}»", await world.HealthAsync(), StringComparison.Ordinal);
        Assert.Contains("???", world.Tab().Header);
        Assert.Equal(0, world.Patches);
        world.Do(new PersonEdit { Do = "type", Cell = cell, Text = header });
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Theory]
    [InlineData("ID")]
    [InlineData("Статус")]
    [InlineData("Заказ №")]
    [InlineData("Заказ No")]
    public async Task A_required_header_that_is_there_twice_stops_the_pass_and_health_names_it(string header)
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        var (own, before) = (world.Tab().Header[9], world.Tab().Rows);
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        world.Do(new PersonEdit { Do = "type", Cell = "J1", Text = header });

        Assert.Equal(PassResult.Blocked, (await world.PassAsync()).Result);

        Assert.Contains(" in columns ", await world.HealthAsync(), StringComparison.Ordinal);
        Assert.Equal(before.Select(row => row.Notes.Count), world.Tab().Rows.Select(row => row.Notes.Count));
        Assert.Equal(0, world.Patches);
        world.Do(new PersonEdit { Do = "type", Cell = "J1", Text = own });
        await world.PassDoneAsync();
        Assert.Equal("Успешно реализовано", world.StageOf(world.FirstLead));
    }

    [Theory]
    [InlineData("AMO_SUBDOMAIN", null)]
    [InlineData("AMO_CLIENT_ID", null)]
    [InlineData("AMO_CLIENT_SECRET", "")]
    [InlineData("AMO_REDIRECT_URI", "not an address")]
    [InlineData("AMO_REQUEST_DELAY_SEC", "0.01")]
    [InlineData("GOOGLE_SHEET_ID", null)]
    [InlineData("GOOGLE_SERVICE_ACCOUNT_JSON", "{}")]
    [InlineData("TRIGGER_STATUS_NAME", null)]
    [InlineData("CONFLICT_POLICY", "both")]
    [InlineData("WEBHOOK_DEDUP_TTL_SEC", "-1")]
    [InlineData("SYNC_MIN_SPACING_SEC", "soon")]
    [InlineData("DISPLAY_TZ_OFFSET", "25")]
    [InlineData("LEADS_CREATED_AFTER", "soon")]
    [InlineData("PIPELINE_DISPLAY_MAP_JSON", "[1]")]
    [InlineData("STATUS_DISPLAY_MAP_JSON", "[1]")]
    [InlineData("DROPDOWN_STATUS_MAP_JSON", """{"Доставлен":142}""")]
    [InlineData("PIPELINE_ID", "one")]
    [InlineData("TRIGGER_STATUS_ID", "142")]
    [InlineData("AMO_ORDER_FIELD_ID", "-1")]
    [InlineData("STAFF_CACHE_TTL_SEC", "-1")]
    [InlineData("ENVIRONMENT", "Production")]
    [InlineData("SYNC_POLL_SECONDS", "7")]
    [InlineData("SYNC_POLL_SCHEDULE", null)]
    [InlineData("CATCH_UP_SECONDS", "-1")]
    [InlineData("BRAKE_MAX_MOVES", "-1")]
    [InlineData("BRAKE_MAX_PERCENT", "101")]
    [InlineData("BRAKE_MIN_MOVES", "-1")]
    [InlineData("BRAKE_WINDOW_MINUTES", "1441")]
    [InlineData("BRAKE_WINDOW_MAX_MOVES", "-1")]
    [InlineData("BRAKE_WINDOW_MAX_PERCENT", "101")]
    [InlineData("VERIFY_AT", "25:00")]
    [InlineData("AMO_WEBHOOK_URL", "/webhook/amocrm")]
    [InlineData("INITIAL_SYNC_DATE_FROM", "2026-01-01")]
    [InlineData("AMO2GSHEET_TABLES", "nonsense")]
    [InlineData("FUNCTION_KEY", "short")]
    public async Task A_missing_or_wrong_setting_stops_the_start_with_a_message_that_names_it(string setting, string? value)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => ServiceWorld.StartAsync(settings => settings[setting] = value));

        Assert.Contains(setting, failure.Message, StringComparison.Ordinal);
    }
}
