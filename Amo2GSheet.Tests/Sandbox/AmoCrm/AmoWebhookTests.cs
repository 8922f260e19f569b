using System.Net;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Sandbox.AmoCrm;

public sealed class AmoWebhookTests : IAsyncLifetime
{
    private AmoBench _bench = null!;
    private AmoReceiver _receiver = null!;
    private AmoEntity _lead = null!;

    public async Task InitializeAsync()
    {
        _bench = await AmoBench.StartAsync();
        _receiver = await AmoReceiver.StartAsync();
        _lead = _bench.LeadIn(DemoAccount.Sotuv1);
    }

    public async Task DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Subscriptions_are_kept_by_destination()
    {
        var body = $$"""{"destination":"{{_receiver.Url}}","settings":["status_lead","add_lead"]}""";
        var made = await _bench.PostAsync("/api/v4/webhooks", body);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(
            ["id", "destination", "created_at", "updated_at", "account_id", "created_by", "sort", "disabled", "settings"],
            made.Json.AsObject().Select(property => property.Key));

        await _bench.PostAsync("/api/v4/webhooks", body.Replace(",\"add_lead\"", "", StringComparison.Ordinal));
        var list = await _bench.GetAsync($"/api/v4/webhooks?filter[destination]={Uri.EscapeDataString(_receiver.Url.ToString())}");
        Assert.Equal(1, (int)list.Json["_total_items"]!);
        Assert.Equal("status_lead", (string)list.Items("webhooks")[0]!["settings"]!.AsArray().Single()!);

        Assert.Equal(HttpStatusCode.NoContent, (await _bench.SendAsync(HttpMethod.Delete, "/api/v4/webhooks", body)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _bench.SendAsync(HttpMethod.Delete, "/api/v4/webhooks", body)).Status);
    }

    [Fact]
    public async Task An_unknown_event_is_refused()
    {
        var answer = await _bench.PostAsync("/api/v4/webhooks", $$"""{"destination":"{{_receiver.Url}}","settings":["status_lead","explode_lead"]}""");
        Assert.Equal([("0", "NotSupportedChoice", "settings.1")], answer.Errors);
    }

    [Fact]
    public async Task A_status_webhook_is_the_old_form_with_all_its_keys()
    {
        _bench.World.SetLeadField(_lead.Id, DemoFields.Source, "Telegram");
        _bench.World.InstallWebhook(_receiver.Url, "status_lead");
        await _bench.PatchAsync($"/api/v4/leads/{_lead.Id}", $$"""{"status_id":{{DemoAccount.Sotuv1 + 5}}}""");

        var hook = await _receiver.NextAsync();
        Assert.Equal("application/x-www-form-urlencoded", hook.ContentType);
        Assert.Equal("amoCRM-Webhooks/3.0", hook.UserAgent);
        Assert.True(Guid.TryParse(hook.RequestId, out _));
        Assert.StartsWith("account%5Bsubdomain%5D=demosotuv&account%5Bid%5D=31500077&", hook.Body, StringComparison.Ordinal);
        Assert.Equal("https://demosotuv.amocrm.ru", hook["account[_links][self]"]);
        const string root = "leads[status][0]";
        Assert.Equal($"{_lead.Id}", hook[$"{root}[id]"]);
        Assert.Equal(_lead.Name, hook[$"{root}[name]"]);
        Assert.Equal($"{DemoAccount.Sotuv1 + 5}", hook[$"{root}[status_id]"]);
        Assert.Equal($"{DemoAccount.Sotuv1 + 2}", hook[$"{root}[old_status_id]"]);
        Assert.Equal($"{DemoAccount.Sotuv1}", hook[$"{root}[old_pipeline_id]"]);
        Assert.Equal("2450000", hook[$"{root}[price]"]);
        string[] others =
        [
            "responsible_user_id", "last_modified", "modified_user_id", "created_user_id", "date_create", "pipeline_id", "account_id", "created_at", "updated_at",
        ];
        Assert.All(others, key => Assert.True(long.TryParse(hook[$"{root}[{key}]"], out _), key));
        Assert.Equal(hook[$"{root}[updated_at]"], hook[$"{root}[last_modified]"]);
    }

    [Fact]
    public async Task Field_values_have_the_quirks_of_their_types()
    {
        _bench.World.SetLeadField(_lead.Id, DemoFields.Source, "Telegram");
        _bench.World.SetLeadField(_lead.Id, DemoFields.Instalments, true);
        _bench.World.InstallWebhook(_receiver.Url, "update_lead");
        _bench.World.SetLeadField(_lead.Id, DemoFields.OrderNumber, "A 17");

        var hook = await _receiver.NextAsync();
        string At(long id) => hook.Form.Single(pair => pair.Value == $"{id}" && pair.Key.Contains("[custom_fields]", StringComparison.Ordinal)
            && pair.Key.EndsWith("[id]", StringComparison.Ordinal)).Key[..^"[id]".Length];
        Assert.Equal("A 17", hook[$"{At(DemoFields.OrderNumber)}[values][0][value]"]);
        Assert.True(long.TryParse(hook[$"{At(DemoFields.OrderDate)}[values][0]"], out _));
        Assert.Equal("9001091", hook[$"{At(DemoFields.Group)}[values][0][enum]"]);
        Assert.Equal("Telegram", hook[$"{At(DemoFields.Source)}[values][value]"]);
        Assert.Equal("1", hook[$"{At(DemoFields.Instalments)}[values][0][value]"]);
        Assert.Equal("Продукт  1", hook[$"{At(DemoFields.Product1)}[name]"]);
    }

    [Fact]
    public async Task A_change_of_stage_fires_status_and_update_by_the_subscription()
    {
        _bench.World.InstallWebhook(_receiver.Url, "status_lead", "update_lead");
        _bench.World.MoveLead(_lead.Id, AmoStage.Won);
        var first = await _receiver.NextAsync();
        var second = await _receiver.NextAsync();
        Assert.NotNull(first["leads[status][0][id]"]);
        Assert.NotNull(second["leads[update][0][id]"]);
    }

    [Fact]
    public async Task Several_items_may_share_one_request_and_the_account_may_come_last()
    {
        _bench.World.Switches = _bench.World.Switches with { WebhookBatches = true, WebhookAccountFirst = false };
        _bench.World.InstallWebhook(_receiver.Url, "update_lead");
        var other = _bench.LeadIn(DemoAccount.Sotuv2).Id;
        await _bench.PatchAsync("/api/v4/leads", $$"""[{"id":{{_lead.Id}},"price":1},{"id":{{other}},"price":2}]""");

        var hook = await _receiver.NextAsync();
        Assert.Equal($"{_lead.Id}", hook["leads[update][0][id]"]);
        Assert.Equal($"{other}", hook["leads[update][1][id]"]);
        Assert.Equal("account[_links][self]", hook.Form[^1].Key);
    }

    [Fact]
    public async Task Add_delete_restore_and_responsible_fire_their_own_webhooks()
    {
        _bench.World.InstallWebhook(_receiver.Url, "add_lead", "delete_lead", "restore_lead", "responsible_lead");
        var made = (await _bench.PostAsync("/api/v4/leads", """[{"name":"new"}]""")).Ids("leads")[0];
        Assert.Equal($"{made}", (await _receiver.NextAsync())["leads[add][0][id]"]);

        _bench.World.Delete(EntityKind.Lead, made);
        var deleted = await _receiver.NextAsync();
        Assert.Equal(
            ["leads[delete][0][id]", "leads[delete][0][status_id]", "leads[delete][0][pipeline_id]"],
            deleted.Form.Select(pair => pair.Key).Where(key => key.StartsWith("leads", StringComparison.Ordinal)));
        _bench.World.Restore(EntityKind.Lead, made);
        Assert.Equal($"{made}", (await _receiver.NextAsync())["leads[restore][0][id]"]);
        await _bench.PatchAsync($"/api/v4/leads/{made}", """{"responsible_user_id":10500003}""");
        Assert.Equal($"{DemoAccount.AdminId}", (await _receiver.NextAsync())["leads[responsible][0][old_responsible_user_id]"]);
    }

    [Fact]
    public async Task Companies_travel_under_contacts_with_their_type()
    {
        _bench.World.InstallWebhook(_receiver.Url, "update_company");
        var company = _bench.World.Leads().First(lead => lead.CompanyId is not null).CompanyId!.Value;
        await _bench.PatchAsync($"/api/v4/companies/{company}", """{"name":"Иначе"}""");
        var hook = await _receiver.NextAsync();
        Assert.Equal("company", hook["contacts[update][0][type]"]);
        Assert.Contains(hook.Form, pair => pair.Key.StartsWith("contacts[update][0][linked_leads_id]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_receiver_is_tried_five_times_up_the_ladder()
    {
        _receiver.Answer = 503;
        _bench.World.InstallWebhook(_receiver.Url, "status_lead");
        _bench.World.MoveLead(_lead.Id, AmoStage.Won);
        var first = await _receiver.NextAsync();
        foreach (var minutes in (int[])[5, 15, 15, 60])
        {
            await BookedAsync();
            Assert.True(_receiver.IsEmpty);
            _bench.Clock.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal(first, await _receiver.NextAsync());
        }
        await UntilAsync(state => state.Queue.Attempts.Count == 5);
        Assert.Equal(0, _bench.World.With(state => state.Queue.Waiting));
    }

    [Fact]
    public async Task A_refusing_receiver_is_tried_three_times()
    {
        _receiver.Answer = 404;
        _bench.World.InstallWebhook(_receiver.Url, "status_lead");
        _bench.World.MoveLead(_lead.Id, AmoStage.Won);
        await _receiver.NextAsync();
        foreach (var minutes in (int[])[5, 15])
        {
            await BookedAsync();
            _bench.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await _receiver.NextAsync();
        }
        await UntilAsync(state => state.Queue.Attempts.Count == 3);
        Assert.Equal(0, _bench.World.With(state => state.Queue.Waiting));
    }

    [Fact]
    public async Task More_than_a_hundred_bad_answers_in_two_hours_disable_the_hook_and_saving_it_enables_it()
    {
        _receiver.Answer = 500;
        _bench.World.InstallWebhook(_receiver.Url, "update_lead");
        for (var price = 0; price < 101; price++)
            await _bench.PatchAsync($"/api/v4/leads/{_lead.Id}", $$"""{"price":{{price}}}""");
        await UntilAsync(state => state.Webhooks.All[0].IsDisabled);

        var list = await _bench.GetAsync("/api/v4/webhooks");
        Assert.True((bool)list.Items("webhooks")[0]!["disabled"]!);
        _bench.World.InstallWebhook(_receiver.Url, "update_lead");
        Assert.False((bool)(await _bench.GetAsync("/api/v4/webhooks")).Items("webhooks")[0]!["disabled"]!);
    }

    [Fact]
    public async Task Webhooks_may_be_dropped_duplicated_late_and_reordered()
    {
        _bench.World.InstallWebhook(_receiver.Url, "update_lead");
        await FaultAsync("""{"kind":"webhook-dropped","times":1}""");
        await PriceAsync(1);
        await FaultAsync("""{"kind":"webhook-duplicated","times":1,"copies":3}""");
        await PriceAsync(2);
        Assert.Equal("2 2 2", $"{await NextPriceAsync()} {await NextPriceAsync()} {await NextPriceAsync()}");

        await FaultAsync("""{"kind":"webhook-reordered","times":1}""");
        await PriceAsync(3);
        await PriceAsync(4);
        Assert.Equal("4 3", $"{await NextPriceAsync()} {await NextPriceAsync()}");

        await FaultAsync("""{"kind":"webhook-late","times":1,"seconds":30}""");
        await PriceAsync(5);
        await PriceAsync(6);
        Assert.Equal("6", await NextPriceAsync());
        await UntilAsync(state => state.Queue.Attempts.Count == 6);
        _bench.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("5", await NextPriceAsync());
    }

    private async Task FaultAsync(string json) =>
        Assert.Equal(HttpStatusCode.OK, (await _bench.PostAsync("/_control/faults", json)).Status);

    private async Task PriceAsync(int price) =>
        Assert.Equal(HttpStatusCode.OK, (await _bench.PatchAsync($"/api/v4/leads/{_lead.Id}", $$"""{"price":{{price}}}""")).Status);

    private async Task<string?> NextPriceAsync() => (await _receiver.NextAsync())["leads[update][0][price]"];

    /// <summary>Until the last answer is booked and its repeat is queued.</summary>
    private Task BookedAsync() => UntilAsync(state => state.Queue.Waiting == 1);

    private async Task UntilAsync(Func<AmoState, bool> isTrue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!_bench.World.With(isTrue))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
    }
}
