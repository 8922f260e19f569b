using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sync.CatchUp;

namespace Amo2GSheet.Tests.Kpi;

/// <summary>Which leads came in, and who took them in, is known without asking amoCRM at a page view.</summary>
public sealed class IntakeTests
{
    private readonly KpiBench _bench = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sweep_brings_the_leads_that_came_in_and_a_receptionist_typed_later(bool inclusive)
    {
        _bench.BoundsInclusive = inclusive;
        await _bench.Runner.RunAsync(default);
        _bench.Clock.Advance(TimeSpan.FromMinutes(30));
        _bench.Lead(1, created: "03-20 12:10", receptionist: " Дилноза ");
        _bench.Lead(2, created: "03-20 12:20", price: 700);
        await _bench.Runner.RunAsync(default);
        Assert.Equal(["1 03-20 Дилноза 500", "2 03-20  700"], await IntakeAsync());

        _bench.Clock.Advance(TimeSpan.FromHours(5));
        _bench.Lead(2, created: "03-20 12:20", updated: "03-20 17:25", receptionist: "Gulnora");
        await _bench.Runner.RunAsync(default);

        Assert.Equal(["1 03-20 Дилноза 500", "2 03-20 Gulnora 500"], await IntakeAsync());
    }

    [Fact]
    public async Task A_quiet_sweep_costs_one_call_for_events_and_one_for_leads()
    {
        await _bench.Runner.RunAsync(default);
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        var (pages, leads) = (_bench.Pages, _bench.LeadPages);

        await _bench.Runner.RunAsync(default);

        Assert.Equal((1, 1, 0), (_bench.Pages - pages, _bench.LeadPages - leads, _bench.LeadReads));
    }

    [Fact]
    public async Task A_lead_of_a_pipeline_out_of_scope_does_not_count_nor_does_one_that_left_for_it()
    {
        _bench.Lead(1, created: "03-20 09:00", pipeline: 2, receptionist: "Дилноза");
        _bench.Lead(2, created: "03-20 09:00", receptionist: "Дилноза");
        await _bench.Runner.RunAsync(default);
        Assert.Equal(["2 03-20 Дилноза 500"], await IntakeAsync());

        _bench.Clock.Advance(TimeSpan.FromMinutes(30));
        _bench.Lead(2, created: "03-20 09:00", updated: "03-20 12:20", pipeline: 2, receptionist: "Дилноза");
        await _bench.Runner.RunAsync(default);

        Assert.Empty(await IntakeAsync());
    }

    [Fact]
    public async Task Leads_older_than_the_first_sweep_are_left_to_a_back_fill_which_brings_whole_days()
    {
        _bench.Lead(1, created: "03-02 23:59", updated: "03-20 11:00", receptionist: "Дилноза");
        _bench.Lead(2, created: "03-03 00:00", receptionist: "Дилноза");
        await _bench.Runner.RunAsync(default);
        Assert.Empty(await IntakeAsync());

        await _bench.BackfillAsync("03-02", "03-02");

        Assert.Equal(["1 03-02 Дилноза 500"], await IntakeAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Not_one_of_six_hundred_leads_is_missed_though_those_read_first_change_meanwhile(bool byBackfill)
    {
        for (var lead = 1; lead <= 600; lead++)
            _bench.Lead(lead, created: $"03-20 09:{lead / 10 % 60:D2}:{lead % 10:D2}");
        var calls = 0;
        _bench.BeforeLeadPage = () =>
        {
            // Between two pages a lead of the first page is deleted, and another one changes and moves to the end.
            if (++calls is 2 or 3)
            {
                _bench.Leads.Remove(new LeadId(calls));
                _bench.Lead(calls + 10, created: $"03-20 09:{(calls + 10) / 10:D2}:{(calls + 10) % 10:D2}", updated: "03-20 11:59");
            }
        };

        if (byBackfill)
            await _bench.BackfillAsync("03-20", "03-20");
        else
            await _bench.Runner.RunAsync(default);

        Assert.Equal(600, (await IntakeAsync()).Count);
    }

    [Fact]
    public async Task More_leads_of_one_second_than_a_page_holds_are_read_page_by_page()
    {
        for (var lead = 1; lead <= 520; lead++)
            _bench.Lead(lead, created: lead == 520 ? "03-20 11:00" : "03-20 09:00");

        Assert.Equal(RunResult.Done, (await _bench.Runner.RunAsync(default)).Result);

        Assert.Equal(520, (await IntakeAsync()).Count);
    }

    [Fact]
    public async Task A_sweep_that_amoCRM_broke_off_between_two_pages_goes_on_there()
    {
        for (var lead = 1; lead <= 600; lead++)
            _bench.Lead(lead, created: $"03-20 09:{lead / 10 % 60:D2}:{lead % 10:D2}");
        _bench.BeforeLeadPage = () => throw new AmoUnavailableException("amoCRM is away.");
        Assert.Equal(RunResult.Unavailable, (await _bench.Runner.RunAsync(default)).Result);
        var calls = 0;
        _bench.BeforeLeadPage = () => _ = ++calls == 2 ? throw new AmoUnavailableException("amoCRM is away.") : calls;
        Assert.Equal(RunResult.Unavailable, (await _bench.Runner.RunAsync(default)).Result);
        Assert.Equal(250, (await IntakeAsync()).Count);
        _bench.BeforeLeadPage = null;

        await _bench.Runner.RunAsync(default);

        Assert.Equal(600, (await IntakeAsync()).Count);
    }

    [Fact]
    public async Task A_reset_forgets_who_came_in_and_a_back_fill_brings_it_back()
    {
        _bench.Lead(1, created: "03-20 09:00", receptionist: "Дилноза");
        await _bench.Runner.RunAsync(default);
        var before = await IntakeAsync();

        Assert.True(await _bench.Desk.TryResetAsync(default));
        Assert.Empty(await IntakeAsync());
        await _bench.BackfillAsync("03-20", "03-20");

        Assert.Equal(before, await IntakeAsync());
        Assert.Single(before);
    }

    private async Task<IReadOnlyList<string>> IntakeAsync() =>
    [
        .. (await _bench.Intake.ReadAsync(KpiBench.Range("01-01", "12-31"), default)).Where(lead => lead.Counts)
            .Select(lead => FormattableString.Invariant($"{lead.Lead} {lead.Day:MM-dd} {lead.Receptionist} {lead.Budget}")),
    ];
}
