using System.Text.Json;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.Tests.Cli;

public sealed class WhyTests
{
    [Fact]
    public async Task A_lead_with_a_history_is_told_with_rules_times_and_changes()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.FirstLead;
        await world.NewOrdersAsync(lead);
        world.Type(lead, "Статус", "Успешно");
        await world.PassDoneAsync();
        world.Settings["DISPLAY_TZ_OFFSET"] = "3";

        var run = await RunAsync(world, "why", $"{lead}");

        Assert.Equal(0, run.Code);
        Assert.Contains($"Lead {lead}; times are UTC+03:00.", run.Error, StringComparison.Ordinal);
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("                     rule 1: a lead that comes to a trigger stage of a pipeline in scope gets a row", lines);
        Assert.Contains("                     rule 5: a person chose another status", lines);
        Assert.Contains(lines, line => line.Contains(" -> «Sotuv 1 / Успешно реализовано»", StringComparison.Ordinal));
        Assert.Contains("Now: nothing waits for this lead.", lines);
        Assert.Contains("Both sides agreed on: status «Успешно», no order number, stage Sotuv 1 / Успешно реализовано.", lines);
        var times = lines.Where(line => char.IsAsciiDigit(line[0])).Select(line => line[..19]).ToList();
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
    }

    [Fact]
    public async Task A_lead_that_waits_says_so_and_the_story_needs_no_amoCRM()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.FirstLead;
        await world.BellAsync(lead);
        world.Settings["AMO_BASE_URL"] = "http://127.0.0.1:9";

        var run = await RunAsync(world, "why", $"{lead}");

        Assert.Equal(0, run.Code);
        Assert.Contains("amoCRM could not be asked: stages are shown by their ids.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Now: it waits for the next pass, since ", run.Out, StringComparison.Ordinal);
        Assert.Contains("The lead has no row of ours: nothing is tracked.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_stands_alone_on_standard_output()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);

        var run = await RunAsync(world, "why", $"{world.FirstLead}", "--json");

        Assert.Equal(0, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(world.FirstLead, json.RootElement.GetProperty("lead").GetInt64());
        Assert.Contains(json.RootElement.GetProperty("entries").EnumerateArray(), entry => entry.GetProperty("what").GetString() == "RowAppended");
        Assert.Equal("В процессе", json.RootElement.GetProperty("base").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_lead_never_heard_of_is_one_sentence_and_a_failure()
    {
        await using var world = await CliWorld.StartAsync();

        var run = await world.RunAsync("why", "7");

        Assert.Equal(1, run.Code);
        Assert.Equal("The service never heard of lead 7: no webhook named it, and no row bears its id.", run.Error.Trim());
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("1.5")]
    public async Task An_id_that_is_none_is_a_wrong_usage(string id)
    {
        var run = await CliRun.OfAsync("why", id);

        Assert.Equal(2, run.Code);
        Assert.Contains($"A lead's id is a whole number, not '{id}'.", run.Error, StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(ServiceWorld world, params string[] args) =>
        CliRun.OfAsync(() => CliService.Over(new ConfigurationBuilder().AddInMemoryCollection(world.Settings).Build(), log: SuiteLog.Provider), "", args);
}
