using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class KpiStoreOnAzureTests() : KpiStoreContract(new AzureWorld());

public sealed class KpiStoreOnSqliteTests() : KpiStoreContract(new SqliteWorld());

public sealed class KpiStoreInMemoryTests() : KpiStoreContract(new MemoryWorld());

public abstract class KpiStoreContract(StateWorld world)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 5, 0, 0, TimeSpan.Zero);

    [ContractFact]
    public async Task A_lead_comes_back_whole_and_is_saved_only_over_the_version_that_was_read()
    {
        var store = await StoreAsync();
        var saved = Assert.Single(await store.SaveLeadsAsync([Lead(7)], default));

        var read = (await store.ReadLeadsAsync([new LeadId(7), new LeadId(8)], default))[new LeadId(7)];
        Assert.Equal((saved.Version, saved.Holder, saved.Settled), (read.Version, read.Holder, read.Settled));
        Assert.Equal(Lead(7).Moves, read.Moves);
        Assert.Equal(Lead(7).Written, read.Written);

        await store.SaveLeadsAsync([read with { Settled = true }], default);
        await Assert.ThrowsAsync<StateConflictException>(() => store.SaveLeadsAsync([read], default));
        await Assert.ThrowsAsync<StateConflictException>(() => store.SaveLeadsAsync([Lead(7)], default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.SaveLeadsAsync([Lead(9), Lead(9)], default));
    }

    [ContractFact]
    public async Task More_leads_than_a_transaction_holds_are_saved_in_order_and_read_by_id()
    {
        var store = await StoreAsync();
        var leads = Enumerable.Range(1, 205).Select(id => Lead(206 - id)).ToList();

        var saved = await store.SaveLeadsAsync(leads, default);

        Assert.Equal(leads.Select(lead => lead.Lead), saved.Select(lead => lead.Lead));
        var all = new List<LeadId>();
        await foreach (var lead in store.ReadAllLeadsAsync(default))
            all.Add(lead.Lead);
        Assert.Equal(leads.Select(lead => lead.Lead).Order(), all);
        Assert.Equal(205, (await store.ReadLeadsAsync([.. all], default)).Count);
    }

    [ContractFact]
    public async Task A_day_a_month_a_person_and_a_kind_can_be_asked_for_each_in_order_of_time()
    {
        var store = await StoreAsync();
        KpiCredit[] credits = [Credit(1, 134, 0), Credit(2, 200, 0, KpiKind.Consul), Credit(3, 134, 1), Credit(4, 134, 31), Credit(5, 200, 70)];
        await store.ChangeCreditsAsync([], [.. credits.Reverse()], default);

        Assert.Equal("1, 2", await AskAsync(new KpiQuery(Days(0, 0))));
        Assert.Equal("1, 2, 3", await AskAsync(new KpiQuery(KpiRange.Month(2026, 3))));
        Assert.Equal("1, 3, 4", await AskAsync(new KpiQuery(Days(0, 70), new StaffCode(134))));
        Assert.Equal("3, 4", await AskAsync(new KpiQuery(Days(1, 70), new StaffCode(134), KpiKind.Zakas)));
        Assert.Equal("2", await AskAsync(new KpiQuery(Days(0, 70), Kind: KpiKind.Consul)));
        Assert.Equal("1, 2, 3, 4, 5", await AskAsync(new KpiQuery(Days(0, 70))));
        Assert.Equal(credits[3], (await store.ReadCreditsAsync(new KpiQuery(Days(31, 31)), default)).Single());

        async Task<string> AskAsync(KpiQuery query) => string.Join(", ", (await store.ReadCreditsAsync(query, default)).Select(credit => credit.Lead));
    }

    [ContractFact]
    public async Task Stats_are_lines_per_person_and_day_and_add_up()
    {
        var store = await StoreAsync();
        await store.ChangeCreditsAsync(
            [], [Credit(1, 134, 0), Credit(2, 134, 0, KpiKind.Consul), Credit(3, 134, 0, KpiKind.Dumka), Credit(4, 200, 0), Credit(5, 134, 40)], default);

        var stats = await store.ReadStatsAsync(Days(0, 60), default);

        Assert.Equal(
            [
                new KpiStaffDay(new StaffCode(134), Day(0), new KpiTally(1.5m, 1, 1, 1)),
                new KpiStaffDay(new StaffCode(200), Day(0), new KpiTally(4.5m, 1, 0, 0)),
                new KpiStaffDay(new StaffCode(134), Day(40), new KpiTally(5.5m, 1, 0, 0)),
            ],
            stats.Lines);
        Assert.Equal(new KpiTally(7m, 2, 1, 1), stats.ByStaff()[new StaffCode(134)]);
        Assert.Equal(new KpiTally(6m, 2, 1, 1), stats.ByDay()[Day(0)]);
        Assert.Equal(new KpiTally(11.5m, 3, 1, 1), stats.Total());
        Assert.Empty((await store.ReadStatsAsync(Days(1, 39), default)).Lines);

        var leads = await store.ReadLeadTalliesAsync(Days(0, 39), default);
        Assert.Equal([1, 2, 3, 4], leads.Keys.Select(lead => lead.Value).Order());
        Assert.Equal(new KpiTally(1.5m, 1, 0, 0), leads[new LeadId(1)]);
    }

    [ContractFact]
    public async Task A_range_may_end_with_the_calendar()
    {
        var store = await StoreAsync();
        var range = new KpiRange(new DateOnly(9999, 11, 1), new DateOnly(9999, 12, 31));

        Assert.Empty((await store.ReadStatsAsync(range, default)).Lines);
        Assert.Empty(await store.ReadCreditsAsync(new KpiQuery(range), default));
    }

    [ContractFact]
    public async Task A_change_can_be_repeated_and_a_warm_reader_sees_it()
    {
        var (writer, reader) = (await StoreAsync(), await StoreAsync());
        await writer.ChangeCreditsAsync([], [Credit(1, 134, 0), Credit(2, 134, 1)], default);
        Assert.Equal(2, (await reader.ReadStatsAsync(Days(0, 9), default)).Total().Orders);

        for (var time = 0; time < 2; time++)
            await writer.ChangeCreditsAsync([Credit(1, 134, 0)], [Credit(3, 200, 2), Credit(2, 134, 1) with { Budget = 9 }], default);

        Assert.Equal(new KpiTally(12.5m, 2, 0, 0), (await reader.ReadStatsAsync(Days(0, 9), default)).Total());
        Assert.Equal([2, 3], (await reader.ReadCreditsAsync(new KpiQuery(Days(0, 9)), default)).Select(credit => credit.Lead.Value));
        Assert.Equal(9, (await reader.ReadCreditsAsync(new KpiQuery(Days(0, 9), new StaffCode(134)), default)).Single().Budget);
    }

    [ContractFact]
    public async Task A_credit_that_changes_its_person_stands_with_the_new_one_alone()
    {
        var store = await StoreAsync();
        await store.ChangeCreditsAsync([], [Credit(1, 134, 0)], default);

        await store.ChangeCreditsAsync([Credit(1, 134, 0)], [Credit(1, 134, 0) with { Staff = new StaffCode(200) }], default);

        Assert.Empty(await store.ReadCreditsAsync(new KpiQuery(Days(0, 0), new StaffCode(134)), default));
        Assert.Equal(200, (await store.ReadCreditsAsync(new KpiQuery(Days(0, 0)), default)).Single().Staff.Value);
        Assert.Equal(200, (await store.ReadCreditsAsync(new KpiQuery(Days(0, 0), new StaffCode(200)), default)).Single().Staff.Value);
    }

    [ContractFact]
    public async Task More_credits_of_a_day_than_a_transaction_holds_are_all_written()
    {
        var store = await StoreAsync();
        var credits = Enumerable.Range(1, 250).Select(lead => Credit(lead, 134, 0)).ToList();

        await store.ChangeCreditsAsync([], credits, default);
        await store.ChangeCreditsAsync([.. credits.Take(120)], [], default);

        Assert.Equal(130, (await store.ReadStatsAsync(Days(0, 0), default)).Total().Orders);
        Assert.Equal(130, (await store.ReadCreditsAsync(new KpiQuery(Days(0, 0), new StaffCode(134)), default)).Count);
    }

    [ContractFact]
    public async Task A_cleared_ledger_is_empty_also_to_a_warm_reader()
    {
        var (writer, reader) = (await StoreAsync(), await StoreAsync());
        await writer.SaveLeadsAsync([Lead(7)], default);
        await writer.ChangeCreditsAsync([], [Credit(1, 134, 0), Credit(2, 134, 40)], default);
        await reader.ReadStatsAsync(Days(0, 60), default);

        await writer.ClearAsync(default);

        Assert.Empty((await reader.ReadStatsAsync(Days(0, 60), default)).Lines);
        Assert.Empty(await reader.ReadCreditsAsync(new KpiQuery(Days(0, 60), new StaffCode(134)), default));
        Assert.Empty(await reader.ReadLeadsAsync([new LeadId(7)], default));
    }

    private async Task<IKpiStore> StoreAsync() => (await world.OpenWorkerAsync()).Kpi;

    internal static KpiCredit Credit(long lead, long staff, int day, KpiKind kind = KpiKind.Zakas) => new()
    {
        Lead = new LeadId(lead),
        Kind = kind,
        Staff = new StaffCode(staff),
        Day = Day(day),
        At = Start.AddDays(day).AddMinutes(lead),
        Budget = kind is KpiKind.Zakas ? lead + 0.5m : 0,
        Move = $"event/{lead}#",
    };

    internal static KpiRange Days(int from, int to) => new(Day(from), Day(to));

    private static DateOnly Day(int day) => new DateOnly(2026, 3, 1).AddDays(day);

    private static KpiLead Lead(long id) => new()
    {
        Lead = new LeadId(id),
        Holder = new StaffCode(134),
        Moves =
        [
            new KpiMove("a", Start, null, new StageKey(1, 11), SaleStep.Consultation, new KpiFacts(null, 0)),
            new KpiMove("b", Start.AddHours(1), new StageKey(1, 11), new StageKey(2, 142), SaleStep.Progress, null),
            new KpiMove("c", Start.AddHours(2), new StageKey(1, 11), new StageKey(1, 13), SaleStep.Order, new KpiFacts(new StaffCode(134), 12.34m)),
        ],
        Written = [Credit(id, 134, 0)],
    };
}
