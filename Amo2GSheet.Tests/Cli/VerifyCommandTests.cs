using System.Text.Json;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.Verify;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Verify;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Cli;

public sealed class VerifyCommandTests
{
    [Fact]
    public async Task No_difference_is_one_line_and_a_success()
    {
        await using var bed = await VerifyBed.StartAsync(2);
        var rows = bed.World.Tab().Rows.Count;

        var run = await RunAsync(bed, "verify");

        Assert.Equal((0, $"amoCRM {rows} = sheet {rows}, 0 differences"), (run.Code, run.Out.Trim()));
        var kept = await bed.World.Service.Services.GetRequiredService<ICursorStore>().ReadAsync(VerifyRecord.CursorName, CancellationToken.None);
        Assert.NotNull(kept);
    }

    [Fact]
    public async Task A_difference_is_told_with_both_sides_cause_and_fix_and_is_a_failure()
    {
        await using var bed = await VerifyBed.StartAsync(2);
        bed.World.Move(bed.Orders[0], "ОТКАЗ");
        bed.LetPassesDie();

        var run = await RunAsync(bed, "verify");

        Assert.Equal(1, run.Code);
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(", 1 difference", lines[0].Trim(), StringComparison.Ordinal);
        Assert.Equal($"StatusDiffers  lead {bed.Orders[0]}", lines[1].Trim());
        Assert.Equal("  amoCRM  Sotuv 1 / ОТКАЗ", lines[2].TrimEnd());
        Assert.StartsWith("  sheet   «В процессе» (tab «Sheet1», line ", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("  cause   The lead was moved in amoCRM", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("  fix     ", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_stands_alone_on_standard_output()
    {
        await using var bed = await VerifyBed.StartAsync(1);
        bed.World.Move(bed.Orders[0], "ОТКАЗ");
        bed.LetPassesDie();

        var run = await RunAsync(bed, "verify", "--json");

        Assert.Equal(1, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.EndsWith(", 1 difference", json.RootElement.GetProperty("headline").GetString(), StringComparison.Ordinal);
        Assert.Equal("statusDiffers", json.RootElement.GetProperty("differences")[0].GetProperty("kind").GetString());
    }

    private static Task<CliRun> RunAsync(VerifyBed bed, params string[] args) => CliRun.OfAsync(
        () => CliService.Over(new ConfigurationBuilder().AddInMemoryCollection(bed.World.Settings).Build(), time: bed.Clock, log: SuiteLog.Provider), "", args);
}
