using System.Net;
using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.Dashboard;

namespace Amo2GSheet.Tests.Service;

/// <summary>Who sees how much of the service's health.</summary>
public sealed class HealthAccessTests
{
    [Fact]
    public async Task Without_a_key_health_shows_the_status_and_the_age_of_the_last_pass_and_nothing_else()
    {
        var clock = new StoppedTime(TimeProvider.System.GetUtcNow());
        await using var world = await ServiceWorld.StartAsync(all => all["BRAKE_MAX_MOVES"] = "3", time: clock);
        var leads = await world.OrdersAsync(5);
        await world.PasteAsync(leads.Take(4));
        clock.Forward(TimeSpan.FromSeconds(40));

        Assert.Equal("""{"status":"attention","lastPassAgeSeconds":40}""", await world.Http.GetStringAsync(new Uri(world.Service.Address, "health")));
    }

    [Fact]
    public async Task Before_the_first_pass_its_age_is_null()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);

        Assert.Equal("""{"status":"blocked","lastPassAgeSeconds":null}""", await world.Http.GetStringAsync(new Uri(world.Service.Address, "health")));
    }

    [Theory]
    [InlineData("health?code=a-wrong-key-for-the-test")]
    [InlineData("health?code=" + ServiceWorld.Key)]
    [InlineData("health/")]
    [InlineData("HEALTH")]
    public async Task No_other_way_to_ask_an_open_route_shows_more(string path)
    {
        await using var world = await ServiceWorld.StartAsync();

        var health = JsonNode.Parse(await world.Http.GetStringAsync(new Uri(world.Service.Address, path)))!;

        Assert.Equal(["status", "lastPassAgeSeconds"], health.AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task The_details_need_the_function_key()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads.Take(4));

        using var without = await world.Http.GetAsync(new Uri(world.Service.Address, "health/details"));
        using var wrong = await world.Http.GetAsync(new Uri(world.Service.Address, "health/details?code=a-wrong-key-for-the-test"));
        var details = await world.GetAsync("health/details");

        Assert.Equal((HttpStatusCode.Unauthorized, ""), (without.StatusCode, await without.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.Unauthorized, ""), (wrong.StatusCode, await wrong.Content.ReadAsStringAsync()));
        Assert.Equal(("attention", 4), ((string?)details["status"], (int)details["hold"]!["moves"]!));
    }

    [Fact]
    public async Task Who_is_logged_in_to_the_dashboard_sees_the_details_and_nobody_else_does()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var stranger = bed.Open();
        using var anna = await bed.LogInAsync();
        bed.World.Do(
            new PersonEdit { Do = "duplicateTab", Tab = DemoSpreadsheet.OrderTab }, new PersonEdit { Do = "deleteTab", Tab = DemoSpreadsheet.OrderTab });
        await bed.World.PassAsync();

        using var refused = await stranger.GetAsync("/api/dashboard/health");
        using var shown = await anna.GetAsync("/api/dashboard/health");

        Assert.Equal((HttpStatusCode.Unauthorized, """{"error":"Вы не вошли: откройте /login."}"""), (refused.StatusCode, await refused.Content.ReadAsStringAsync()));
        Assert.Equal("no-store", shown.Headers.CacheControl?.ToString());
        Assert.Contains($"«{DemoSpreadsheet.OrderTab}»", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
