using System.Text.Json;

namespace Amo2GSheet.Tests.Cli;

public sealed class InspectTests
{
    [Fact]
    public async Task The_account_is_listed_with_triggers_fields_and_filled_fields_and_no_values()
    {
        await using var world = await CliWorld.StartAsync();

        var run = await world.RunAsync("inspect", "--leads", "50");

        Assert.Equal(0, run.Code);
        Assert.Contains("Pipeline 8100000  Sotuv 1  in scope", run.Out, StringComparison.Ordinal);
        Assert.Contains("Pipeline 8400000  Рекрутинг  out of scope", run.Out, StringComparison.Ordinal);
        Assert.Contains("8200005    заказ без нумерации  ← trigger", run.Out, StringComparison.Ordinal);
        Assert.Contains("[A · B · C · D]", run.Out, StringComparison.Ordinal);
        Assert.Contains("Телефон (PHONE)", run.Out, StringComparison.Ordinal);
        Assert.Contains("Код сотрудника", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Out.Split('\n'), line => line.StartsWith("  900107     Код сотрудника:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_are_shown_on_demand_and_phone_numbers_never()
    {
        await using var world = await CliWorld.StartAsync();
        var lead = world.Amo.World.Leads()[0].Id;
        world.Amo.World.SetLeadField(lead, world.FieldId("Комментарий"), "звонить +998 (90) 123-45-67 [red]после[/] 18");

        var run = await world.RunAsync("inspect", "--leads", "50", "--values");

        Assert.Equal(0, run.Code);
        Assert.Contains("Комментарий: звонить (a phone number) [red]после[/] 18", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("998", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_stands_alone_on_standard_output()
    {
        await using var world = await CliWorld.StartAsync();

        var run = await world.RunAsync("inspect", "--json", "--leads", "2");

        Assert.Equal(0, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        var first = json.RootElement.GetProperty("pipelines")[0];
        Assert.Equal("Sotuv 1", first.GetProperty("name").GetString());
        Assert.Equal(
            ["ЗАКАЗ БЕЗ НУМЕРАЦИИ"],
            first.GetProperty("stages").EnumerateArray().Where(stage => stage.GetProperty("trigger").GetBoolean()).Select(stage => stage.GetProperty("name").GetString()));
        Assert.Equal(2, json.RootElement.GetProperty("leads").GetArrayLength());
        Assert.Equal("PHONE", json.RootElement.GetProperty("contactFields")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task It_helps_to_find_the_trigger_before_that_is_set_and_before_there_is_a_spreadsheet()
    {
        await using var world = await CliWorld.StartAsync();
        foreach (var name in world.Settings.Keys.Where(key => key.StartsWith("GOOGLE_", StringComparison.Ordinal)).ToList())
            world.Settings.Remove(name);
        world.Settings.Remove("TRIGGER_STATUS_NAME");

        var run = await world.RunAsync("inspect");

        Assert.Equal(0, run.Code);
        Assert.Contains("ЗАКАЗ БЕЗ НУМЕРАЦИИ", run.Out, StringComparison.Ordinal);
        Assert.Contains("No trigger stage is marked: TRIGGER_STATUS_NAME is missing", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_log_in_it_says_how_to_log_in()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);

        var run = await world.RunAsync("inspect");

        Assert.Equal(1, run.Code);
        Assert.Contains("amo2gsheet login", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("251")]
    [InlineData("-1")]
    [InlineData("all")]
    public async Task A_count_that_is_none_is_a_wrong_usage(string count)
    {
        var run = await CliRun.OfAsync("inspect", "--leads", count);

        Assert.Equal(2, run.Code);
        Assert.Contains($"--leads takes a number from 0 to 250, not '{count}'.", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task A_pipeline_whose_name_looks_like_markup_is_printed_as_it_is()
    {
        await using var world = await CliWorld.StartAsync(seed: made => made with
        {
            Pipelines = [made.Pipelines[0] with { Name = "Sotuv [bold]1[/] [/]" }, .. made.Pipelines.Skip(1)],
        });

        var run = await world.RunAsync("inspect");

        Assert.Equal(0, run.Code);
        Assert.Contains("Sotuv [bold]1[/] [/]", run.Out, StringComparison.Ordinal);
    }
}
