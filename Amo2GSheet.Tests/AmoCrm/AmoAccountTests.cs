using System.Net;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Tests.AmoCrm;

public sealed class AmoAccountTests : IDisposable
{
    private readonly AmoWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task The_account_is_read_whole()
    {
        Script("Asia/Tashkent");

        var account = await _world.Client.ReadAccountAsync(fresh: false, CancellationToken.None);

        _world.Amo.Played();
        var pipeline = Assert.Single(account.Pipelines);
        Assert.Equal((4400001L, "Продажи"), (pipeline.Id, pipeline.Name));
        Assert.Equal(
            [
                new Stage(new StageKey(4400001, 1), "Неразобранное", IsUnsorted: true),
                new Stage(new StageKey(4400001, 2), "ЗАКАЗ"),
                new Stage(new StageKey(4400001, 142), "успех"),
                new Stage(new StageKey(4400001, 143), "Закрыто"),
            ],
            pipeline.Stages);
        Assert.Equal("Ольга", account.UserNames[77]);
        Assert.Equal("Пётр", account.UserNames[78]);
        Assert.Equal([(101L, "Город", "select"), (102L, "Дата", "date")], account.LeadFields.Select(field => (field.Id, field.Name, field.Type)));
        Assert.Equal("Asia/Tashkent", account.TimeZone!.Id);
        Assert.Equal(new DateTimeOffset(2025, 6, 16, 0, 0, 0, TimeSpan.Zero), account.ReadAt);
    }

    [Fact]
    public async Task It_is_kept_for_ten_minutes_and_read_again_when_it_is_to_be_fresh()
    {
        Script("UTC");
        var first = await _world.Client.ReadAccountAsync(fresh: false, CancellationToken.None);
        _world.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Same(first, await _world.Client.ReadAccountAsync(fresh: false, CancellationToken.None));

        Script("UTC");
        var second = await _world.Client.ReadAccountAsync(fresh: true, CancellationToken.None);
        Assert.NotSame(first, second);
        Script("UTC");
        Assert.NotSame(second, await _world.Client.ReadAccountAsync(fresh: true, CancellationToken.None));

        _world.Time.Advance(TimeSpan.FromMinutes(10));
        Script("UTC");
        await _world.Client.ReadAccountAsync(fresh: false, CancellationToken.None);
        _world.Amo.Played();
    }

    [Fact]
    public async Task Many_who_ask_at_once_share_one_read()
    {
        Script("UTC");

        var accounts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _world.Client.ReadAccountAsync(fresh: false, CancellationToken.None)));

        _world.Amo.Played();
        Assert.Single(accounts.Distinct());
    }

    [Fact]
    public async Task An_unknown_time_zone_hidden_users_and_no_fields_are_survived()
    {
        _world.Amo.On("GET /api/v4/leads/pipelines", body: """{"_embedded":{"pipelines":[]}}""")
            .On("GET /api/v4/users", HttpStatusCode.Forbidden, """{"status":403}""")
            .On("GET /api/v4/leads/custom_fields", HttpStatusCode.NoContent)
            .On("GET /api/v4/account?with=datetime_settings", body: """{"_embedded":{"datetime_settings":{"timezone":"Mars/Olympus"}}}""");

        var account = await _world.Client.ReadAccountAsync(fresh: false, CancellationToken.None);

        Assert.Null(account.TimeZone);
        Assert.Empty(account.UserNames);
        Assert.Empty(account.LeadFields);
        Assert.Empty(account.Pipelines);
    }

    private void Script(string zone) => _world.Amo
        .On("GET /api/v4/leads/pipelines", body: """
            {"_total_items":1,"_embedded":{"pipelines":[{"id":4400001,"name":"Продажи","_embedded":{"statuses":[
              {"id":143,"name":"Закрыто","sort":11000,"type":0},{"id":1,"name":"Неразобранное","sort":10,"type":1},
              {"id":142,"name":"успех","sort":10000,"type":0},{"id":2,"name":"ЗАКАЗ","sort":20,"type":0}]}}]}}
            """)
        .On("GET /api/v4/users?limit=250", body: """
            {"_links":{"next":{"href":"https://acme.amocrm.ru/api/v4/users?page=2"}},"_embedded":{"users":[{"id":77,"name":"Ольга","rights":{"is_active":true}}]}}
            """)
        .On("GET /api/v4/users?page=2", body: """{"_embedded":{"users":[{"id":78,"name":"Пётр","rights":{"is_active":false}}]}}""")
        .On("GET /api/v4/leads/custom_fields?limit=250", body: """
            {"_links":{"next":{"href":"https://acme.amocrm.ru/api/v4/leads/custom_fields?page=2"}},"_embedded":{"custom_fields":[{"id":101,"name":"Город","type":"select"}]}}
            """)
        .On("GET /api/v4/leads/custom_fields?page=2", body: """{"_embedded":{"custom_fields":[{"id":102,"name":"Дата","type":"date"}]}}""")
        .On("GET /api/v4/account?with=datetime_settings", body: $$"""{"id":1,"_embedded":{"datetime_settings":{"timezone":"{{zone}}"} } }""");
}
