using System.Globalization;
using System.Text.Json.Nodes;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Sandbox.AmoCrm;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Benchmarks.World;

/// <summary>Leads in the simulated amoCRM, and the bells that they ring.</summary>
internal static class BenchLeads
{
    /// <summary>Makes leads with a contact each in «Sotuv 1», as if people had: without limits and calls.</summary>
    public static IReadOnlyList<long> AddLeads(this BenchWorld world, int count, string stage = BenchWorld.Trigger)
    {
        var status = world.StageId(stage);
        return [.. Enumerable.Range(1, count).Select(number =>
        {
            var contact = world.Amo.World.AddOne(EntityKind.Contact, new JsonObject { ["name"] = $"Клиент {number}" });
            return world.Amo.World.AddOne(EntityKind.Lead, new JsonObject
            {
                ["name"] = $"Заказ {number}",
                ["price"] = 1_000 + number,
                ["pipeline_id"] = DemoAccount.Sotuv1,
                ["status_id"] = status,
                ["_embedded"] = new JsonObject { ["contacts"] = new JsonArray(new JsonObject { ["id"] = contact.Id }) },
            }).Id;
        })];
    }

    /// <summary>Moves a lead; amoCRM sends its webhooks.</summary>
    public static void Move(this BenchWorld world, long lead, string stage) =>
        world.Amo.World.MoveLead(lead, world.StageId(stage), DemoAccount.Sotuv1);

    /// <summary>Puts leads into the inbox as a webhook does, past HTTP.</summary>
    public static Task<int> RingAsync(this BenchWorld world, IReadOnlyList<long> leads, CancellationToken cancellationToken) =>
        world.Services.GetRequiredService<Inbox>().ReceiveAsync([.. leads.Select(lead => new LeadBell(new LeadId(lead)))], cancellationToken);

    /// <summary>The body of a webhook about one lead as it stands now.</summary>
    public static FormUrlEncodedContent WebhookOf(this BenchWorld world, long lead)
    {
        var card = world.Amo.World.Find(EntityKind.Lead, lead) ?? throw new InvalidOperationException($"No lead {lead}.");
        return new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["account[subdomain]"] = world.Amo.World.Seed.Account.Subdomain,
            ["leads[status][0][id]"] = Text(lead),
            ["leads[status][0][status_id]"] = Text(card.StatusId),
            ["leads[status][0][pipeline_id]"] = Text(card.PipelineId),
            ["leads[status][0][last_modified]"] = Text(card.UpdatedAt),
        });

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static long StageId(this BenchWorld world, string stage) => world.Amo.World.Seed.Pipelines
        .Single(pipeline => pipeline.Id == DemoAccount.Sotuv1).Stages.Single(candidate => candidate.Name == stage).Id;
}
