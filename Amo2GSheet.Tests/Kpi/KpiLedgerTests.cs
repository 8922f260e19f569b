using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sync.CatchUp;

namespace Amo2GSheet.Tests.Kpi;

/// <summary>What comes in by sweep and back-fill stands in the ledger once, whenever and however often it comes.</summary>
public sealed class KpiLedgerTests
{
    private readonly KpiBench _bench = new();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_sweep_brings_what_no_webhook_told_and_a_second_one_changes_nothing(bool oldestFirst, bool inclusive)
    {
        (_bench.OldestFirst, _bench.BoundsInclusive) = (oldestFirst, inclusive);
        _bench.Lead(1);
        _bench.Move(1, "03-20 10:00", KpiBench.Consultation);
        _bench.Move(1, "03-20 11:00", KpiBench.Order);

        var first = await _bench.Runner.RunAsync(default);
        var ledger = await _bench.LedgerAsync();
        var second = await _bench.Runner.RunAsync(default);

        Assert.Equal((RunResult.Done, 2, 2), (first.Result, first.Moves, first.Changes));
        Assert.Equal(["1 Consul 134 03-20", "1 Zakas 134 03-20 500"], ledger);
        Assert.Equal((RunResult.Done, 0), (second.Result, second.Changes));
        Assert.Equal(ledger, await _bench.LedgerAsync());
    }

    [Fact]
    public async Task A_sweep_that_amoCRM_broke_off_loses_nothing()
    {
        for (var lead = 1; lead <= 250; lead++)
        {
            _bench.Lead(lead);
            _bench.Move(lead, "03-20 10:00", KpiBench.Consultation);
        }

        _bench.FailAtPage = 2;
        Assert.Equal(RunResult.Unavailable, (await _bench.Runner.RunAsync(default)).Result);
        _bench.FailAtPage = -1;
        Assert.Equal(RunResult.Done, (await _bench.Runner.RunAsync(default)).Result);

        Assert.Equal(250, (await _bench.LedgerAsync()).Count);
    }

    [Fact]
    public async Task After_a_long_outage_the_sweep_goes_on_day_by_day()
    {
        await _bench.Runner.RunAsync(default);
        _bench.Clock.Advance(TimeSpan.FromDays(9));
        _bench.Lead(1);
        _bench.Move(1, "03-22 10:00", KpiBench.Consultation);
        _bench.Move(1, "03-29 11:00", KpiBench.Order);

        var outcome = await _bench.Runner.RunAsync(default);

        Assert.Equal(RunResult.Done, outcome.Result);
        Assert.Equal(["1 Consul 134 03-22", "1 Zakas 134 03-29 500"], await _bench.LedgerAsync());
    }

    [Fact]
    public async Task A_code_or_budget_changed_later_changes_nothing_however_often_the_range_is_replayed()
    {
        _bench.Lead(1, "0134", 500);
        _bench.Move(1, "03-20 10:00", KpiBench.Consultation);
        _bench.Move(1, "03-20 11:00", KpiBench.Order);
        await _bench.Runner.RunAsync(default);
        var ledger = await _bench.LedgerAsync();

        _bench.Lead(1, "200", 900);
        _bench.Move(1, "03-20 11:30", KpiBench.Thinking);
        _bench.Move(1, "03-20 11:40", KpiBench.Order);
        await _bench.BackfillAsync("03-01", "03-31");
        await _bench.BackfillAsync("03-20", "03-20");

        Assert.Equal([.. ledger, "1 Dumka 134 03-20", "1 Zakas 134 03-20 900"], await _bench.LedgerAsync());
    }

    [Fact]
    public async Task A_code_that_was_missing_at_consultation_is_not_given_by_a_replay_but_by_the_next_step()
    {
        _bench.Lead(1, code: null);
        _bench.Move(1, "03-20 10:00", KpiBench.Consultation);
        await _bench.Runner.RunAsync(default);
        _bench.Lead(1);
        await _bench.BackfillAsync("03-01", "03-31");
        Assert.Empty(await _bench.LedgerAsync());

        _bench.Move(1, "03-20 11:55", KpiBench.Order);
        await _bench.Runner.RunAsync(default);

        Assert.Equal(["1 Consul 134 03-20", "1 Zakas 134 03-20 500"], await _bench.LedgerAsync());
    }

    [Fact]
    public async Task A_pipeline_out_of_scope_gives_nothing_and_its_leads_are_not_read()
    {
        _bench.Lead(1);
        _bench.Move(1, "03-20 10:00", KpiBench.Consultation, pipeline: 2);
        _bench.Move(1, "03-20 11:00", KpiBench.Order, pipeline: 2);

        await _bench.Runner.RunAsync(default);

        Assert.Empty(await _bench.LedgerAsync());
        Assert.Equal(0, _bench.LeadReads);
        Assert.Null(await _bench.Desk.ExplainAsync(new LeadId(1), default));
    }

    [Fact]
    public async Task A_pipeline_made_a_minute_ago_counts_and_a_deleted_one_is_asked_for_once()
    {
        _bench.Lead(1);
        _bench.Move(1, "03-20 10:00", KpiBench.Consultation);
        await _bench.Runner.RunAsync(default);
        _bench.Add(KpiBench.Pipeline(3, "Sotuv 3"));
        _bench.Lead(2);
        _bench.Move(2, "03-20 11:55", KpiBench.Order, pipeline: 3);
        _bench.Move(2, "03-20 11:56", KpiBench.Order, pipeline: 99);

        await _bench.Runner.RunAsync(default);
        var asked = _bench.AccountReads;
        await _bench.BackfillAsync("03-01", "03-31");

        Assert.Equal(asked, _bench.AccountReads);
        Assert.Equal(["1 Consul 134 03-20", "2 Consul 134 03-20", "2 Zakas 134 03-20 500"], await _bench.LedgerAsync());
    }

    [Fact]
    public async Task A_history_that_becomes_complete_moves_the_consul_and_takes_the_stale_credit_out()
    {
        _bench.Lead(1);
        _bench.Move(1, "03-20 11:00", KpiBench.Order);
        _bench.Move(1, "03-02 10:00", KpiBench.Consultation);
        await _bench.Runner.RunAsync(default);
        Assert.Equal(["1 Consul 134 03-20", "1 Zakas 134 03-20 500"], await _bench.LedgerAsync());

        await _bench.BackfillAsync("03-01", "03-10");

        Assert.Equal(["1 Consul 134 03-02", "1 Zakas 134 03-20 500"], await _bench.LedgerAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lead_that_amoCRM_shows_late_gets_its_credits_then(bool soon)
    {
        _bench.Move(1, soon ? "03-20 11:58" : "03-20 08:00", KpiBench.Order);
        await _bench.Runner.RunAsync(default);
        Assert.Equal(KpiReason.LeadUnseen, Assert.Single((await _bench.Desk.ExplainAsync(new LeadId(1), default))!.Judgement.Verdicts).Reason);

        _bench.Lead(1);
        if (soon)
            await _bench.Runner.RunAsync(default);
        else
            await _bench.BackfillAsync("03-20", "03-20");

        Assert.Equal(["1 Consul 134 03-20", "1 Zakas 134 03-20 500"], await _bench.LedgerAsync());
    }

    [Fact]
    public async Task A_killed_back_fill_goes_on_where_it_was()
    {
        for (var lead = 1; lead <= 20; lead++)
        {
            _bench.Lead(lead);
            _bench.Move(lead, $"03-{lead:D2} 10:00", KpiBench.Consultation);
        }

        var order = await _bench.Desk.OrderBackfillAsync(KpiBench.Range("03-01", "03-20"), default);
        _bench.FailAtPage = 12;
        await Assert.ThrowsAsync<AmoUnavailableException>(() => _bench.Desk.TryRunBackfillAsync(null, default));
        Assert.Equal(12, (await _bench.Desk.ReadBackfillAsync(default))!.DaysDone);
        _bench.FailAtPage = -1;

        Assert.Equal(12, (await _bench.Desk.OrderBackfillAsync(order.Range, default)).DaysDone);
        await _bench.Desk.TryRunBackfillAsync(null, default);

        Assert.Equal(20, _bench.Pages);
        Assert.Equal(20, (await _bench.LedgerAsync()).Count);
        Assert.Equal(new KpiBackfillProgress(order.Range, 20, 20), await _bench.Desk.ReadBackfillAsync(default));
        Assert.Equal(0, (await _bench.Desk.OrderBackfillAsync(order.Range, default)).DaysDone);
    }

    [Fact]
    public async Task The_service_works_off_a_back_fill_that_was_ordered()
    {
        _bench.Lead(1);
        _bench.Move(1, "03-02 10:00", KpiBench.Consultation);
        await _bench.Desk.OrderBackfillAsync(KpiBench.Range("03-01", "03-20"), default);

        Assert.Equal(RunResult.Done, (await _bench.Runner.RunIfDueAsync(default))!.Result);

        Assert.Equal(["1 Consul 134 03-02"], await _bench.LedgerAsync());
        Assert.True(_bench.Status.Backfill!.Done);
        Assert.Null(await _bench.Runner.RunIfDueAsync(default));
    }

    [Fact]
    public async Task A_changed_setting_and_a_stage_renamed_wrongly_are_mended_by_a_rebuild_without_reading_leads()
    {
        _bench.Lead(1);
        _bench.Move(1, "03-20 08:00", KpiBench.Order);
        _bench.Move(1, "03-11 08:00", KpiBench.Thinking);
        _bench.Move(1, "03-10 08:00", KpiBench.Order);
        await _bench.BackfillAsync("03-01", "03-31");
        var before = await _bench.LedgerAsync();
        Assert.Equal(3, before.Count);
        var reads = _bench.LeadReads;

        _bench.RecoveryDays(9);
        Assert.False((await _bench.Desk.ExplainAsync(new LeadId(1), default))!.UpToDate);
        Assert.Equal(1, await _bench.Desk.TryRebuildAsync(null, default));
        Assert.Equal([.. before, "1 Zakas 134 03-20 500"], await _bench.LedgerAsync());

        _bench.RecoveryDays(5);
        await _bench.Desk.TryRebuildAsync(null, default);
        Assert.Equal(before, await _bench.LedgerAsync());
        Assert.Equal(reads, _bench.LeadReads);
    }

    [Fact]
    public async Task A_stage_renamed_later_changes_no_credit()
    {
        _bench.Lead(1);
        _bench.Move(1, "03-20 08:00", KpiBench.Order);
        await _bench.Runner.RunAsync(default);
        var before = await _bench.LedgerAsync();

        _bench.Rename(KpiBench.Order, "Оформление");
        await _bench.ReadAccountAsync(fresh: true, default);
        _bench.Move(1, "03-20 11:55", KpiBench.Thinking);
        await _bench.Runner.RunAsync(default);

        Assert.Equal([.. before, "1 Dumka 134 03-20"], await _bench.LedgerAsync());
    }

    [Fact]
    public async Task A_reset_empties_the_ledger_and_a_back_fill_brings_it_back()
    {
        _bench.Lead(1);
        _bench.Move(1, "03-20 08:00", KpiBench.Order);
        await _bench.Runner.RunAsync(default);
        var before = await _bench.LedgerAsync();

        Assert.True(await _bench.Desk.TryResetAsync(default));
        Assert.Empty(await _bench.LedgerAsync());
        await _bench.BackfillAsync("03-01", "03-31");

        Assert.Equal(before, await _bench.LedgerAsync());
    }

    [Fact]
    public async Task After_a_reset_the_sweeps_begin_anew_in_a_process_that_heard_it_all_before()
    {
        _bench.Lead(1);
        _bench.Move(1, "03-20 08:00", KpiBench.Order);
        await _bench.Runner.RunAsync(default);
        var before = await _bench.LedgerAsync();
        Assert.NotEmpty(before);

        Assert.True(await _bench.Desk.TryResetAsync(default));
        foreach (var name in new[] { KpiSweep.CursorName, IntakeSweep.CursorName })
            Assert.Equal("", (await _bench.Cursors.ReadAsync(name, default))!.Value);
        await _bench.Runner.RunAsync(default);

        Assert.Equal(before, await _bench.LedgerAsync());
    }
}
