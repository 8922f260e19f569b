using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Tests.Service;

namespace Amo2GSheet.Tests.CatchUp;

/// <summary>A day on which not one webhook arrives.</summary>
public sealed class DayWithoutWebhooksTests
{
    [Fact]
    public async Task After_twenty_four_hours_without_a_webhook_the_sheet_says_what_amoCRM_says()
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        world.Amo.World.InstallWebhook(new Uri(world.Service.Address, $"webhook/amocrm?code={ServiceWorld.Key}"), "add_lead", "update_lead", "status_lead", "delete_lead", "restore_lead");
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.HookDropped, Seconds: 100_000), clock.GetUtcNow()));
        var people = new People(world);
        for (var hour = 0; hour < 24; hour++)
        {
            people.Work(hour);
            clock.Jump(TimeSpan.FromMinutes(30));
            // A catch-up now and then fails, and the next makes up for it.
            if (hour % 7 == 3)
                world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.Unpaid, Times: 1, Route: "GET /api/v4/leads")));
            await world.CatchUpAsync();
            await world.PassAsync();
            clock.Jump(TimeSpan.FromMinutes(30));
        }

        for (var round = 0; round < 2; round++)
        {
            await world.CatchUpAsync();
            await world.PassAsync();
            clock.Jump(TimeSpan.FromSeconds(70));
        }

        Assert.Equal(0, (await world.CatchUpAsync()).News);
        Assert.All(people.Orders, lead => Assert.Equal(people.Expected(lead), (world.Cell(lead, "Статус"), world.RowOf(lead).Notes.Count > 0)));
        Assert.Equal(people.Orders.Count, world.Tab().Rows.Count);
        Assert.Equal(0, world.Patches);
    }

    /// <summary>What a sales team does in a day; the same day every time.</summary>
    private sealed class People(ServiceWorld world)
    {
        private readonly HashSet<long> _gone = [];

        public List<long> Orders { get; } = [];

        public void Work(int hour)
        {
            Orders.AddRange(world.AddLeads(3));
            if (hour > 0)
            {
                Move(hour, "ЗАКАЗ ОТПРАВЛЕН");
                Move(hour + 1, hour % 2 == 0 ? "ОТКАЗ" : "Успешно реализовано");
                Move(hour * 2, ServiceWorld.NewOrder);
                if (Live(hour + 2) is { } edited)
                    world.Amo.World.SetLeadField(edited, world.Amo.World.Seed.Fields.Single(field => field.Kind == EntityKind.Lead && field.Name == "Адрес").Id, $"Дом {hour}");
            }

            if (hour % 5 == 2 && Live(hour) is { } deleted)
            {
                world.Amo.World.Delete(EntityKind.Lead, deleted);
                _gone.Add(deleted);
            }

            if (hour % 6 == 3 && Live(hour + 1) is { } survivor && Live(hour + 3) is { } loser && survivor != loser)
            {
                world.Amo.World.MergeLeads(survivor, loser);
                _gone.Add(loser);
            }

            if (hour % 10 == 9 && _gone.FirstOrDefault(lead => world.Card(lead).MergedInto is null) is not 0 and var restored)
            {
                world.Amo.World.Restore(EntityKind.Lead, restored);
                _gone.Remove(restored);
            }
        }

        public (string Status, bool Noted) Expected(long lead)
        {
            if (_gone.Contains(lead))
                return (world.Cell(lead, "Статус"), true);
            return (world.StageOf(lead) switch
            {
                ServiceWorld.NewOrder => SheetStatus.InProgress,
                "ЗАКАЗ ОТПРАВЛЕН" => SheetStatus.WithCourier,
                "ОТКАЗ" => SheetStatus.Rejected,
                _ => SheetStatus.Won,
            }, false);
        }

        // Only orders that had an hour to become rows are worked on: what was gone before that never was an order to the sheet.
        private long? Live(int number) =>
            Orders.Take(Orders.Count - 3).Skip(number % Math.Max(1, Orders.Count - 3)).FirstOrDefault() is var lead && lead != 0 && !_gone.Contains(lead) ? lead : null;

        private void Move(int number, string stage)
        {
            if (Live(number) is { } lead)
                world.Move(lead, stage);
        }
    }
}
