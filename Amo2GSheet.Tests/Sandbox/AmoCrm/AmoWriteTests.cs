using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Sandbox.AmoCrm;

public sealed class AmoWriteTests : IAsyncLifetime
{
    private AmoBench _bench = null!;
    private AmoEntity _lead = null!;

    public async Task InitializeAsync()
    {
        _bench = await AmoBench.StartAsync();
        _lead = _bench.LeadIn(DemoAccount.Sotuv1);
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_single_patch_changes_what_is_present_and_answers_id_and_time_only()
    {
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        var answer = await _bench.PatchAsync($"/api/v4/leads/{_lead.Id}", """{"price":777}""");

        Assert.Equal(["id", "updated_at", "_links"], answer.Json.AsObject().Select(property => property.Key));
        var after = _bench.World.Find(EntityKind.Lead, _lead.Id)!;
        Assert.Equal(777, after.Price);
        Assert.Equal((_lead.Name, _lead.StatusId, _lead.Fields.Count), (after.Name, after.StatusId, after.Fields.Count));
        Assert.Equal(_bench.Clock.GetUtcNow().ToUnixTimeSeconds(), after.UpdatedAt);
        Assert.Equal(DemoAccount.AdminId, after.UpdatedBy);
    }

    [Fact]
    public async Task A_batch_echoes_request_ids_only_when_they_were_sent()
    {
        var other = _bench.LeadIn(DemoAccount.Sotuv2);
        var answer = await _bench.PatchAsync(
            "/api/v4/leads", $$"""[{"id":{{_lead.Id}},"price":1,"request_id":"a"},{"id":{{other.Id}},"price":2}]""");

        Assert.Equal([_lead.Id, other.Id], answer.Ids("leads"));
        Assert.Equal("a", (string)answer.Items("leads")[0]!["request_id"]!);
        Assert.Null(answer.Items("leads")[1]!["request_id"]);
    }

    [Fact]
    public async Task One_bad_item_fails_the_batch_and_nothing_is_applied()
    {
        var answer = await _bench.PatchAsync(
            "/api/v4/leads",
            $$"""[{"id":{{_lead.Id}},"price":1},{"id":{{_bench.LeadIn(DemoAccount.Sotuv2).Id}},"request_id":"bad","custom_fields_values":[{"field_id":1,"values":null}]},{"id":5,"price":1}]""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("Request validation failed", (string)answer.Json["detail"]!);
        Assert.Equal(
            [("bad", "NotSupportedChoice", "custom_fields_values.0.field_id"), ("2", "NotSupportedChoice", "id")], answer.Errors);
        Assert.Equal(_lead.Price, _bench.World.Find(EntityKind.Lead, _lead.Id)!.Price);
    }

    [Fact]
    public async Task An_unknown_id_can_be_left_out_of_the_answer_instead()
    {
        _bench.World.Switches = _bench.World.Switches with { RefuseUnknownIds = false };
        var answer = await _bench.PatchAsync("/api/v4/leads", $$"""[{"id":5,"price":1},{"id":{{_lead.Id}},"price":2}]""");
        Assert.Equal([_lead.Id], answer.Ids("leads"));
    }

    [Fact]
    public async Task Closing_sets_closed_at_and_reopening_clears_it()
    {
        await PatchOkAsync("""{"status_id":143,"loss_reason_id":18300001}""");
        var lost = _bench.World.Find(EntityKind.Lead, _lead.Id)!;
        Assert.Equal((DemoAccount.Sotuv1, lost.UpdatedAt, 18_300_001L), (lost.PipelineId, lost.ClosedAt!.Value, lost.LossReasonId!.Value));

        await PatchOkAsync($$"""{"status_id":{{DemoAccount.Sotuv1 + 4}}}""");
        var open = _bench.World.Find(EntityKind.Lead, _lead.Id)!;
        Assert.Null(open.ClosedAt);
        Assert.Null(open.LossReasonId);
    }

    [Fact]
    public async Task A_stage_of_another_pipeline_needs_that_pipeline()
    {
        Refused(await PatchAsync($$"""{"pipeline_id":{{DemoAccount.Sotuv2}},"status_id":{{DemoAccount.Sotuv1 + 4}}}"""), "NotSupportedChoice", "status_id");
        await PatchOkAsync($$"""{"pipeline_id":{{DemoAccount.Sotuv2}},"status_id":{{DemoAccount.Sotuv2 + 5}}}""");
        Assert.Equal(DemoAccount.Sotuv2, _bench.World.Find(EntityKind.Lead, _lead.Id)!.PipelineId);
    }

    [Fact]
    public async Task The_unsorted_stage_cannot_be_written() =>
        Refused(await PatchAsync($$"""{"status_id":{{DemoAccount.Sotuv1 + 1}}}"""), "NotSupportedChoice", "status_id");

    [Theory]
    [InlineData("""{"created_by":4}""", "NotSupportedChoice", "created_by")]
    [InlineData("""{"price":"12"}""", "InvalidType", "price")]
    [InlineData("""{"status_id":"142"}""", "InvalidType", "status_id")]
    [InlineData("""{"custom_fields_values":[{"field_id":900109,"values":[{"value":"Z"}]}]}""", "NotSupportedChoice", "custom_fields_values.0.values.0.value")]
    [InlineData("""{"custom_fields_values":[{"field_id":900101,"values":[{"value":"1","enum_code":"WORK"}]}]}""", "FieldNotExpected", "custom_fields_values.0.values.0.enum_code")]
    [InlineData("""{"custom_fields_values":[{"field_id":900101,"values":[{"value":17}]}]}""", "InvalidType", "custom_fields_values.0.values.0.value")]
    [InlineData("""{"custom_fields_values":[{"field_id":900113,"values":[{"value":"many"}]}]}""", "InvalidType", "custom_fields_values.0.values.0.value")]
    [InlineData("""{"custom_fields_values":[{"field_id":900101}]}""", "FieldMissing", "custom_fields_values.0.values")]
    public async Task A_bad_value_is_refused_with_its_path(string json, string code, string path) =>
        Refused(await PatchAsync(json), code, path);

    [Fact]
    public async Task Values_replace_their_field_and_null_clears_it()
    {
        await PatchOkAsync(Field(DemoFields.OrderNumber, """[{"value":"A-17"}]"""));
        Assert.Equal("A-17", (string?)(await ValueAsync(DemoFields.OrderNumber))!["value"]);

        var before = _bench.World.Find(EntityKind.Lead, _lead.Id)!.Fields.Count;
        await PatchOkAsync(Field(DemoFields.OrderNumber, "null"));
        Assert.Null(await ValueAsync(DemoFields.OrderNumber));
        Assert.Equal(before - 1, _bench.World.Find(EntityKind.Lead, _lead.Id)!.Fields.Count);
    }

    [Theory]
    [InlineData("1634601600")]
    [InlineData("\"2021-10-19T04:59:59+05:00\"")]
    public async Task A_date_keeps_the_calendar_day_in_the_accounts_zone(string written)
    {
        await PatchOkAsync(Field(DemoFields.DeliveryDate, $$"""[{"value":{{written}}}]"""));
        var expected = new DateTimeOffset(2021, 10, 19, 0, 0, 0, TimeSpan.FromHours(5)).ToUnixTimeSeconds();
        Assert.Equal(expected, (long)(await ValueAsync(DemoFields.DeliveryDate))!["value"]!);
    }

    [Fact]
    public async Task A_date_time_is_returned_as_sent()
    {
        await PatchOkAsync(Field(DemoFields.CallAt, """[{"value":1634601617}]"""));
        Assert.Equal(1_634_601_617, (long)(await ValueAsync(DemoFields.CallAt))!["value"]!);
    }

    [Fact]
    public async Task Numbers_are_read_as_strings_and_boxes_as_booleans()
    {
        await PatchOkAsync(Field(DemoFields.Quantity1, """[{"value":12.5}]"""));
        await PatchOkAsync(Field(DemoFields.Instalments, """[{"value":true}]"""));
        Assert.Equal("\"12.5\"", (await ValueAsync(DemoFields.Quantity1))!["value"]!.ToJsonString());
        Assert.True((bool)(await ValueAsync(DemoFields.Instalments))!["value"]!);

        await PatchOkAsync(Field(DemoFields.Instalments, """[{"value":false}]"""));
        Assert.Null(await ValueAsync(DemoFields.Instalments));
    }

    [Fact]
    public async Task An_option_may_be_named_by_id_or_by_label()
    {
        await PatchOkAsync(Field(DemoFields.Group, """[{"enum_id":9001092}]"""));
        Assert.Equal("B", (string?)(await ValueAsync(DemoFields.Group))!["value"]);
        await PatchOkAsync(Field(DemoFields.Group, """[{"value":"D"}]"""));
        Assert.Equal(9_001_094, (long)(await ValueAsync(DemoFields.Group))!["enum_id"]!);
    }

    [Fact]
    public async Task More_than_250_items_are_422()
    {
        var items = string.Join(',', Enumerable.Repeat($$"""{"id":{{_lead.Id}}}""", 251));
        var answer = await _bench.PatchAsync("/api/v4/leads", $"[{items}]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Limit 250 per page", (string)answer.Json["detail"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    public async Task An_empty_body_is_400(string body)
    {
        var answer = await _bench.PatchAsync("/api/v4/leads", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("Request data can not be empty", (string)answer.Json["detail"]!);
    }

    [Fact]
    public async Task An_array_for_one_lead_and_an_object_for_many_are_refused()
    {
        Assert.Equal([("0", "InvalidType", "")], (await PatchAsync("""[{"price":1}]""")).Errors);
        Assert.Equal([("0", "InvalidType", "")], (await _bench.PatchAsync("/api/v4/leads", """{"price":1}""")).Errors);
    }

    [Fact]
    public async Task An_empty_php_array_for_embedded_is_no_links()
    {
        var answer = await _bench.PostAsync("/api/v4/leads/complex", """[{"name":"c","_embedded":[]}]""");
        Assert.Null(answer.Json[0]!["contact_id"]);
    }

    [Fact]
    public async Task Leads_are_added_with_index_as_request_id_and_links()
    {
        var contact = _lead.Contacts[0].Id;
        var answer = await _bench.PostAsync(
            "/api/v4/leads", $$$"""[{"name":"a"},{"name":"b","request_id":"x","_embedded":{"contacts":[{"id":{{{contact}}},"is_main":true}],"tags":[{"name":"vip"}]}}]""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["0", "x"], answer.Items("leads").Select(item => (string)item!["request_id"]!));
        var made = (await _bench.GetAsync($"/api/v4/leads/{answer.Ids("leads")[1]}?with=contacts")).Json;
        Assert.Equal(DemoAccount.Sotuv1, (long)made["pipeline_id"]!);
        Assert.Equal(contact, (long)made["_embedded"]!["contacts"]![0]!["id"]!);
        Assert.Equal("vip", (string)made["_embedded"]!["tags"]![0]!["name"]!);
    }

    [Fact]
    public async Task A_complex_add_makes_lead_contact_and_company_and_answers_a_bare_array()
    {
        var answer = await _bench.PostAsync(
            "/api/v4/leads/complex",
            """[{"name":"c","_embedded":{"contacts":[{"first_name":"Али","custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+998900000001"}]}]}],"companies":[{"name":"Фирма"}]}}]""");

        var item = answer.Json.AsArray().Single()!;
        Assert.Equal("0", (string)item["request_id"]![0]!);
        Assert.False((bool)item["merged"]!);
        var lead = _bench.World.Find(EntityKind.Lead, (long)item["id"]!)!;
        Assert.Equal((long)item["contact_id"]!, lead.Contacts.Single().Id);
        Assert.Equal((long)item["company_id"]!, lead.CompanyId);
        Assert.Equal("Али", _bench.World.Find(EntityKind.Contact, lead.Contacts[0].Id)!.Name);
    }

    [Fact]
    public async Task A_refused_complex_add_leaves_nothing_behind()
    {
        var answer = await _bench.PostAsync(
            "/api/v4/leads/complex", """[{"name":"c","_embedded":{"contacts":[{"name":"Никто"}],"companies":[{"name":5}]}}]""");
        Assert.Equal([("0", "InvalidType", "_embedded.companies.0.name")], answer.Errors);
        Assert.Equal(HttpStatusCode.NoContent, (await _bench.GetAsync("/api/v4/contacts?query=" + Uri.EscapeDataString("Никто"))).Status);
    }

    [Fact]
    public async Task Links_are_made_and_undone_by_their_own_routes()
    {
        var stranger = _bench.LeadIn(DemoAccount.Sotuv2).Contacts[0].Id;
        var body = $$$"""[{"to_entity_id":{{{stranger}}},"to_entity_type":"contacts","metadata":{"is_main":true}}]""";
        await _bench.PostAsync($"/api/v4/leads/{_lead.Id}/link", body);
        Assert.Equal(new ContactLink(stranger, true), _bench.World.Find(EntityKind.Lead, _lead.Id)!.Contacts[0]);

        var answer = await _bench.PostAsync($"/api/v4/leads/{_lead.Id}/unlink", body);
        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Equal(_lead.Contacts[0], _bench.World.Find(EntityKind.Lead, _lead.Id)!.Contacts.Single());
    }

    [Fact]
    public async Task A_patch_may_come_as_post_with_an_override_and_gzipped()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes($$"""[{"id":{{_lead.Id}},"name":"сжато"}]"""));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v4/leads") { Content = new ByteArrayContent(packed.ToArray()) };
        request.Headers.Add("X-HTTP-Method-Override", "PATCH");
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        Assert.Equal(HttpStatusCode.OK, (await _bench.SendAsync(request)).Status);
        Assert.Equal("сжато", _bench.World.Find(EntityKind.Lead, _lead.Id)!.Name);
        Assert.Equal(1, _bench.Simulator.Counters.Count("PATCH /api/v4/leads"));
    }

    [Fact]
    public async Task Contacts_and_companies_are_patched_by_the_same_rules()
    {
        var contact = _lead.Contacts[0].Id;
        await _bench.PatchAsync($"/api/v4/contacts/{contact}", """{"custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+998","enum_code":"MOB"}]}]}""");
        Assert.Equal("MOB", _bench.World.Find(EntityKind.Contact, contact)!.Fields[DemoFields.Phone].Single().EnumCode);
        var company = await _bench.PostAsync("/api/v4/companies", """[{"name":"Новая"}]""");
        Assert.Equal("Новая", _bench.World.Find(EntityKind.Company, company.Ids("companies")[0])!.Name);
    }

    private static string Field(long id, string values) => $$$"""{"custom_fields_values":[{"field_id":{{{id}}},"values":{{{values}}}}]}""";

    private Task<AmoAnswer> PatchAsync(string json) => _bench.PatchAsync($"/api/v4/leads/{_lead.Id}", json);

    private async Task PatchOkAsync(string json) => Assert.Equal(HttpStatusCode.OK, (await PatchAsync(json)).Status);

    private async Task<System.Text.Json.Nodes.JsonNode?> ValueAsync(long fieldId)
    {
        var fields = (await _bench.GetAsync($"/api/v4/leads/{_lead.Id}")).Json["custom_fields_values"]!.AsArray();
        return fields.FirstOrDefault(field => (long)field!["field_id"]! == fieldId)?["values"]![0];
    }

    private static void Refused(AmoAnswer answer, string code, string path)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([("0", code, path)], answer.Errors);
    }
}
