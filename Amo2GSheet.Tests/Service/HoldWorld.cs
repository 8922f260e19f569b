using System.Net;
using System.Text.Json.Nodes;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync.Holds;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>What tests of holds do over and over.</summary>
internal static class HoldWorld
{
    /// <summary>A world in which more than three moves are too many, with five orders.</summary>
    public static async Task<(ServiceWorld World, IReadOnlyList<long> Leads)> StartAsync(Action<Dictionary<string, string?>>? settings = null)
    {
        var world = await ServiceWorld.StartAsync(all =>
        {
            all["BRAKE_MAX_MOVES"] = "3";
            settings?.Invoke(all);
        });
        return (world, await world.OrdersAsync(5));
    }

    public static async Task<IReadOnlyList<long>> OrdersAsync(this ServiceWorld world, int count)
    {
        var leads = world.AddLeads(count);
        await world.BellAsync(leads);
        await world.PassDoneAsync();
        return leads;
    }

    /// <summary>Pastes a status over rows, and lets a pass see it.</summary>
    public static async Task PasteAsync(this ServiceWorld world, IEnumerable<long> leads, string status = SheetStatus.Won)
    {
        foreach (var lead in leads)
            world.Type(lead, "Статус", status);
        await world.PassDoneAsync();
    }

    public static HoldDesk Desk(this ServiceWorld world) => world.Service.Services.GetRequiredService<HoldDesk>();

    /// <summary>The only hold that waits.</summary>
    public static async Task<Hold> StandingAsync(this ServiceWorld world) =>
        Assert.Single(await world.Desk().ListAsync(CancellationToken.None), hold => hold.Decision is null);

    public static async Task DecideAsync(this ServiceWorld world, string verb)
    {
        var hold = await world.StandingAsync();
        using var answer = await world.PostAsync($"holds/{hold.Id}/{verb}?fingerprint={hold.Fingerprint}", new StringContent(""));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    public static async Task<JsonNode> GetAsync(this ServiceWorld world, string path)
    {
        using var answer = await world.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, new Uri(world.Service.Address, path)) { Headers = { { "x-functions-key", ServiceWorld.Key } } });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public static async Task<IReadOnlyList<string>> ReasonsAsync(this ServiceWorld world, long lead) =>
        [.. (await world.JournalAsync(lead)).Where(entry => entry.Rule == 16).Select(entry => entry.What).Reverse()];
}
