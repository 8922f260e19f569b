using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Page;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Sandbox.Page;

public sealed partial class SandboxPageTests
{
    private const long Lead = 40_100_001;
    private const long Trigger = DemoAccount.Sotuv1 + 5;

    [Fact]
    public async Task The_page_and_all_that_it_names_are_served_under_a_strict_policy()
    {
        await using var bench = await PageBench.StartAsync();
        var names = new Queue<string>([""]);
        var seen = new HashSet<string>();
        var weight = 0;
        while (names.TryDequeue(out var name))
        {
            if (!seen.Add(name))
                continue;
            using var answer = await bench.Http.GetAsync(new Uri(name, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            var text = await answer.Content.ReadAsStringAsync();
            weight += Encoding.UTF8.GetByteCount(text);
            foreach (Match match in Named().Matches(text))
                names.Enqueue(match.Groups["name"].Value);
        }

        Assert.Superset(new HashSet<string> { "page.css", "page.js", "board.js", "cell.js", "icon.svg" }, seen);
        Assert.True(weight < 60_000, $"The page weighs {weight} bytes.");
    }

    [Fact]
    public async Task A_page_that_is_opened_is_told_everything()
    {
        await using var bench = await PageBench.StartAsync();

        var board = await bench.UntilAsync("board", _ => true);
        var stage = board["pipelines"]![0]!["stages"]!.AsArray().First(one => one!["id"]!.GetValue<long>() == Trigger)!;
        Assert.Equal("trigger", stage["mark"]!.GetValue<string>());
        Assert.False(board["pipelines"]![3]!["inScope"]!.GetValue<bool>());
        Assert.Equal("Азиз Турсунов", PageBench.LeadOf(board, Lead)["contact"]!.GetValue<string>());

        var book = await bench.UntilAsync("book", _ => true);
        Assert.Equal(DemoSpreadsheet.Header, book[0]!["columns"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(DemoSpreadsheet.Statuses, book[0]!["lists"]!["20"]!.AsArray().Select(value => value!.GetValue<string>()));
        Assert.Equal("0134", book[1]!["rows"]![0]!["cells"]![1]!.GetValue<string>());

        Assert.Equal(60, (await bench.UntilAsync("calls", _ => true))["sheets"]!["perMinute"]!.GetValue<int>());
        Assert.Empty((await bench.UntilAsync("journal", _ => true)).AsArray());
        Assert.Equal("Running", (await bench.UntilAsync("service", _ => true))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_people_do_in_amoCRM_is_done_there_and_shown()
    {
        await using var bench = await PageBench.StartAsync();

        using var moved = await bench.SendAsync(HttpMethod.Patch, $"leads/{Lead}", new { status_id = Trigger, name = "Иначе", fields = new Dictionary<string, string> { ["Заказ №"] = "A-1" } });
        using var added = await bench.SendAsync(HttpMethod.Post, "leads", new { name = "Новый", status_id = Trigger, pipeline_id = DemoAccount.Sotuv1, contact = new { name = "Вали" } });

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (moved.StatusCode, added.StatusCode));
        Assert.Equal(Trigger, bench.Amo.World.Find(EntityKind.Lead, Lead)!.StatusId);
        var board = await bench.UntilAsync("board", state => state["leads"]!.AsArray().Any(lead => lead!["name"]!.GetValue<string>() == "Новый"));
        Assert.Equal("Иначе", PageBench.LeadOf(board, Lead)["name"]!.GetValue<string>());
        Assert.Equal("A-1", PageBench.LeadOf(board, Lead)["fields"]!["900101"]!.GetValue<string>());

        using var gone = await bench.SendAsync(HttpMethod.Delete, $"leads/{Lead}", new { });
        Assert.True(bench.Amo.World.Find(EntityKind.Lead, Lead)!.IsDeleted);
    }

    [Fact]
    public async Task What_people_do_in_the_sheet_is_done_there_and_shown_also_when_others_do_it()
    {
        await using var bench = await PageBench.StartAsync();

        using var typed = await bench.SendAsync(HttpMethod.Post, "edits", new { edits = new[] { new { @do = "type", tab = "Sheet1", cell = "C2", text = "A-17" } } });
        bench.Sheets.World.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "type", Cell = "U2", Text = "Отказ" }, new PersonEdit { Do = "note", Cell = "U2", Text = "why" });

        Assert.Equal(HttpStatusCode.NoContent, typed.StatusCode);
        var book = await bench.UntilAsync("book", state => state[0]!["rows"]![0]!["cells"]![20]!.GetValue<string>() == "Отказ");
        Assert.Equal("A-17", book[0]!["rows"]![0]!["cells"]![2]!.GetValue<string>());
        Assert.Equal("why", book[0]!["rows"]![0]!["notes"]!["20"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_mistake_is_answered_with_its_reason_and_does_nothing()
    {
        await using var bench = await PageBench.StartAsync();

        await RefusedAsync(HttpMethod.Patch, "leads/1", new { name = "x" }, "There is no lead 1");
        await RefusedAsync(HttpMethod.Post, "edits", new { edits = new[] { new { @do = "type", cell = "U2", text = "?" } } }, "validation");
        await RefusedAsync(HttpMethod.Post, "edits", new { }, "edits must be a list");
        await RefusedAsync(HttpMethod.Put, "faults/none", new { on = true }, "There is no switch");
        await RefusedAsync(HttpMethod.Put, "service", new { running = "yes" }, "");

        async Task RefusedAsync(HttpMethod method, string path, object body, string why)
        {
            using var answer = await bench.SendAsync(method, path, body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(why, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_switch_arms_its_fault_and_one_that_strikes_once_goes_out_by_itself()
    {
        await using var bench = await PageBench.StartAsync();
        string[] keys = [.. (await bench.UntilAsync("faults", _ => true)).AsArray().Select(fault => fault!["key"]!.GetValue<string>())];

        foreach (var key in keys)
            (await bench.SendAsync(HttpMethod.Put, $"faults/{key}", new { on = true })).Dispose();
        await bench.UntilAsync("faults", state => state.AsArray().All(fault => fault!["on"]!.GetValue<bool>()));
        Assert.Equal(keys.Length, bench.Amo.World.With(state => state.Faults.All.Count) + bench.Sheets.Faults.Armed.Count);

        foreach (var key in keys.Where(key => key != "google-lost"))
            (await bench.SendAsync(HttpMethod.Put, $"faults/{key}", new { on = false })).Dispose();
        Assert.NotNull(bench.Sheets.Faults.Take("POST v4/spreadsheets/{id}:batchUpdate"));
        await bench.UntilAsync("faults", state => state.AsArray().All(fault => !fault!["on"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_line_of_the_journal_has_its_rule_its_leads_name_and_its_latency()
    {
        await using var bench = await PageBench.StartAsync();
        (await bench.SendAsync(HttpMethod.Patch, $"leads/{Lead}", new { status_id = Trigger })).Dispose();

        bench.Service.Write(Decision("1", TimeProvider.System.GetUtcNow()));

        var line = (await bench.UntilAsync("journal", lines => lines.AsArray().Count > 0))[0]!;
        Assert.Equal("Матрас для спальни", line["name"]!.GetValue<string>());
        Assert.Equal(6, line["decision"]!["rule"]!.GetValue<int>());
        Assert.True(line["latencyMs"]!.GetValue<double>() >= 0);
        bench.Service.Write(Decision("2", TimeProvider.System.GetUtcNow()));
        await bench.UntilAsync("journal", lines => lines.AsArray().Count == 2);
    }

    [Fact]
    public async Task The_service_is_killed_and_started_and_one_that_does_not_come_up_says_why()
    {
        await using var bench = await PageBench.StartAsync();

        (await bench.SendAsync(HttpMethod.Put, "service", new { running = false })).Dispose();
        await bench.UntilAsync("service", state => state["state"]!.GetValue<string>() == "Killed");
        bench.Service.Refusal = "functions did not answer";
        using var refused = await bench.SendAsync(HttpMethod.Put, "service", new { running = true });
        Assert.Contains("functions did not answer", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        bench.Service.Refusal = null;
        (await bench.SendAsync(HttpMethod.Put, "service", new { running = true })).Dispose();
        await bench.UntilAsync("service", state => state["state"]!.GetValue<string>() == "Running");
    }

    [Fact]
    public async Task Pages_of_others_get_nothing_done_here()
    {
        await using var bench = await PageBench.StartAsync();

        await RefusedAsync(request => request.Headers.Host = "evil.example");
        await RefusedAsync(request => request.Headers.Add("Origin", "http://evil.example"));
        await RefusedAsync(request => request.Content = new StringContent("""{"status_id":142}""", Encoding.UTF8, "text/plain"));
        Assert.NotEqual(AmoStage.Won, bench.Amo.World.Find(EntityKind.Lead, Lead)!.StatusId);

        async Task RefusedAsync(Action<HttpRequestMessage> change)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri($"leads/{Lead}", UriKind.Relative))
            {
                Content = new StringContent("""{"status_id":142}""", Encoding.UTF8, "application/json"),
            };
            change(request);
            using var answer = await bench.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public void Latency_counts_from_the_deed_for_the_pass_that_answers_it_and_else_from_the_webhook()
    {
        var (deeds, start) = (new Deeds(), DateTimeOffset.UnixEpoch);
        deeds.Note(Lead, start);

        var first = Decision("1", start.AddSeconds(2)) with { HeardAt = start.AddSeconds(1) };
        Assert.Equal(TimeSpan.FromSeconds(2), deeds.LatencyOf(first));
        Assert.Equal(TimeSpan.FromSeconds(3), deeds.LatencyOf(first with { Key = "2", At = start.AddSeconds(3) }));

        var later = first with { Key = "3", Pass = "q", At = start.AddSeconds(60) };
        Assert.Null(deeds.LatencyOf(later with { HeardAt = null }));
        Assert.Equal(TimeSpan.FromSeconds(5), deeds.LatencyOf(later with { HeardAt = start.AddSeconds(55) }));
    }

    private static PageDecision Decision(string key, DateTimeOffset at) => new()
    {
        Key = key,
        Lead = Lead,
        At = at,
        Pass = "p",
        Rule = 6,
        RuleText = "the order number was filled",
        Sentence = "The lead was moved in amoCRM.",
    };

    [GeneratedRegex("""(?:href="|src="|from '\./)(?<name>[^"']+)["']""")]
    private static partial Regex Named();
}
