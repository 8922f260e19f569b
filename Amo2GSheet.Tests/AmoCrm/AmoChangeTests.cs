using System.Net;
using System.Text.Json.Nodes;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Tests.AmoCrm;

public sealed class AmoChangeTests : IDisposable
{
    private const string Patch = "PATCH /api/v4/leads";
    private readonly AmoWorld _world = new();
    private readonly List<LeadChangeOutcome> _landed = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Failure_9_the_field_is_the_one_named_by_the_change_and_is_cleared_with_null()
    {
        _world.Amo.On(Patch, Accept);

        await ChangeAsync(
            new LeadChange(new LeadId(501), new StageKey(4400001, 142), new FieldChange(101, "А-17")),
            new LeadChange(new LeadId(502), null, new FieldChange(102, null)));

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                [{"id":501,"request_id":"501","pipeline_id":4400001,"status_id":142,
                  "custom_fields_values":[{"field_id":101,"values":[{"value":"А-17"}]}]},
                 {"id":502,"request_id":"502","custom_fields_values":[{"field_id":102,"values":null}]}]
                """),
            _world.Amo.Calls[0].Json));
        Assert.Equal(["501 changed 1750000123", "502 changed 1750000123"], Landed());
    }

    [Fact]
    public async Task Fifty_go_in_one_call_and_each_call_lands_before_the_next()
    {
        _world.Amo.On(Patch, Accept).On(Patch, call => Landing(50, call)).On(Patch, call => Landing(100, call));

        await ChangeAsync([.. Enumerable.Range(1, 120).Select(Move)]);

        _world.Amo.Played();
        Assert.Equal([50, 50, 20], _world.Amo.Calls.Select(call => call.Json.AsArray().Count));
        Assert.Equal(Enumerable.Range(1, 120).Select(id => (long)id), _landed.Select(outcome => outcome.Change.Lead.Value));
    }

    [Theory]
    [InlineData("\"502\"")]
    [InlineData("502")]
    [InlineData("\"1\"")]
    [InlineData("1")]
    public async Task A_refused_lead_is_taken_out_by_its_request_id_or_index_and_the_rest_sent_again(string requestId)
    {
        _world.Amo.On(Patch, HttpStatusCode.BadRequest, Errors(requestId)).On(Patch, Accept);

        await ChangeAsync(Move(501), Move(502), Move(503));

        _world.Amo.Played();
        Assert.Equal(["502 refused NotSupportedChoice at status_id", "501 changed 1750000123", "503 changed 1750000123"], Landed());
        Assert.Equal(["501", "503"], Ids(_world.Amo.Calls[1]));
    }

    [Fact]
    public async Task When_all_are_refused_nothing_is_sent_again()
    {
        _world.Amo.On(Patch, HttpStatusCode.BadRequest, Errors("\"501\"", "\"502\""));

        await ChangeAsync(Move(501), Move(502));

        _world.Amo.Played();
        Assert.All(_landed, outcome => Assert.IsType<LeadChangeRefused>(outcome));
    }

    [Theory]
    [InlineData("""{"title":"Bad Request","status":400,"detail":"Something is wrong"}""")]
    [InlineData("""{"validation-errors":[{"request_id":"999","errors":[]}],"status":400,"detail":"Something is wrong"}""")]
    [InlineData("""{"validation-errors":{"a":null},"status":400,"detail":"Something is wrong"}""")]
    public async Task A_400_that_names_nobody_is_halved_until_the_culprit_is_alone(string body)
    {
        for (var i = 0; i < 5; i++)
        {
            _world.Amo.On(Patch, call => Ids(call).Contains("503")
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(body) })
                : Accept(call));
        }

        await ChangeAsync(Move(501), Move(502), Move(503), Move(504));

        _world.Amo.Played();
        Assert.Equal(
            ["501 changed 1750000123", "502 changed 1750000123", "503 refused HTTP 400: Something is wrong", "504 changed 1750000123"],
            Landed());
    }

    [Fact]
    public async Task A_batch_too_heavy_is_halved_as_amoCRM_says()
    {
        _world.Amo.On(Patch, HttpStatusCode.GatewayTimeout, "<html></html>").On(Patch, Accept).On(Patch, Accept);

        await ChangeAsync([.. Enumerable.Range(1, 50).Select(Move)]);

        _world.Amo.Played();
        Assert.Equal([50, 25, 25], _world.Amo.Calls.Select(call => call.Json.AsArray().Count));
        Assert.Equal(50, _landed.Count);
    }

    [Fact]
    public async Task A_single_change_too_heavy_is_an_outage()
    {
        _world.Amo.On(Patch, HttpStatusCode.GatewayTimeout).On(Patch, HttpStatusCode.GatewayTimeout);

        await Assert.ThrowsAsync<AmoUnavailableException>(() => ChangeAsync(Move(501), Move(502)));

        _world.Amo.Played();
        Assert.Empty(_landed);
    }

    [Fact]
    public async Task A_lead_without_a_word_in_the_answer_is_unanswered()
    {
        _world.Amo.On(Patch, body: """{"_embedded":{"leads":[{"id":"502","updated_at":"1750000123"},{"id":999,"updated_at":1}]}}""").On(Patch, HttpStatusCode.NoContent);

        await ChangeAsync(Move(501), Move(502));
        await ChangeAsync(Move(503));

        Assert.Equal(["501 unanswered", "502 changed 1750000123", "503 unanswered"], Landed());
    }

    [Fact]
    public async Task An_accepted_change_with_an_unreadable_answer_is_an_outage()
    {
        _world.Amo.On(Patch, body: "<html></html>");

        await Assert.ThrowsAsync<AmoUnavailableException>(() => ChangeAsync(Move(501)));
    }

    [Fact]
    public async Task Cancelling_stops_before_the_next_call_and_lets_the_one_under_way_land()
    {
        using var stop = new CancellationTokenSource();
        _world.Amo.On(Patch, call =>
        {
            stop.Cancel();
            return Accept(call);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _world.Client.ChangeLeadsAsync([.. Enumerable.Range(1, 60).Select(Move)], LandAsync, stop.Token));

        Assert.Equal(50, _landed.Count);
    }

    [Fact]
    public async Task Two_changes_of_one_lead_or_a_change_of_nothing_are_the_callers_mistake()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => ChangeAsync(Move(501), Move(501)));
        await Assert.ThrowsAsync<ArgumentException>(() => ChangeAsync(new LeadChange(new LeadId(501), null, null)));
    }

    private Task ChangeAsync(params LeadChange[] changes) => _world.Client.ChangeLeadsAsync(changes, LandAsync, CancellationToken.None);

    private Task LandAsync(IReadOnlyList<LeadChangeOutcome> outcomes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _landed.AddRange(outcomes);
        return Task.CompletedTask;
    }

    private Task<HttpResponseMessage> Landing(int landed, AmoCall call)
    {
        Assert.Equal(landed, _landed.Count);
        return Accept(call);
    }

    private IEnumerable<string> Landed() => _landed.Select(outcome => outcome switch
    {
        LeadChanged changed => $"{changed.Change.Lead} changed {changed.UpdatedAt.ToUnixTimeSeconds()}",
        LeadChangeRefused refused => $"{refused.Change.Lead} refused {refused.Reason}",
        _ => $"{outcome.Change.Lead} unanswered",
    });

    private static LeadChange Move(int id) => new(new LeadId(id), new StageKey(4400001, 142), null);

    private static IEnumerable<string> Ids(AmoCall call) => call.Json.AsArray().Select(item => item!["id"]!.ToString());

    private static string Errors(params string[] requestIds) =>
        $$"""
        {"validation-errors":[{{string.Join(',', requestIds.Select(id => $$"""{"request_id":{{id}},"errors":[{"code":"NotSupportedChoice","path":"status_id","detail":"d"}]}"""))}}],
         "title":"Bad Request","status":400,"detail":"Request validation failed"}
        """;

    private static Task<HttpResponseMessage> Accept(AmoCall call)
    {
        var leads = string.Join(',', Ids(call).Select(id => $$"""{"id":{{id}},"updated_at":1750000123}"""));
        return Task.FromResult(new HttpResponseMessage { Content = new StringContent($$$"""{"_embedded":{"leads":[{{{leads}}}]}}""") });
    }
}
