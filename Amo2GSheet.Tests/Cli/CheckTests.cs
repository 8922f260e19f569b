using System.Text.Json;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Tests.Hardening.Log;

namespace Amo2GSheet.Tests.Cli;

public sealed class CheckTests
{
    private static readonly string[] Shape = ["area", "name", "level", "sentence", "fix", "fixed"];

    [Fact]
    public async Task A_throwaway_sandbox_is_as_it_should_be()
    {
        // The parts as CliService.OpenAsync makes them when no sandbox runs on this machine.
        var service = await CliService.OpenThrowawayAsync(CancellationToken.None, SuiteLog.Provider);

        var run = await CliRun.OfAsync(() => service, "", "check", "--sandbox");

        Assert.Equal(0, run.Code);
        Assert.Contains("throwaway", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_honest_installation_is_green_and_every_stage_is_listed()
    {
        await using var world = await CliWorld.StartAsync();

        var run = await world.RunAsync("check");

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("warning", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("BLOCKS", run.Out, StringComparison.Ordinal);
        Assert.Contains("Pipeline «Sotuv 2» is in scope: Неразобранное · КОНСУЛТАЦИЯ · Раздумье · ЗАКАЗ · заказ без нумерации (trigger) · ", run.Out, StringComparison.Ordinal);
        Assert.Contains("Pipeline «Рекрутинг» is out of scope", run.Out, StringComparison.Ordinal);
        Assert.Contains("13 of 13 columns have their lead field.", run.Out, StringComparison.Ordinal);
        Assert.Contains("Lead fields without a column: Приемщик, Комментарий", run.Out, StringComparison.Ordinal);
        Assert.Equal("Nothing blocks; warnings: 0.", run.Error.Trim());
        Assert.DoesNotContain("a-key-nobody-may-see", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_stands_alone_on_standard_output_in_the_promised_shape()
    {
        await using var world = await CliWorld.StartAsync();

        var run = await world.RunAsync("check", "--json");

        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(["ok", "findings"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.True(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.All(json.RootElement.GetProperty("findings").EnumerateArray(), finding =>
            Assert.Equal(Shape, finding.EnumerateObject().Select(property => property.Name)));
        Assert.Equal(
            ["settings", "storage", "amoCRM", "webhook", "spreadsheet"],
            json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("area").GetString()).Distinct());
    }

    [Fact]
    public async Task Every_wrong_setting_is_a_finding_of_its_own_and_the_rest_is_looked_at()
    {
        await using var world = await CliWorld.StartAsync();
        world.Settings["GOOGLE_SHEET_ID"] = "https://docs.google.com/spreadsheets/d/1/edit";
        world.Settings["CONFLICT_POLICY"] = "both";
        world.Settings["GOOGLE_SERVICE_ACCOUNT_JSON"] = "{}";

        var report = await CheckSeen.LookAsync(world);

        Assert.False(report.Ok);
        Assert.Superset(
            new HashSet<string> { "GOOGLE_SHEET_ID", "CONFLICT_POLICY", "GOOGLE_SERVICE_ACCOUNT_JSON" },
            report.Of("settings").Where(finding => finding.Level == "blocks").Select(finding => finding.Name).ToHashSet());
        Assert.Equal("ok", report.Find("amoCRM", "account").Level);
        Assert.Equal("warning", report.Find("spreadsheet", "spreadsheet").Level);
    }

    [Fact]
    public async Task With_no_settings_at_all_each_missing_one_is_named_and_the_areas_are_not_looked_at()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        world.Settings.Clear();

        var report = await CheckSeen.LookAsync(world);

        Assert.Superset(
            new HashSet<string> { "AMO_SUBDOMAIN", "AMO_CLIENT_ID", "GOOGLE_SHEET_ID", "TRIGGER_STATUS_NAME", "AzureWebJobsStorage" },
            report.Of("settings").Select(finding => finding.Name).ToHashSet());
        Assert.All(report.Findings.Where(finding => finding.Area != "settings"), finding => Assert.Equal("warning", finding.Level));
    }

    [Fact]
    public async Task A_cut_off_ahead_is_a_warning()
    {
        await using var world = await CliWorld.StartAsync();
        world.Settings["LEADS_CREATED_AFTER"] = "01.01.2100 00:00:00";

        var report = await CheckSeen.LookAsync(world);

        Assert.True(report.Ok);
        Assert.Equal("warning", report.Find("settings", "LEADS_CREATED_AFTER").Level);
    }

    [Fact]
    public async Task Without_a_log_in_storage_says_how_to_and_amoCRM_does_not_hide_the_spreadsheet()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);

        var report = await CheckSeen.LookAsync(world);

        Assert.False(report.Ok);
        Assert.StartsWith("amo2gsheet login", report.Find("storage", "tokens").Fix, StringComparison.Ordinal);
        Assert.Single(report.Findings, finding => finding.Level == "blocks");
        Assert.Equal("ok", report.Find("spreadsheet", "open").Level);
    }

    [Fact]
    public async Task Revoked_tokens_block_and_are_told_once()
    {
        await using var world = await CliWorld.StartAsync();
        world.Amo.World.With(state => state.Tokens.RevokeAll());

        var report = await CheckSeen.LookAsync(world);

        Assert.False(report.Ok);
        Assert.Contains("amo2gsheet login", report.Find("amoCRM", "amoCRM").Sentence, StringComparison.Ordinal);
        Assert.Equal("warning", report.Find("webhook", "webhook").Level);
    }

    [Fact]
    public async Task Unreachable_tables_block_in_one_sentence()
    {
        await using var world = await CliWorld.StartAsync();
        world.Settings["AMO2GSHEET_TABLES"] = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:9/devstoreaccount1;";

        var report = await CheckSeen.LookAsync(world);

        Assert.False(report.Ok);
        Assert.Contains("AMO2GSHEET_TABLES", report.Find("storage", "storage").Sentence, StringComparison.Ordinal);
        Assert.Equal("ok", report.Find("spreadsheet", "open").Level);
    }

    [Theory]
    [InlineData("PIPELINE_KEYWORD", "нет такой", "scope")]
    [InlineData("TRIGGER_STATUS_NAME", "нет такой", "trigger")]
    public async Task No_pipeline_in_scope_and_no_trigger_block(string setting, string value, string name)
    {
        await using var world = await CliWorld.StartAsync();
        world.Settings[setting] = value;

        var report = await CheckSeen.LookAsync(world);

        Assert.False(report.Ok);
        Assert.Equal("blocks", report.Find("amoCRM", name).Level);
    }

    [Fact]
    public async Task What_one_pipeline_lacks_is_a_warning_that_names_it()
    {
        await using var world = await CliWorld.StartAsync();
        world.Settings["PIPELINE_KEYWORD"] = "";
        world.Settings["TRIGGER_STATUS_NAME"] = "Резюме";

        var report = await CheckSeen.LookAsync(world);

        Assert.True(report.Ok);
        Assert.Contains("«Sotuv 1»", report.Find("amoCRM", "pipeline 8100000 trigger").Sentence, StringComparison.Ordinal);
        Assert.Contains("«Рекрутинг» has no stage «Заказ отправлен»", report.Find("amoCRM", "pipeline 8400000 sent").Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Findings, finding => finding.Name == "pipeline 8400000 trigger");
    }

    [Fact]
    public async Task The_order_field_may_be_given_by_its_id()
    {
        await using var world = await CliWorld.StartAsync();
        world.Settings["AMO_ORDER_FIELD_ID"] = $"{world.FieldId("Комментарий")}";
        Assert.True((await CheckSeen.LookAsync(world)).Ok);

        world.Settings["AMO_ORDER_FIELD_ID"] = "1";

        Assert.Contains("AMO_ORDER_FIELD_ID", (await CheckSeen.LookAsync(world)).Find("amoCRM", "order field").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_lived_token_needs_no_log_in_and_its_near_end_is_a_warning()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        world.Settings["AMO_LONG_LIVED_TOKEN"] = world.Amo.World.MakeLongLivedToken(TimeSpan.FromDays(3));

        var report = await CheckSeen.LookAsync(world);

        Assert.True(report.Ok);
        Assert.Equal("ok", report.Find("storage", "tokens").Level);
        Assert.Equal("warning", report.Find("amoCRM", "token").Level);
        Assert.DoesNotContain(report.Findings, finding => finding.Sentence.Contains(world.Settings["AMO_LONG_LIVED_TOKEN"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_order_field_blocks_and_another_missing_field_is_a_warning()
    {
        await using var world = await CliWorld.StartAsync(seed: made => made with
        {
            Fields = [.. made.Fields.Where(field => field.Name is not ("Заказ №" or "Регион"))],
            Entities = [],
        });

        var report = await CheckSeen.LookAsync(world);

        Assert.False(report.Ok);
        Assert.Equal("blocks", report.Find("amoCRM", "order field").Level);
        Assert.Equal("warning", report.Find("amoCRM", "field Регион").Level);
        Assert.StartsWith("11 of 13", report.Find("amoCRM", "fields").Sentence, StringComparison.Ordinal);
    }
}
