using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Service;

/// <summary>The main job over HTTP: a lead becomes a row, a row moves its lead.</summary>
public sealed class MainJobTests
{
    [Fact]
    public async Task A_lead_at_the_trigger_stage_becomes_a_row_with_every_column_right()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.LeadsOf(DemoAccount.Sotuv1)[2];

        await world.MoveAndSyncAsync(lead, ServiceWorld.NewOrder);

        var seen = world.RowOf(lead).Values;
        Assert.Equal(("ООО «Узмебель»", $"{lead}", "Sotuv 1", SheetStatus.InProgress), (seen["Компания"], seen["ID"], seen["Воронка"], seen["Статус"]));
        Assert.Equal(("Шахзод Назаров", "998971110103"), (seen["Ф.И.О."], seen["Контактный номер"]));
        Assert.Equal(("Матрас Ortho 180", "10", "Ташкент", "Чиланзар 9, офис 3"), (seen["Продукт 1"], seen["Количество 1"], seen["Регион"], seen["Адрес"]));
        Assert.Equal("24000000", string.Concat(seen["Бюджет сделки"].Where(char.IsDigit)));
        Assert.False(seen.ContainsKey("Заказ №"));
    }

    [Fact]
    public async Task A_row_shows_the_main_contact_and_its_phones_first()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.Amo.World.Leads().First(lead => lead.PipelineId == DemoAccount.Sotuv1 && lead.Contacts.Length > 1);
        var main = world.Amo.World.Find(EntityKind.Contact, lead.Contacts.Single(contact => contact.IsMain).Id)!;

        await world.NewOrdersAsync(lead.Id);

        Assert.Equal(main.Name, world.Cell(lead.Id, "Ф.И.О."));
        Assert.StartsWith(main.Fields[DemoFields.Phone][0].Text!.TrimStart('+'), world.Cell(lead.Id, "Контактный номер"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_number_moves_the_lead_and_its_echo_leaves_the_row_alone()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        world.Type(world.FirstLead, "Заказ №", "A-17");
        await world.PassDoneAsync();
        Assert.Equal(("ЗАКАЗ ОТПРАВЛЕН", "A-17"), (world.StageOf(world.FirstLead), world.FieldOf(world.FirstLead, "Заказ №")));

        await world.BellAsync(world.FirstLead);
        await world.PassDoneAsync();
        Assert.Equal(SheetStatus.InProgress, world.Cell(world.FirstLead, "Статус"));
        Assert.Equal(1, world.Patches);
    }

    [Fact]
    public async Task A_chosen_status_wins_the_lead_and_its_echo_changes_nothing()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        world.Type(world.FirstLead, "Статус", SheetStatus.WithCourier);
        await world.PassDoneAsync();
        Assert.Equal(142, world.Card(world.FirstLead).StatusId);

        await world.BellAsync(world.FirstLead);
        await world.PassDoneAsync();
        Assert.Equal(SheetStatus.WithCourier, world.Cell(world.FirstLead, "Статус"));
        Assert.Equal(1, world.Patches);
    }

    [Fact]
    public async Task A_refusal_in_the_sheet_finds_each_pipeline_s_own_reject_stage()
    {
        await using var world = await ServiceWorld.StartAsync();
        var first = world.FirstLead;
        var latin = world.LeadsOf(DemoAccount.Sotuv2)[0];
        var bare = world.LeadsOf(DemoAccount.Sotuv3)[0];
        world.Move(first, ServiceWorld.NewOrder);
        world.Move(latin, "заказ без нумерации");
        world.Move(bare, "Заказ без нумерации");
        await world.BellAsync(first, latin, bare);
        await world.PassDoneAsync();

        foreach (var lead in new[] { first, latin, bare })
            world.Type(lead, "Статус", SheetStatus.Rejected);
        await world.PassDoneAsync();

        Assert.Equal(["ОТКАЗ", "OTKAЗ", "Закрыто и не реализовано"], new[] { first, latin, bare }.Select(world.StageOf));
        Assert.Equal(1, world.Patches);
    }

    [Fact]
    public async Task A_refusal_in_amoCRM_reaches_the_row_however_the_stage_is_spelt()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.LeadsOf(DemoAccount.Sotuv2)[0];
        await world.MoveAndSyncAsync(lead, "заказ без нумерации");

        await world.MoveAndSyncAsync(lead, "OTKAЗ");

        Assert.Equal(SheetStatus.Rejected, world.Cell(lead, "Статус"));
        Assert.Equal(0, world.Patches);
    }

    [Fact]
    public async Task Leads_out_of_scope_or_before_the_cut_off_get_no_row_and_the_journal_says_why()
    {
        var cutOff = DateTimeOffset.FromUnixTimeSeconds(4_000_000_000);
        await using var world = await ServiceWorld.StartAsync(settings => settings["LEADS_CREATED_AFTER"] = $"{cutOff.ToUnixTimeSeconds()}");
        var recruit = world.LeadsOf(DemoAccount.Recruiting)[0];
        world.Move(recruit, ServiceWorld.NewOrder);
        world.Move(world.FirstLead, ServiceWorld.NewOrder);

        await world.BellAsync(recruit, world.FirstLead);
        await world.PassDoneAsync();

        Assert.Empty(world.Tab().Rows);
        Assert.Equal(nameof(Reason.PipelineOutOfScope), Assert.Single(await world.JournalAsync(recruit)).What);
        Assert.Equal(nameof(Reason.BeforeCutOff), Assert.Single(await world.JournalAsync(world.FirstLead)).What);
    }

    [Fact]
    public async Task The_simulator_s_own_webhook_brings_the_row_by_itself()
    {
        await using var world = await ServiceWorld.StartAsync(nudges: true);
        world.Amo.World.InstallWebhook(new Uri(world.Service.Address, $"webhook/amocrm?code={ServiceWorld.Key}"), "status_lead");

        world.Move(world.FirstLead, ServiceWorld.NewOrder);

        await Until.TrueAsync(() => world.RowsOf(world.FirstLead).Count == 1);
    }

    [Fact]
    public async Task Ten_deliveries_of_one_webhook_make_one_row_and_one_journal_entry()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);

        for (var delivery = 0; delivery < 10; delivery++)
        {
            await world.BellAsync(world.FirstLead);
            if (delivery % 4 == 1)
                await world.PassAsync();
        }

        await world.PassAsync();
        Assert.Single(world.RowsOf(world.FirstLead));
        Assert.Equal(nameof(Reason.RowAppended), Assert.Single(await world.JournalAsync(world.FirstLead)).What);
    }
}
