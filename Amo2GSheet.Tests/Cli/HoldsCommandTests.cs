using System.Text.Json;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.Tests.Cli;

public sealed class HoldsCommandTests
{
    [Fact]
    public async Task A_person_looks_declines_and_approves_and_the_running_service_hears_of_it()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);
        var hold = await world.StandingAsync();

        var list = await RunAsync(world, "", "holds", "list");
        Assert.Contains($"Hold {hold.Id}: 5 moves of leads and 0 order numbers", list.Out, StringComparison.Ordinal);
        var show = await RunAsync(world, "", "holds", "show", hold.Id);
        Assert.Equal(0, show.Code);
        Assert.Contains("Pushing them costs 1 PATCHes and 1 reads of leads.", show.Out, StringComparison.Ordinal);
        Assert.Contains(
            $"lead {leads[0]}, tab «Sheet1»: Sotuv 1 / ЗАКАЗ БЕЗ НУМЕРАЦИИ -> Sotuv 1 / Успешно реализовано (status «Успешно»)", show.Out, StringComparison.Ordinal);

        var declined = await RunAsync(world, "no\n", "holds", "approve", hold.Id);
        Assert.Equal(1, declined.Code);
        Assert.Contains("Nothing was decided.", declined.Error, StringComparison.Ordinal);
        await world.PassAsync();
        Assert.Equal(0, world.Patches);

        var approved = await RunAsync(world, "yes\n", "holds", "approve", hold.Id);
        Assert.Equal(0, approved.Code);
        Assert.Contains($"lead {leads[0]}", approved.Error, StringComparison.Ordinal);
        Assert.Contains("Approve: 5 leads are moved in amoCRM", approved.Error, StringComparison.Ordinal);
        await world.PassDoneAsync();
        Assert.All(leads, lead => Assert.Equal(142, world.Card(lead).StatusId));
        Assert.Equal("Nothing is held.", (await RunAsync(world, "", "holds", "list")).Out.Trim());
    }

    [Fact]
    public async Task Scripts_read_JSON_and_answer_without_being_asked()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);

        using var list = JsonDocument.Parse((await RunAsync(world, "", "holds", "list", "--json")).Out);
        var id = list.RootElement.GetProperty("holds")[0].GetProperty("id").GetString()!;
        using var show = JsonDocument.Parse((await RunAsync(world, "", "holds", "show", id, "--json")).Out);
        Assert.Equal(5, show.RootElement.GetProperty("leads").GetArrayLength());
        var run = await RunAsync(world, "", "holds", "discard", id, "--yes", "--json");

        Assert.Equal(0, run.Code);
        using var discarded = JsonDocument.Parse(run.Out);
        Assert.Equal("taken", discarded.RootElement.GetProperty("result").GetString());
        await world.PassDoneAsync();
        Assert.All(leads, lead => Assert.Equal("В процессе", world.Cell(lead, "Статус")));
        var late = await RunAsync(world, "", "holds", "approve", id, "--yes");
        Assert.Equal(1, late.Code);
        Assert.Contains($"There is no hold {id}", late.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_has_an_example_of_each_verb()
    {
        Assert.Contains("amo2gsheet holds list --sandbox", (await CliRun.OfAsync("holds", "--help")).Out, StringComparison.Ordinal);
        Assert.Contains("amo2gsheet holds approve ", (await CliRun.OfAsync("holds", "approve", "--help")).Out, StringComparison.Ordinal);
        Assert.Contains("amo2gsheet holds discard ", (await CliRun.OfAsync("holds", "discard", "--help")).Out, StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(ServiceWorld world, string input, params string[] args) =>
        CliRun.OfAsync(() => CliService.Over(new ConfigurationBuilder().AddInMemoryCollection(world.Settings).Build(), log: SuiteLog.Provider), input, args);
}
