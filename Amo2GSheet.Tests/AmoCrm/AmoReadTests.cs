using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Tests.AmoCrm;

public sealed class AmoReadTests : IDisposable
{
    private readonly AmoWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Leads_are_asked_for_200_at_a_time_with_their_contacts()
    {
        _world.Amo.On("GET /api/v4/leads?limit=250&with=contacts&filter[id][]=1&filter[id][]=2&", HttpStatusCode.NoContent)
            .On("GET /api/v4/leads?limit=250&with=contacts&filter[id][]=201&", HttpStatusCode.NoContent);

        var leads = await _world.Client.ReadLeadsAsync([.. Enumerable.Range(1, 400).Select(id => new LeadId(id)), new LeadId(1)], CancellationToken.None);

        _world.Amo.Played();
        Assert.Empty(leads);
        Assert.All(_world.Amo.Calls, call => Assert.Equal(200, call.Target.Split("filter[id][]=").Length - 1));
        Assert.All(_world.Amo.Calls, call => Assert.StartsWith("acme.amocrm.ru/", call.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_to_read_is_no_call()
    {
        Assert.Empty(await _world.Client.ReadLeadsAsync([], CancellationToken.None));
        Assert.Empty(_world.Amo.Calls);
    }

    [Fact]
    public async Task A_lead_is_read_whatever_shape_its_values_have()
    {
        _world.Amo.On("GET /api/v4/leads?", body: """
            {"_embedded":{"leads":[{"id":501,"name":"Заказ 17","price":15000,"price_with_minor_units":15000.5,"responsible_user_id":77,
              "status_id":142,"pipeline_id":4400001,"created_at":1750000000,"updated_at":1750003600,"is_deleted":false,
              "custom_fields_values":[
                {"field_id":101,"field_name":"Город","field_type":"select","values":[{"value":"Омск","enum_id":9001}]},
                {"field_id":102,"field_name":"Дата","field_type":"date","values":[{"value":1750021200}]},
                {"field_id":103,"field_name":"Да","field_type":"checkbox","values":[{"value":true}]},
                {"field_id":104,"field_name":"Число","field_type":"numeric","values":[{"value":"12.5"},{"value":7.25}]},
                {"field_id":105,"field_name":"Юрлицо","field_type":"legal_entity","values":[{"value":{"name":"ООО","vat_id":"1"}}]},
                {"field_id":106,"field_name":"Список","field_type":"chained_list","values":[{"catalog_id":1,"catalog_element_id":2}]},
                {"field_id":107,"field_name":"Пусто","field_type":"text","values":null},
                {"field_id":"108","field_name":"Объект","field_type":"text","values":{"0":{"value":"a"},"1":"b"}},
                {"field_id":109,"field_name":"Нет","field_type":"checkbox","values":[{"value":"0"}]},
                {"field_name":"без id","values":[{"value":"x"}]}],
              "_embedded":{"companies":[{"id":801}],"contacts":[{"id":702,"is_main":false},{"id":701,"is_main":true}]}}]}}
            """);

        var lead = (await _world.ReadOneAsync())[new LeadId(501)];

        Assert.Equal(("Заказ 17", 15000.5m, new StageKey(4400001, 142), 77L, false), (lead.Name, lead.Price, lead.Stage, lead.ResponsibleUserId, lead.IsDeleted));
        Assert.Equal((1750000000L, 1750003600L), (lead.CreatedAt.ToUnixTimeSeconds(), lead.UpdatedAt.ToUnixTimeSeconds()));
        Assert.Equal(
            ["101 select Омск", "102 date 1750021200", "103 checkbox true", "104 numeric 12.5|7.25", "105 legal_entity ООО", "108 text a|b", "109 checkbox false"],
            lead.Fields.Select(field => $"{field.Id} {field.Type} {string.Join('|', field.Values)}"));
        Assert.Equal("Город", lead.Fields[0].Name);
        Assert.Equal([701L, 702L], lead.ContactIds);
        Assert.Equal([801L], lead.CompanyIds);
    }

    [Fact]
    public async Task A_bare_or_deleted_lead_is_read_too_and_one_without_id_is_left_out()
    {
        _world.Amo.On("GET /api/v4/leads?", body: """
            {"_embedded":{"leads":[{"id":501,"custom_fields_values":null},{"id":"502","price":"1e3","name":null,"is_deleted":true,"updated_at":"1750003600"},{"name":"x"},null]}}
            """);

        var leads = await _world.ReadOneAsync();

        Assert.Equal(2, leads.Count);
        Assert.Equal(("", 0m), (leads[new LeadId(501)].Name, leads[new LeadId(501)].Price));
        Assert.Empty(leads[new LeadId(501)].Fields);
        Assert.True(leads[new LeadId(502)].IsDeleted);
        Assert.Equal(1000m, leads[new LeadId(502)].Price);
        Assert.Equal(1750003600, leads[new LeadId(502)].UpdatedAt.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"_embedded":{"leads":[{"id":503}]}}""")]
    public async Task Pages_are_walked_by_next_on_our_own_host_until_there_is_none_or_204(string last)
    {
        using var world = new AmoWorld(("AMO_BASE_URL", "http://127.0.0.1:5080"));
        world.Amo
            .On("GET /api/v4/leads?limit=250", body: Page(501, "https://acme.amocrm.ru/api/v4/leads?page=2&limit=250&filter%5Bid%5D%5B0%5D=501"))
            .On("GET /api/v4/leads?page=2&limit=250&filter[id][0]=501", body: Page(502, "https://acme.amocrm.ru/api/v4/leads?page=3"))
            .On("GET /api/v4/leads?page=3", last.Length == 0 ? HttpStatusCode.NoContent : HttpStatusCode.OK, last);
        // An empty page that was promised is asked for once more.
        if (last.Length == 0)
            world.Amo.On("GET /api/v4/leads?page=3", HttpStatusCode.NoContent);

        var leads = await world.ReadOneAsync();

        world.Amo.Played();
        Assert.Equal(last.Length == 0 ? 2 : 3, leads.Count);
        Assert.All(world.Amo.Calls, call => Assert.StartsWith("127.0.0.1:5080/", call.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_next_page_that_is_the_page_itself_ends_in_an_error_and_not_in_a_circle()
    {
        _world.Amo.On("GET /api/v4/leads?limit=250", body: Page(501, "https://acme.amocrm.ru/api/v4/leads?page=2"))
            .On("GET /api/v4/leads?page=2", body: Page(502, "https://acme.amocrm.ru/api/v4/leads?page=2"));

        await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);
    }

    [Fact]
    public async Task Contacts_bring_all_their_phones_and_companies_their_names()
    {
        _world.Amo.On("GET /api/v4/contacts?limit=250&filter[id][]=701", body: """
            {"_embedded":{"contacts":[{"id":701,"name":"Анна","custom_fields_values":[
              {"field_id":301,"field_code":"PHONE","field_type":"multitext","values":[{"value":"+79990000001","enum_code":"WORK"},{"value":79990000002}]},
              {"field_id":302,"field_code":"EMAIL","field_type":"multitext","values":[{"value":"a@example.test"}]}]},
              {"id":702,"name":"","custom_fields_values":null}]}}
            """).On("GET /api/v4/companies?limit=250&filter[id][]=801", body: """{"_embedded":{"companies":[{"id":801,"name":"ООО"}]}}""");

        var contacts = await _world.Client.ReadContactsAsync([701, 702], CancellationToken.None);
        var companies = await _world.Client.ReadCompaniesAsync([801], CancellationToken.None);

        Assert.Equal(["+79990000001", "79990000002"], contacts[701].Phones);
        Assert.Equal("Анна", contacts[701].Name);
        Assert.Empty(contacts[702].Phones);
        Assert.Equal(new Company(801, "ООО"), companies[801]);
    }

    private static string Page(int id, string next) =>
        $$"""{"_page":1,"_links":{"next":{"href":"{{next}}"} },"_embedded":{"leads":[{"id":{{id}} }]} }""";
}
