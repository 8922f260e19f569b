using System.Text.Json;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Kpi;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.Tests.Cli;

public sealed class KpiCommandTests
{
    [Fact]
    public async Task A_back_fill_an_explanation_and_a_rebuild_of_one_sale()
    {
        await using var world = await ServiceWorld.StartAsync(settings => settings["DISPLAY_TZ_OFFSET"] = "5");
        var lead = KpiServiceTests.NewLead(world, "0134", 450_000);
        KpiServiceTests.AddHistory(world, [lead], KpiRange.Month(2026, 3));

        var filled = await RunAsync(world, "kpi", "backfill", "--from", "2026-03-01", "--to", "2026-03-02");
        Assert.Equal((0, "2026-03-01..2026-03-02: 2 days, 4 moves of leads are in the ledger."), (filled.Code, filled.Out.Trim()));
        Assert.Contains("2026-03-01: 1 of 2 days, 4 moves", filled.Error, StringComparison.Ordinal);

        var told = await RunAsync(world, "kpi", "explain", $"{lead}");
        Assert.Equal(0, told.Code);
        var lines = told.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"Lead {lead}: its consul belongs to 134.", lines[0].Trim());
        Assert.StartsWith("2026-03-01 01:00:00  Sotuv 1 / Консультация: consul to 134 on 2026-03-01  [event ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2026-03-01 02:00:00  Sotuv 1 / Заказ: zakas to 134 on 2026-03-01, 450000  [event ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("2026-03-01 03:00:00  Sotuv 1 / ЗАКАЗ ОТПРАВЛЕН: no step that counts", lines[3], StringComparison.Ordinal);

        var rebuilt = await RunAsync(world, "kpi", "rebuild", "--json");
        Assert.Equal(0, rebuilt.Code);
        Assert.Equal(1, JsonDocument.Parse(rebuilt.Out).RootElement.GetProperty("leads").GetInt32());

        var document = JsonDocument.Parse((await RunAsync(world, "kpi", "explain", $"{lead}", "--json")).Out).RootElement;
        Assert.True(document.GetProperty("upToDate").GetBoolean());
        Assert.Equal("zakas", document.GetProperty("moves")[1].GetProperty("credits")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("no\n", 1, false)]
    [InlineData("", 1, false)]
    [InlineData("yes\n", 0, true)]
    [InlineData(null, 0, true)]
    public async Task A_reset_is_asked_about_unless_a_script_says_yes(string? typed, int code, bool isEmpty)
    {
        await using var world = await ServiceWorld.StartAsync(settings => settings["DISPLAY_TZ_OFFSET"] = "5");
        var lead = KpiServiceTests.NewLead(world, "0134", 450_000);
        KpiServiceTests.AddHistory(world, [lead], KpiRange.Month(2026, 3));
        await RunAsync(world, "kpi", "backfill", "--from", "2026-03-01", "--to", "2026-03-02");

        var run = await RunTypingAsync(world, typed ?? "", ["kpi", "reset", .. typed is null ? ["--yes"] : Array.Empty<string>()]);

        Assert.Equal(code, run.Code);
        Assert.Equal(isEmpty ? 1 : 0, (await RunAsync(world, "kpi", "explain", $"{lead}")).Code);
    }

    [Fact]
    public async Task A_lead_that_the_ledger_does_not_know_is_said_and_is_a_failure()
    {
        await using var world = await ServiceWorld.StartAsync();

        var run = await RunAsync(world, "kpi", "explain", "7");

        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.Contains("The ledger knows no move of lead 7", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--to is earlier than --from.", "--from", "2026-03-02", "--to", "2026-03-01")]
    [InlineData("--from takes a day such as 2026-03-01, not '01.03.2026'.", "--from", "01.03.2026", "--to", "2026-03-01")]
    [InlineData("--to takes a day such as 2026-03-01, not '9999-12-31'.", "--from", "9999-12-30", "--to", "9999-12-31")]
    [InlineData("--to", "--from", "2026-03-02")]
    public async Task A_range_that_is_none_is_refused(string said, params string[] args)
    {
        var run = await CliRun.OfAsync(["kpi", "backfill", .. args]);

        Assert.Equal(2, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(ServiceWorld world, params string[] args) => RunTypingAsync(world, "", args);

    private static Task<CliRun> RunTypingAsync(ServiceWorld world, string input, string[] args) =>
        CliRun.OfAsync(() => CliService.Over(new ConfigurationBuilder().AddInMemoryCollection(world.Settings).Build(), log: SuiteLog.Provider), input, args);
}
