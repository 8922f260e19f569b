using System.Net;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Sandbox.AmoCrm;

public sealed class AmoListTests : IAsyncLifetime
{
    private AmoBench _bench = null!;

    public async Task InitializeAsync() => _bench = await AmoBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_list_walks_by_absolute_next_links_that_keep_the_filter()
    {
        var seen = new List<long>();
        var path = $"/api/v4/leads?limit=2&filter[pipeline_id]={DemoAccount.Sotuv1}&with=contacts";
        while (path.Length > 0)
        {
            var page = await _bench.GetAsync(path);
            Assert.Equal("application/hal+json", page.ContentType);
            Assert.StartsWith(_bench.Simulator.BaseUri.ToString(), (string)page.Json["_links"]!["self"]!["href"]!, StringComparison.Ordinal);
            Assert.NotNull(page.Items("leads")[0]!["_embedded"]!["contacts"]);
            seen.AddRange(page.Ids("leads"));
            path = (string?)page.Json["_links"]!["next"]?["href"] ?? "";
        }
        Assert.Equal(_bench.World.Leads().Where(lead => lead.PipelineId == DemoAccount.Sotuv1).Select(lead => lead.Id), seen);
    }

    [Fact]
    public async Task The_second_page_links_back()
    {
        var links = (await _bench.GetAsync("/api/v4/leads?page=2&limit=5")).Json["_links"]!.AsObject();
        Assert.Equal(["self", "next", "first", "prev"], links.Select(link => link.Key));
        Assert.EndsWith("/api/v4/leads?page=1&limit=5", (string)links["prev"]!["href"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v4/leads?page=99")]
    [InlineData("/api/v4/leads?filter[id][]=1")]
    [InlineData("/api/v4/leads/1")]
    [InlineData("/api/v4/contacts?query=nobody-at-all")]
    [InlineData("/api/v4/events")]
    [InlineData("/api/v4/webhooks")]
    public async Task Nothing_is_204_without_a_body(string path)
    {
        var answer = await _bench.GetAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Empty(answer.Text);
    }

    [Theory]
    [InlineData("filter[id][]={0}&filter[id][]={1}")]
    [InlineData("filter[id][0]={0}&filter[id][1]={1}")]
    [InlineData("filter%5Bid%5D%5B%5D={0}&filter%5Bid%5D%5B%5D={1}")]
    [InlineData("filter%5bid%5d%5b0%5d={0}&filter[id][7]={1}")]
    public async Task Ids_are_filtered_in_every_bracket_form(string form)
    {
        var ids = _bench.World.Leads().Take(2).Select(lead => lead.Id).ToArray();
        var answer = await _bench.GetAsync("/api/v4/leads?" + string.Format(null, form, ids[0], ids[1]));
        Assert.Equal(ids, answer.Ids("leads"));
    }

    [Fact]
    public async Task A_scalar_id_filters_too()
    {
        var id = _bench.LeadIn(DemoAccount.Sotuv2).Id;
        Assert.Equal([id], (await _bench.GetAsync($"/api/v4/leads?filter[id]={id}")).Ids("leads"));
    }

    [Fact]
    public async Task Stages_are_filtered_by_pipeline_and_status_together()
    {
        var lead = _bench.LeadIn(DemoAccount.Sotuv2);
        _bench.World.MoveLead(lead.Id, AmoStage.Won);
        _bench.World.MoveLead(_bench.LeadIn(DemoAccount.Sotuv1).Id, AmoStage.Won);

        var answer = await _bench.GetAsync($"/api/v4/leads?filter[statuses][0][pipeline_id]={DemoAccount.Sotuv2}&filter[statuses][0][status_id]=142");
        Assert.Equal([lead.Id], answer.Ids("leads"));
        var half = await _bench.GetAsync("/api/v4/leads?filter[statuses][0][status_id]=142");
        Assert.Equal(HttpStatusCode.BadRequest, half.Status);
    }

    [Fact]
    public async Task Updated_at_filters_by_inclusive_bounds_and_by_exact_value()
    {
        var lead = _bench.LeadIn(DemoAccount.Sotuv1);
        _bench.World.MoveLead(lead.Id, AmoStage.Lost);
        var now = _bench.Clock.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal([lead.Id], (await _bench.GetAsync($"/api/v4/leads?filter[updated_at][from]={now}")).Ids("leads"));
        Assert.Equal([lead.Id], (await _bench.GetAsync($"/api/v4/leads?filter[updated_at]={now}")).Ids("leads"));
        Assert.DoesNotContain(lead.Id, (await _bench.GetAsync($"/api/v4/leads?filter[updated_at][to]={now - 1}")).Ids("leads"));
        Assert.Equal(HttpStatusCode.NoContent, (await _bench.GetAsync($"/api/v4/leads?filter[updated_at]={now - 1}")).Status);
    }

    [Fact]
    public async Task Order_is_by_the_field_and_direction_asked_for()
    {
        var ids = _bench.World.Leads().OrderByDescending(lead => lead.UpdatedAt).Select(lead => lead.Id);
        Assert.Equal(ids, (await _bench.GetAsync("/api/v4/leads?order[updated_at]=desc")).Ids("leads"));
        Assert.Equal(ids.Reverse(), (await _bench.GetAsync("/api/v4/leads?order%5Bupdated_at%5D=asc")).Ids("leads"));
    }

    [Fact]
    public async Task A_lead_is_a_full_object()
    {
        var lead = (await _bench.GetAsync($"/api/v4/leads/{_bench.LeadIn(DemoAccount.Sotuv1).Id}")).Json.AsObject();
        string[] expected =
        [
            "id", "name", "price", "responsible_user_id", "group_id", "status_id", "pipeline_id", "loss_reason_id", "created_by", "updated_by",
            "created_at", "updated_at", "closed_at", "closest_task_at", "is_deleted", "custom_fields_values", "score", "account_id", "labor_cost",
            "is_price_computed", "price_with_minor_units", "_links", "_embedded",
        ];
        Assert.Equal(expected, lead.Select(property => property.Key));
        Assert.EndsWith("?page=1&limit=50", (string)lead["_links"]!["self"]!["href"]!, StringComparison.Ordinal);
        Assert.Equal(["tags", "companies"], lead["_embedded"]!.AsObject().Select(part => part.Key));
    }

    [Fact]
    public async Task A_lead_without_values_has_null_and_not_an_empty_array()
    {
        var bare = _bench.World.Leads().First(lead => lead.Fields.IsEmpty);
        var json = (await _bench.GetAsync($"/api/v4/leads/{bare.Id}")).Json.AsObject();
        Assert.True(json.ContainsKey("custom_fields_values"));
        Assert.Null(json["custom_fields_values"]);
    }

    [Fact]
    public async Task The_bin_shows_hardly_more_than_ids()
    {
        var lead = _bench.LeadIn(DemoAccount.Sotuv1);
        _bench.World.Delete(EntityKind.Lead, lead.Id);

        var bin = await _bench.GetAsync("/api/v4/leads?with=only_deleted");
        Assert.Equal([lead.Id], bin.Ids("leads"));
        Assert.True((bool)bin.Items("leads")[0]!["is_deleted"]!);
        Assert.Null(bin.Items("leads")[0]!["name"]);
        Assert.Equal(HttpStatusCode.NoContent, (await _bench.GetAsync($"/api/v4/leads/{lead.Id}")).Status);
        Assert.DoesNotContain(lead.Id, (await _bench.GetAsync("/api/v4/leads")).Ids("leads"));
    }

    [Fact]
    public async Task Contacts_show_every_phone_and_their_leads_when_asked()
    {
        var link = _bench.LeadIn(DemoAccount.Sotuv1).Contacts[0];
        var contact = (await _bench.GetAsync($"/api/v4/contacts?filter[id][]={link.Id}&with=leads&limit=250")).Items("contacts")[0]!;

        var phone = contact["custom_fields_values"]!.AsArray().Single(field => (string?)field!["field_code"] == "PHONE")!;
        Assert.Equal("multitext", (string)phone["field_type"]!);
        Assert.Equal("WORK", (string)phone["values"]![0]!["enum_code"]!);
        Assert.NotEmpty(contact["_embedded"]!["leads"]!.AsArray());
    }

    [Fact]
    public async Task A_phone_is_found_however_it_is_written()
    {
        var answer = await _bench.GetAsync("/api/v4/contacts?query=" + Uri.EscapeDataString("90 123-45-01"));
        Assert.Equal("Азиз Турсунов", (string)answer.Items("contacts").Single()!["name"]!);
    }

    [Fact]
    public async Task Links_name_the_host_that_was_called()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v4/leads?limit=1");
        request.Headers.Host = "demosotuv.amocrm.ru";
        var answer = await _bench.SendAsync(request);
        Assert.Equal("http://demosotuv.amocrm.ru/api/v4/leads?page=2&limit=1", (string)answer.Json["_links"]!["next"]!["href"]!);
    }

    [Fact]
    public async Task Unknown_routes_and_methods_are_refused_in_problem_json()
    {
        var lost = await _bench.GetAsync("/api/v4/nothing");
        Assert.Equal(HttpStatusCode.NotFound, lost.Status);
        Assert.Equal($"Cannot GET {_bench.Simulator.BaseUri}api/v4/nothing", (string)lost.Json["detail"]!);
        var wrong = await _bench.SendAsync(HttpMethod.Delete, "/api/v4/leads");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.Status);
        Assert.Equal("application/problem+json", wrong.ContentType);
    }
}
