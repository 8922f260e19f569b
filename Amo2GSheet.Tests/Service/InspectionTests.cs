using System.Net;
using System.Text.Json;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Service;

/// <summary>What people can ask about the account and about one lead.</summary>
public sealed class InspectionTests
{
    [Theory]
    [InlineData("structure")]
    [InlineData("leads/custom_fields")]
    [InlineData("leads/40100001")]
    [InlineData("leads/40100001/timeline")]
    public async Task Inspection_needs_the_function_key(string path)
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(world, path, key: "a-wrong-function-key-xx")).Status);
    }

    [Theory]
    [InlineData("leads/abc")]
    [InlineData("leads/12.5")]
    [InlineData("leads/99999999999999999999")]
    [InlineData("leads/abc/timeline")]
    [InlineData("leads/")]
    public async Task What_is_no_number_is_no_route(string path)
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);

        using var answer = await world.Http.GetAsync(new Uri(world.Service.Address, $"{path}?code={ServiceWorld.Key}"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Structure_shows_what_is_in_scope_what_triggers_and_what_the_sheet_calls_it()
    {
        await using var world = await ServiceWorld.StartAsync(settings => settings["PIPELINE_DISPLAY_MAP_JSON"] = """{"sotuv 2":"Ташкент"}""");

        var (status, body) = await GetAsync(world, "structure");

        Assert.Equal(HttpStatusCode.OK, status);
        var pipelines = body.GetProperty("pipelines").EnumerateArray().ToDictionary(pipeline => pipeline.GetProperty("id").GetInt64());
        Assert.Equal(
            (true, true, true, false),
            (InScope(DemoAccount.Sotuv1), InScope(DemoAccount.Sotuv2), InScope(DemoAccount.Sotuv3), InScope(DemoAccount.Recruiting)));
        Assert.Equal("Ташкент", pipelines[DemoAccount.Sotuv2].GetProperty("shownAs").GetString());
        Assert.Equal(("заказ без нумерации", true, "В процессе"), Stage(DemoAccount.Sotuv2, DemoAccount.Sotuv2 + DemoAccount.Trigger));
        Assert.Equal(("Успех", false, "Успешно"), Stage(DemoAccount.Sotuv2, 142));
        Assert.Equal(("ЗАКАЗ БЕЗ НУМЕРАЦИИ", false, "В процессе"), Stage(DemoAccount.Recruiting, DemoAccount.Recruiting + DemoAccount.Trigger));
        Assert.All(pipelines.Values, pipeline => Assert.Single(pipeline.GetProperty("stages").EnumerateArray(), stage => stage.GetProperty("unsorted").GetBoolean()));

        bool InScope(long id) => pipelines[id].GetProperty("inScope").GetBoolean();

        (string, bool, string) Stage(long pipeline, long id)
        {
            var stage = pipelines[pipeline].GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("id").GetInt64() == id);
            return (stage.GetProperty("name").GetString()!, stage.GetProperty("trigger").GetBoolean(), stage.GetProperty("shownAs").GetString()!);
        }
    }

    [Fact]
    public async Task Custom_fields_show_type_choices_and_the_column_that_they_fill()
    {
        await using var world = await ServiceWorld.StartAsync();

        var (status, body) = await GetAsync(world, "leads/custom_fields");

        Assert.Equal(HttpStatusCode.OK, status);
        var fields = body.GetProperty("fields").EnumerateArray().ToDictionary(field => field.GetProperty("id").GetInt64());
        Assert.Equal("Заказ №", fields[DemoFields.OrderNumber].GetProperty("column").GetString());
        Assert.Equal(("Продукт  1", "Продукт 1"), (fields[DemoFields.Product1].GetProperty("name").GetString(), fields[DemoFields.Product1].GetProperty("column").GetString()));
        Assert.Equal(JsonValueKind.Null, fields[DemoFields.Comment].GetProperty("column").ValueKind);
        Assert.Equal("select", fields[DemoFields.Region].GetProperty("type").GetString());
        Assert.Equal(
            ["Ташкент", "Самарканд", "Бухара", "Фергана", "Андижан"],
            fields[DemoFields.Region].GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("value").GetString()!));
    }

    [Fact]
    public async Task A_lead_comes_whole_with_its_base_and_whether_it_waits()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.FirstLead;

        var (status, strange) = await GetAsync(world, $"leads/{lead}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((lead, JsonValueKind.Null, JsonValueKind.Null), (strange.GetProperty("lead").GetProperty("id").GetInt64(), Kind(strange, "base"), Kind(strange, "waiting")));
        Assert.True(strange.GetProperty("lead").GetProperty("custom_fields_values").GetArrayLength() > 0);

        await world.NewOrdersAsync(lead);
        await world.BellAsync(lead);
        var known = (await GetAsync(world, $"leads/{lead}")).Body;
        Assert.Equal(("В процессе", world.Card(lead).StatusId), (known.GetProperty("base").GetProperty("status").GetString(), known.GetProperty("base").GetProperty("statusId").GetInt64()));
        Assert.Equal(0, known.GetProperty("waiting").GetProperty("attempts").GetInt32());
    }

    [Theory]
    [InlineData("leads/999999999")]
    [InlineData("leads/0")]
    [InlineData("leads/-5")]
    [InlineData("leads/0/timeline")]
    public async Task A_lead_that_there_is_not_is_a_404_with_a_sentence(string path)
    {
        await using var world = await ServiceWorld.StartAsync();

        var (status, body) = await GetAsync(world, path);

        Assert.Equal((HttpStatusCode.NotFound, "UnknownLead"), (status, body.GetProperty("reason").GetString()));
        Assert.NotEmpty(body.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_deleted_lead_is_a_404_that_still_shows_what_the_service_knows()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.FirstLead;
        await world.NewOrdersAsync(lead);
        world.Amo.World.Delete(EntityKind.Lead, lead);

        var (status, body) = await GetAsync(world, $"leads/{lead}");

        Assert.Equal((HttpStatusCode.NotFound, "В процессе"), (status, body.GetProperty("base").GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("structure")]
    [InlineData("leads/custom_fields")]
    [InlineData("leads/40100001")]
    public async Task Without_a_log_in_the_answer_is_503_with_the_link(string path)
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);

        var (status, body) = await GetAsync(world, path);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "LogInNeeded"), (status, body.GetProperty("reason").GetString()));
        Assert.Equal("http://127.0.0.1:7071/oauth/login", body.GetProperty("logIn").GetString());
    }

    [Fact]
    public async Task Amo_that_is_down_is_503_with_the_reason_and_no_link()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.ServerError, 3)));

        var (status, body) = await GetAsync(world, "structure");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "AmoUnavailable"), (status, body.GetProperty("reason").GetString()));
        Assert.False(body.TryGetProperty("logIn", out _));
    }

    [Fact]
    public async Task The_root_says_what_this_is_to_everybody()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);

        using var answer = await world.Http.GetAsync(world.Service.Address);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("href=\"health\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"oauth/login\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Amo.World.Seed.Account.Subdomain, html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Http.GetAsync(new Uri(world.Service.Address, "nowhere"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Http.PostAsync(world.Service.Address, null)).StatusCode);
    }

    private static JsonValueKind Kind(JsonElement body, string name) => body.GetProperty(name).ValueKind;

    private static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(ServiceWorld world, string path, string key = ServiceWorld.Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Service.Address, path)) { Headers = { { "x-functions-key", key } } };
        using var answer = await world.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }
}
