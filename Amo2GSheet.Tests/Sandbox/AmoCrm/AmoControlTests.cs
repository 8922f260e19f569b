using System.Net;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Sandbox.AmoCrm;

public sealed class AmoControlTests : IAsyncLifetime
{
    private AmoBench _bench = null!;

    public async Task InitializeAsync() => _bench = await AmoBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_lead_is_added_in_a_persons_words()
    {
        var answer = await _bench.PostAsync(
            "/_control/leads",
            """
            {"name":"Новый заказ","price":500000,"pipeline":"sotuv 2","status":"КОНСУЛТАЦИЯ","company":"ООО Ромашка",
             "contact":{"name":"Вали","phones":["+998900000001","+998900000002"]},
             "fields":{"Продукт 1":"Подушка Memory","Количество 1":3,"Дата доставка":"2026-03-15","Код сотрудника":"007"}}
            """);

        Assert.Equal("КОНСУЛТАЦИЯ", (string)answer.Json["status"]!);
        var lead = _bench.World.Find(EntityKind.Lead, (long)answer.Json["id"]!)!;
        Assert.Equal(["+998900000001", "+998900000002"], _bench.World.Find(EntityKind.Contact, lead.Contacts[0].Id)!.Fields[DemoFields.Phone].Select(value => value.Text));
        var day = new DateTimeOffset(2026, 3, 15, 0, 0, 0, TimeSpan.FromHours(5)).ToUnixTimeSeconds();
        Assert.Equal($"{day}", lead.Fields[DemoFields.DeliveryDate][0].Text);
    }

    [Fact]
    public async Task A_lead_is_moved_by_the_name_of_the_stage()
    {
        var id = _bench.LeadIn(DemoAccount.Sotuv2).Id;
        var answer = await _bench.PostAsync($"/_control/leads/{id}/move", """{"status":"заказ без нумерации"}""");
        Assert.Equal(DemoAccount.Sotuv2 + 5, (long)answer.Json["status_id"]!);
        await _bench.PostAsync($"/_control/leads/{id}/move", """{"pipeline":"Sotuv 1","status":"ОТКАЗ"}""");
        Assert.Equal(DemoAccount.Sotuv1, _bench.World.Find(EntityKind.Lead, id)!.PipelineId);
        Assert.Equal(HttpStatusCode.BadRequest, (await _bench.PostAsync($"/_control/leads/{id}/move", """{"status":"Нигде"}""")).Status);
    }

    [Fact]
    public async Task Deleted_restored_and_merged_leads_leave_events()
    {
        var leads = _bench.World.Leads().Take(2).ToArray();
        await _bench.SendAsync(HttpMethod.Delete, $"/_control/leads/{leads[0].Id}");
        await _bench.PostAsync($"/_control/leads/{leads[0].Id}/restore", "");
        await _bench.PostAsync($"/_control/leads/{leads[0].Id}/merge", $$"""{"with":{{leads[1].Id}}}""");

        Assert.Equal(HttpStatusCode.NoContent, (await _bench.GetAsync($"/api/v4/leads/{leads[1].Id}")).Status);
        var events = await _bench.GetAsync("/api/v4/events?filter[type]=lead_deleted,lead_restored,entity_merged");
        Assert.Equal(["entity_merged", "lead_deleted", "lead_restored", "lead_deleted"], events.Items("events").Select(item => (string)item!["type"]!));
        Assert.All(events.Items("events"), item => Assert.Equal(26, ((string)item!["id"]!).Length));
    }

    [Fact]
    public async Task Events_of_stage_changes_tell_before_and_after()
    {
        var lead = _bench.LeadIn(DemoAccount.Sotuv1);
        _bench.World.MoveLead(lead.Id, AmoStage.Won);
        var answer = await _bench.GetAsync(
            $"/api/v4/events?filter[type][]=lead_status_changed&filter[entity]=lead&filter[entity_id][]={lead.Id}&filter[value_after][leads_statuses][0][pipeline_id]={lead.PipelineId}&filter[value_after][leads_statuses][0][status_id]=142");
        var item = answer.Items("events").Single()!;
        Assert.Equal("lead", (string)item["entity_type"]!);
        Assert.Equal(142, (long)item["value_after"]![0]!["lead_status"]!["id"]!);
        Assert.Equal(lead.StatusId, (long)item["value_before"]![0]!["lead_status"]!["id"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await _bench.GetAsync("/api/v4/events?filter[entity_id]=1")).Status);
    }

    [Fact]
    public async Task Switches_are_changed_one_by_one()
    {
        var answer = await _bench.PatchAsync("/_control/switches", """{"rotation":"Grace","accessTokenSeconds":60}""");
        Assert.Equal("Grace", (string)answer.Json["rotation"]!);
        Assert.Equal(60, _bench.World.Switches.AccessTokenSeconds);
        Assert.False(_bench.World.Switches.Limits);
        Assert.Equal(HttpStatusCode.BadRequest, (await _bench.PatchAsync("/_control/switches", """{"gravity":0}""")).Status);
    }

    [Fact]
    public async Task A_reset_brings_the_first_state_back()
    {
        var lead = _bench.LeadIn(DemoAccount.Sotuv1);
        _bench.World.MoveLead(lead.Id, AmoStage.Won);
        _bench.World.InstallWebhook(new Uri("http://127.0.0.1:9/"), "status_lead");
        await _bench.PostAsync("/_control/reset", "");
        Assert.Equal(lead.StatusId, _bench.World.Find(EntityKind.Lead, lead.Id)!.StatusId);
        Assert.Equal(HttpStatusCode.NoContent, (await _bench.GetAsync("/api/v4/webhooks")).Status);
    }

    [Fact]
    public async Task A_code_and_a_long_lived_token_can_be_asked_for()
    {
        var token = (string)(await _bench.PostAsync("/_control/token", """{"days":30}""")).Json["access_token"]!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v4/account");
        request.Headers.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await _bench.SendAsync(request)).Status);
        Assert.NotEmpty((string)(await _bench.PostAsync("/_control/code", "")).Json["code"]!);
    }

    [Fact]
    public async Task Dictionaries_are_those_of_a_real_account()
    {
        var pipelines = (await _bench.GetAsync("/api/v4/leads/pipelines")).Items("pipelines");
        Assert.All(pipelines, pipeline => Assert.Equal(
            [1L, 142L, 143L],
            pipeline!["_embedded"]!["statuses"]!.AsArray()
                .Where(stage => (int)stage!["type"]! == 1 || (long)stage["id"]! is 142 or 143)
                .Select(stage => (int)stage!["type"]! == 1 ? 1L : (long)stage["id"]!)));
        Assert.Contains(pipelines, pipeline => !(bool)pipeline!["is_unsorted_on"]!);

        var users = await _bench.GetAsync("/api/v4/users?limit=250");
        Assert.Equal(6, (int)users.Json["_total_items"]!);
        Assert.Contains(users.Items("users"), user => !(bool)user!["rights"]!["is_active"]!);
        var account = await _bench.GetAsync("/api/v4/account?with=datetime_settings");
        Assert.Equal("Asia/Tashkent", (string)account.Json["_embedded"]!["datetime_settings"]!["timezone"]!);
        Assert.Equal("+05:00", (string)account.Json["_embedded"]!["datetime_settings"]!["timezone_offset"]!);
        var fields = await _bench.GetAsync("/api/v4/leads/custom_fields?limit=10&page=2");
        Assert.Equal(17, (int)fields.Json["_total_items"]!);
        Assert.Equal(7, fields.Items("custom_fields").Count);
        Assert.Equal(3, (await _bench.GetAsync("/api/v4/leads/loss_reasons")).Items("loss_reasons").Count);
    }
}
