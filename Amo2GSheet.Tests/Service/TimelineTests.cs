using System.Text.Json;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>Why a lead is where it is.</summary>
public sealed class TimelineTests
{
    [Fact]
    public async Task The_timeline_tells_what_arrived_what_was_decided_and_why_in_order_of_time()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.FirstLead;
        await world.NewOrdersAsync(lead);
        world.Type(lead, "Заказ №", "12");
        await world.PassDoneAsync();
        world.Type(lead, "Статус", "потом");
        await world.PassDoneAsync();

        var timeline = await ReadAsync(world, lead);

        Assert.Equal(lead, timeline.GetProperty("lead").GetInt64());
        var entries = timeline.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(["Heard", "Read", "RowAppended", "OrderNumberSent", "LeadMoved", "UnknownStatus"], entries.Select(entry => Text(entry, "what")));
        Assert.Equal(entries.Select(At).Order(), entries.Select(At));
        Assert.Equal(
            (1, "a lead that comes to a trigger stage of a pipeline in scope gets a row", "A row was appended.", SheetStatus.InProgress),
            (entries[2].GetProperty("rule").GetInt32(), Text(entries[2], "ruleText"), Text(entries[2], "sentence"), Text(entries[2], "after")));
        Assert.Equal(6, entries[4].GetProperty("rule").GetInt32());
        Assert.Contains("ЗАКАЗ ОТПРАВЛЕН", Text(entries[4], "after"), StringComparison.Ordinal);
        Assert.Equal((9, "потом"), (entries[5].GetProperty("rule").GetInt32(), timeline.GetProperty("base").GetProperty("refused").GetBoolean() ? "потом" : ""));
        Assert.Equal(JsonValueKind.Null, timeline.GetProperty("waiting").ValueKind);
        Assert.Equal("12", timeline.GetProperty("base").GetProperty("orderNumber").GetString());
        Assert.NotEqual(Text(entries[2], "pass"), Text(entries[4], "pass"));
    }

    [Fact]
    public async Task A_bell_that_waits_shows_since_when_and_why()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.StaleReads, 1, Seconds: 3600)));
        await world.PassAsync();

        var timeline = await ReadAsync(world, world.FirstLead);

        Assert.Equal(["Heard"], timeline.GetProperty("entries").EnumerateArray().Select(entry => Text(entry, "what")));
        Assert.Equal(1, timeline.GetProperty("waiting").GetProperty("attempts").GetInt32());
        Assert.Contains("as it was before the webhook", timeline.GetProperty("waiting").GetProperty("lastError").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, timeline.GetProperty("base").ValueKind);
    }

    [Fact]
    public async Task A_lead_without_a_row_says_why()
    {
        await using var world = await ServiceWorld.StartAsync();
        var candidate = world.LeadsOf(DemoAccount.Recruiting)[0];
        await world.BellAsync(candidate);
        await world.PassDoneAsync();

        var history = await HistoryAsync(world, candidate);

        Assert.Contains(history.Lines(), line => line.Contains("PipelineOutOfScope: Nothing was done: the lead's pipeline is out of scope.", StringComparison.Ordinal)
            && line.Contains("(rule 15: the lead is out of scope", StringComparison.Ordinal));
        Assert.Equal("The lead is not tracked: it has no base.", history.Lines().Last());
    }

    [Fact]
    public async Task A_lead_that_nobody_heard_of_has_an_empty_history()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);

        Assert.Equal(0, (await ReadAsync(world, 999_999_999)).GetProperty("entries").GetArrayLength());
        Assert.Equal("Nothing is recorded about lead 999999999.", (await HistoryAsync(world, 999_999_999)).Lines().First());
    }

    [Fact]
    public async Task An_echo_is_seen_as_read_although_nothing_was_decided()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        await world.PassDoneAsync();
        await world.BellAsync(world.FirstLead);
        await world.PassDoneAsync();

        var last = (await HistoryAsync(world, world.FirstLead)).Entries[^1];

        Assert.Equal("Read", last.What);
        Assert.Contains("stood at status 142", last.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timeline_costs_one_read_of_each_table_and_names_no_client()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        var contact = world.Amo.World.Find(EntityKind.Contact, world.Card(world.FirstLead).Contacts[0].Id)!;
        world.ResetCounters();
        var before = world.StorageCalls;

        var text = (await ReadAsync(world, world.FirstLead)).GetRawText();

        Assert.Equal(4, world.StorageCalls - before);
        Assert.Equal(0, world.Amo.Counters.Total);
        Assert.DoesNotContain(contact.Name, text, StringComparison.Ordinal);
        Assert.DoesNotContain("9989", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_and_every_rule_has_its_words()
    {
        foreach (var reason in Enum.GetNames<Reason>())
            Assert.NotEqual(reason, ReasonTexts.Of(reason));
        foreach (var rule in Enumerable.Range(1, 16))
            Assert.NotNull(RuleTexts.Of(rule));
        Assert.Equal("OfALaterVersion", ReasonTexts.Of("OfALaterVersion"));
    }

    private static DateTimeOffset At(JsonElement entry) => entry.GetProperty("at").GetDateTimeOffset();

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString() ?? "";

    private static Task<LeadHistory> HistoryAsync(ServiceWorld world, long lead) =>
        world.Service.Services.GetRequiredService<LeadTimeline>().ReadAsync(new LeadId(lead), CancellationToken.None);

    private static async Task<JsonElement> ReadAsync(ServiceWorld world, long lead)
    {
        var text = await world.Http.GetStringAsync(new Uri(world.Service.Address, $"leads/{lead}/timeline?code={ServiceWorld.Key}"));
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
