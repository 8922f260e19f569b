using System.Text.Json;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Service;

/// <summary>An administrator changes pipelines and fields under the service: what stops working is reported, and what was refused is decided again.</summary>
public sealed class AccountChangeTests
{
    private const string Sent = "ЗАКАЗ ОТПРАВЛЕН";

    [Fact]
    public async Task A_refused_order_number_keeps_its_note_until_the_pipeline_gets_the_stage_and_then_moves_the_lead()
    {
        var (world, clock) = await StartAsync();
        await using var ending = world;
        var lead = world.FirstLead;
        await TypeNumberWithoutStageAsync(world, lead);

        for (var pass = 0; pass < 3; pass++)
            Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
        Assert.Equal((ServiceWorld.NewOrder, "A-17"), (world.StageOf(lead), world.FieldOf(lead, "Заказ №")));
        Assert.Contains("нет этапа для «В процессе»", world.RowOf(lead).Notes["Статус"], StringComparison.Ordinal);

        RenameStage(world, "Sotuv 1", "Отгружено куда-то", Sent);
        clock.Forward(TimeSpan.FromMinutes(11));
        await world.CatchUpAsync();
        await world.PassDoneAsync();

        Assert.Equal(Sent, world.StageOf(lead));
        Assert.DoesNotContain("Статус", world.RowOf(lead).Notes);
    }

    [Fact]
    public async Task A_refused_order_number_that_is_taken_back_takes_its_note_along()
    {
        var (world, _) = await StartAsync();
        await using var ending = world;
        var lead = world.FirstLead;
        await TypeNumberWithoutStageAsync(world, lead);

        world.Do(new Amo2GSheet.Sandbox.Sheets.PersonEdit { Do = "clear", Find = ServiceWorld.Id(lead), Column = "Заказ №" });
        await world.PassDoneAsync();

        Assert.Null(world.FieldOf(lead, "Заказ №"));
        Assert.DoesNotContain("Статус", world.RowOf(lead).Notes);
    }

    [Fact]
    public async Task A_trigger_stage_that_is_renamed_is_reported_until_it_has_its_name_again()
    {
        var (world, clock) = await StartAsync();
        await using var ending = world;
        await world.NewOrdersAsync(world.FirstLead);
        Assert.Empty(await LossesAsync(world));

        RenameStage(world, "Sotuv 1", ServiceWorld.NewOrder, "Новые");
        clock.Forward(TimeSpan.FromMinutes(11));
        await world.CatchUpAsync();

        Assert.Contains("Pipeline «Sotuv 1» has no stage «ЗАКАЗ БЕЗ НУМЕРАЦИИ» any more", Assert.Single(await LossesAsync(world)), StringComparison.Ordinal);
        Assert.Single(world.Log, line => line.Contains("has no stage «ЗАКАЗ БЕЗ НУМЕРАЦИИ» any more", StringComparison.Ordinal));
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        await world.CatchUpAsync();
        Assert.Single(await LossesAsync(world));

        RenameStage(world, "Sotuv 1", "Новые", ServiceWorld.NewOrder);
        clock.Forward(TimeSpan.FromMinutes(11));
        await world.CatchUpAsync();
        Assert.Empty(await LossesAsync(world));
    }

    [Fact]
    public async Task A_pipeline_out_of_scope_and_fields_that_are_gone_are_reported_when_a_lead_shows_it()
    {
        var (world, clock) = await StartAsync();
        await using var ending = world;
        var leads = world.LeadsOf(DemoAccount.Sotuv1).Take(2).ToList();
        await world.NewOrdersAsync(leads);
        world.Amo.World.Administer(seed => seed with
        {
            Pipelines = [.. seed.Pipelines.Select(pipeline => pipeline.Name == "Sotuv 1" ? pipeline with { Name = "Розница" } : pipeline)],
            Fields = [.. seed.Fields.Where(field => field.Name != "Заказ №").Select(field => field.Name == "Адрес" ? field with { Name = "Куда" } : field)],
        });
        clock.Forward(TimeSpan.FromMinutes(11));

        world.Type(leads[0], "Статус", SheetStatus.Rejected);
        await world.PassDoneAsync();

        var losses = await LossesAsync(world);
        Assert.Equal(3, losses.Count);
        Assert.Contains(losses, loss => loss.Contains("Pipeline «Sotuv 1» is called «Розница» now", StringComparison.Ordinal) && loss.Contains("edits of 2 rows", StringComparison.Ordinal));
        Assert.Contains(losses, loss => loss.Contains("The lead field «Заказ №» is gone from amoCRM: order numbers typed in the sheet are not sent", StringComparison.Ordinal));
        Assert.Contains(losses, loss => loss.Contains("The lead field «Адрес» is called «Куда» now: the column «Адрес» gets no values", StringComparison.Ordinal));
        clock.Forward(TimeSpan.FromDays(7));
        await world.CatchUpAsync();
        clock.Forward(TimeSpan.FromMinutes(11));
        await world.CatchUpAsync();
        Assert.Empty(await LossesAsync(world));
    }

    [Fact]
    public async Task A_stage_that_was_made_after_the_account_was_read_is_shown_by_its_name_and_never_as_an_id()
    {
        var (world, clock) = await StartAsync();
        await using var ending = world;
        var lead = world.FirstLead;
        await world.NewOrdersAsync(lead);
        world.Amo.World.Administer(seed => seed with
        {
            Pipelines =
            [
                .. seed.Pipelines.Select(pipeline => pipeline.Name == "Sotuv 1"
                    ? pipeline with { Stages = [.. pipeline.Stages, new AmoStage(77_000_001, "На складе", 0, 900, "#ffffff")] }
                    : pipeline),
            ],
        });
        clock.Forward(TimeSpan.FromSeconds(5));
        world.Move(lead, "На складе");
        await world.BellAsync(lead);

        await world.PassAsync();
        Assert.Equal(SheetStatus.InProgress, world.Cell(lead, "Статус"));
        clock.Forward(TimeSpan.FromSeconds(31));
        await world.PassDoneAsync();

        Assert.Equal("На складе", world.Cell(lead, "Статус"));
    }

    private static async Task<(ServiceWorld World, StoppedTime Clock)> StartAsync()
    {
        var clock = new StoppedTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        return (await ServiceWorld.StartAsync(clock: clock), clock);
    }

    /// <summary>An order number is typed while the pipeline has no stage for it.</summary>
    private static async Task TypeNumberWithoutStageAsync(ServiceWorld world, long lead)
    {
        RenameStage(world, "Sotuv 1", Sent, "Отгружено куда-то");
        await world.NewOrdersAsync(lead);
        world.Type(lead, "Заказ №", "A-17");
        await world.PassDoneAsync();
    }

    private static void RenameStage(ServiceWorld world, string pipeline, string stage, string name) => world.Amo.World.Administer(seed => seed with
    {
        Pipelines =
        [
            .. seed.Pipelines.Select(one => one.Name == pipeline
                ? one with { Stages = [.. one.Stages.Select(other => other.Name == stage ? other with { Name = name } : other)] }
                : one),
        ],
    });

    private static async Task<IReadOnlyList<string>> LossesAsync(ServiceWorld world)
    {
        using var health = JsonDocument.Parse(await world.HealthAsync());
        return [.. health.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!)
            .Where(problem => problem.StartsWith("Pipeline", StringComparison.Ordinal) || problem.StartsWith("The lead field", StringComparison.Ordinal))];
    }
}
