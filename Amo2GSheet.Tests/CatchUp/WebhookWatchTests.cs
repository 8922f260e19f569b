using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using AmoWebhook = Amo2GSheet.Core.AmoCrm.AmoWebhook;

namespace Amo2GSheet.Tests.CatchUp;

/// <summary>The watch over the webhook: whatever becomes of it, it is on again by itself, or a person is told what to do.</summary>
public sealed class WebhookWatchTests
{
    private const string Hook = "https://sync.example.test/webhook/amocrm?code=S3cretKey";
    private static readonly Uri Address = new(Hook);

    [Theory]
    [InlineData(true, 201, true)]
    [InlineData(false, 200, true)]
    [InlineData(true, 200, false)]
    [InlineData(false, 201, false)]
    public async Task A_webhook_that_amoCRM_switched_off_is_on_again(bool postEnables, int created, bool addressSet)
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(settings => settings["AMO_WEBHOOK_URL"] = addressSet ? Hook : "", clock: clock);
        world.Amo.World.Switches = world.Amo.World.Switches with { WebhookPostEnables = postEnables, WebhookCreatedStatus = created };
        world.Amo.World.InstallWebhook(Address, [.. AmoWebhook.Wanted]);
        await world.CatchUpAsync();
        Assert.Equal("enabled", Status(world).State);
        world.Amo.World.SwitchWebhook(Address, isDisabled: true);
        clock.Jump(TimeSpan.FromMinutes(10));

        Assert.Equal(RunResult.Done, (await world.CatchUpAsync()).Result);

        Assert.False(Installed(world)!.IsDisabled);
        Assert.Equal(("enabled", null, "sync.example.test/webhook/amocrm"), (Status(world).State, Status(world).Detail, Status(world).Address));
        Assert.Contains(world.Log, line => line.Contains("was disabled and is registered again", StringComparison.Ordinal));
        await NoSecretAsync(world);
    }

    [Fact]
    public async Task A_webhook_for_too_little_is_registered_for_all_that_can_change_a_row()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Amo.World.InstallWebhook(Address, "status_lead");

        await world.CatchUpAsync();

        Assert.Equal(AmoWebhook.Wanted.Order(), Installed(world)!.Settings.Order());
    }

    [Fact]
    public async Task A_missing_webhook_is_registered_when_its_address_is_set()
    {
        await using var world = await ServiceWorld.StartAsync(settings => settings["AMO_WEBHOOK_URL"] = Hook);

        await world.CatchUpAsync();

        Assert.Equal(Hook, Installed(world)!.Destination);
        Assert.Equal("enabled", Status(world).State);
        await NoSecretAsync(world);
    }

    [Fact]
    public async Task A_missing_webhook_without_an_address_is_told_once_with_what_to_set()
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        world.Amo.World.InstallWebhook(new Uri("https://other.example.test/elsewhere"), [.. AmoWebhook.Wanted]);

        await world.CatchUpAsync();
        clock.Jump(TimeSpan.FromMinutes(11));
        await world.CatchUpAsync();

        Assert.Single(world.Log, line => line.Contains("AMO_WEBHOOK_URL", StringComparison.Ordinal));
        var health = await world.HealthAsync();
        Assert.Contains("\"status\":\"attention\"", health, StringComparison.Ordinal);
        Assert.Contains("AMO_WEBHOOK_URL", health, StringComparison.Ordinal);
        Assert.Null(Installed(world));
    }

    [Fact]
    public async Task A_webhook_lost_between_its_removal_and_its_return_is_put_back_by_a_later_look_even_without_an_address()
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        world.AllowErrors();
        world.Amo.World.Switches = world.Amo.World.Switches with { WebhookPostEnables = false };
        world.Amo.World.InstallWebhook(Address, [.. AmoWebhook.Wanted]);
        world.Amo.World.SwitchWebhook(Address, isDisabled: true);
        world.Amo.World.Answering += request =>
        {
            if (request.StartsWith("DELETE /api/v4/webhooks", StringComparison.Ordinal))
                world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.ServerError, Times: 1, Route: "POST /api/v4/webhooks")));
        };

        await world.CatchUpAsync();
        Assert.Null(Installed(world));
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        await world.CatchUpAsync();

        Assert.False(Installed(world)!.IsDisabled);
        var owed = await world.Service.Services.GetRequiredService<ICursorStore>().ReadAsync(WebhookWatch.OwedName, default);
        Assert.Equal("", owed!.Value);
        await NoSecretAsync(world);
    }

    [Fact]
    public async Task An_account_without_webhooks_is_told_of_once_and_lives_by_the_sweep()
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.Unpaid, Route: "GET /api/v4/webhooks")));
        world.Move(world.FirstLead, ServiceWorld.NewOrder);

        Assert.Equal((RunResult.Done, 1), (await world.CatchUpAsync()) is var outcome ? (outcome.Result, outcome.News) : default);
        clock.Jump(TimeSpan.FromMinutes(11));
        await world.CatchUpAsync();

        Assert.Equal("unknown", Status(world).State);
        Assert.Single(world.Log, line => line.Contains("Whether amoCRM sends webhooks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_says_when_amoCRM_last_rang()
    {
        await using var world = await ServiceWorld.StartAsync();
        Assert.Null(Status(world).LastBell);

        await world.BellAsync(world.FirstLead);

        Assert.NotNull(Status(world).LastBell);
    }

    [Theory]
    [InlineData(Hook, true)]
    [InlineData("HTTPS://Sync.Example.Test:443/webhook/amocrm/?from=amo&code=S3cretKey", true)]
    [InlineData("https://sync.example.test/webhook/amocrm?code=%53%33cretKey", true)]
    [InlineData("https://sync.example.test/webhook/amocrm?code=OldKey", false)]
    [InlineData("http://sync.example.test/webhook/amocrm?code=S3cretKey", false)]
    [InlineData("https://elsewhere.example.test/webhook/amocrm?code=S3cretKey", false)]
    [InlineData("not an address", false)]
    public void Ours_is_told_by_host_path_and_key(string registered, bool ours) =>
        Assert.Equal(ours, WebhookAddress.Find([new AmoWebhook(registered, false, AmoWebhook.Wanted)], Address) is not null);

    [Fact]
    public void Without_an_address_a_webhook_that_is_on_is_ours_and_of_several_that_are_off_none_is()
    {
        AmoWebhook one = new("https://a.example.test/webhook/amocrm?code=k", true, []), other = one with { Destination = "https://b.example.test/api/webhook/amocrm?code=k" };

        Assert.Equal(one, WebhookAddress.Find([one], null));
        Assert.Null(WebhookAddress.Find([one, other], null));
        Assert.False(WebhookAddress.Find([one, other with { Disabled = false }], null)!.Disabled);
    }

    [Fact]
    public void A_webhook_on_our_path_without_a_key_is_the_older_service_s_and_not_ours() =>
        Assert.Null(WebhookAddress.Find([new AmoWebhook("https://a.example.test/webhook/amocrm", false, ["status_lead"])], null));

    private static WebhookHealth Status(ServiceWorld world) => world.Service.Services.GetRequiredService<WebhookStatus>().Current;

    private static Amo2GSheet.Sandbox.AmoCrm.AmoWebhook? Installed(ServiceWorld world) => world.Amo.World.With(state => state.Webhooks.Find(Hook));

    private static async Task NoSecretAsync(ServiceWorld world)
    {
        Assert.DoesNotContain("S3cretKey", await world.HealthAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(world.Log, line => line.Contains("S3cretKey", StringComparison.Ordinal));
    }
}
