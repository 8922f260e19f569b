using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class BaseStoreOnAzureTests() : BaseStoreContract(new AzureWorld());

public sealed class BaseStoreOnSqliteTests() : BaseStoreContract(new SqliteWorld());

public sealed class BaseStoreInMemoryTests() : BaseStoreContract(new MemoryWorld());

public abstract class BaseStoreContract(StateWorld world)
{
    [ContractFact]
    public async Task An_account_without_bases_loads_none()
    {
        var worker = await world.OpenWorkerAsync();

        Assert.Empty(await worker.Bases.LoadAsync(undisturbed: false, default));
        Assert.Empty(await worker.Bases.SaveAsync([], default));
    }

    [ContractFact]
    public async Task A_base_comes_back_as_it_was_saved()
    {
        var saved = Some.Base(7) with
        {
            OrderNumber = "А-17",
            Tab = new TabId(1_234_567),
            LeadUpdatedAt = Some.Time,
            SeenAt = world.Now,
            Missing = true,
            LeadGone = true,
            Noted = true,
            DuplicatesNoted = 3,
            Intent = new Intent(IntentKind.Refresh, "", "Отказ"),
            Refused = new RefusedRow("Нет такого", "17") { Meanings = "-0,0" },
            Astray = true,
            Held = new HeldEdit("5f0c7a21be34", new StageKey(1, 142), new StageKey(2, 143), "Отказ", "А-17"),
            Earlier = "0123456789abcdef",
            Moved = new EditMove(world.Now, Approved: true),
        };

        var answered = Assert.Single(await (await world.OpenWorkerAsync()).Bases.SaveAsync([saved], default));
        var loaded = await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default);

        Assert.NotNull(answered.Version);
        Assert.Equal(answered, loaded[saved.Lead]);
        Assert.Equal(saved with { Version = answered.Version }, answered);
    }

    [ContractFact]
    public async Task Who_only_looks_sees_what_others_saved_and_is_fenced_off_as_before()
    {
        var (looker, other) = (await world.OpenWorkerAsync(), await world.OpenWorkerAsync());
        await looker.Bases.LoadAsync(undisturbed: false, default);
        var saved = Assert.Single(await other.Bases.SaveAsync([Some.Base(7)], default));

        Assert.Empty(await looker.Bases.ReadAsync(remembered: true, default));
        Assert.Equal(saved, (await looker.Bases.ReadAsync(remembered: false, default))[saved.Lead]);

        await Assert.ThrowsAsync<StateConflictException>(() => looker.Bases.SaveAsync([Some.Base(8)], default));
        Assert.Equal(saved, (await looker.Bases.LoadAsync(undisturbed: false, default))[saved.Lead]);
        Assert.Single(await looker.Bases.SaveAsync([Some.Base(8)], default));
    }

    [ContractFact]
    public async Task What_a_base_no_longer_has_is_gone_when_it_is_loaded()
    {
        var worker = await world.OpenWorkerAsync();
        var first = Some.Base(7) with { Intent = new Intent(IntentKind.Append, null, "В процессе"), Refused = new RefusedRow("", ""), Missing = true };
        var before = Assert.Single(await worker.Bases.SaveAsync([first], default));
        await worker.Bases.SaveAsync([before with { Stage = null, Intent = null, Refused = null, Missing = false }], default);

        var loaded = (await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default))[first.Lead];

        Assert.Equal(first with { Stage = null, Intent = null, Refused = null, Missing = false, Version = loaded.Version }, loaded);
    }

    [ContractFact]
    public async Task A_held_order_number_comes_back_without_a_goal_and_goes_when_it_is_decided()
    {
        var worker = await world.OpenWorkerAsync();
        var held = Some.Base(7) with { Held = new HeldEdit("h", new StageKey(1, 2), null, "", "17") };
        await worker.Bases.SaveAsync([held], default);
        var loaded = (await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default))[held.Lead];
        Assert.Equal(held.Held, loaded.Held);

        await worker.Bases.SaveAsync([loaded with { Held = null }], default);

        Assert.Null((await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default))[held.Lead].Held);
    }

    [ContractTheory]
    [InlineData(-11_676_096_000)] // the year 1600: a date's property begins at 1601
    [InlineData(206_060_000_000)] // the year 8499
    public async Task An_absurd_change_of_a_lead_comes_back_to_the_second(long seconds)
    {
        var worker = await world.OpenWorkerAsync();
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var answered = Assert.Single(await worker.Bases.SaveAsync([Some.Base(7) with { LeadUpdatedAt = time.AddTicks(5) }], default));

        var loaded = await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default);

        Assert.Equal(time, answered.LeadUpdatedAt);
        Assert.Equal(time, loaded[new LeadId(7)].LeadUpdatedAt);
    }

    [ContractFact]
    public async Task Texts_of_cells_that_an_earlier_version_stored_whole_come_back_bounded()
    {
        var saved = Some.Base(7) with
        {
            Status = new string('я', 50_000),
            OrderNumber = new string('9', 32_000),
            Refused = new RefusedRow(new string('ю', 32_001), new string('a', 1_000)),
        };
        await (await world.OpenWorkerAsync()).Bases.SaveAsync([saved], default);

        var loaded = (await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default))[saved.Lead];

        Assert.Equal((CellText.Bounded(saved.Status), CellText.Bounded(saved.OrderNumber)), (loaded.Status, loaded.OrderNumber));
        Assert.Equal(new RefusedRow(CellText.Bounded(saved.Refused.Status), saved.Refused.OrderNumber), loaded.Refused);
    }

    [ContractFact]
    public async Task Bases_that_are_too_large_for_one_transaction_are_saved_in_several()
    {
        var saved = Some.Bases(60).Select(one => one with { Copies = new string('ж', 20_000) }).ToList();

        var answered = await (await world.OpenWorkerAsync()).Bases.SaveAsync(saved, default);

        Assert.Equal(saved.Select(one => one.Lead), answered.Select(one => one.Lead));
        Assert.Equal(60, (await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default)).Count);
    }

    [ContractFact]
    public async Task More_bases_than_a_transaction_holds_are_saved_in_their_order()
    {
        var worker = await world.OpenWorkerAsync();

        var answered = await worker.Bases.SaveAsync([.. Some.Bases(250).Reverse()], default);
        var loaded = await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default);

        Assert.Equal(Enumerable.Range(1, 250).Reverse().Select(lead => (long)lead), answered.Select(@base => @base.Lead.Value));
        Assert.Equal(answered.OrderBy(@base => @base.Lead), loaded.Values.OrderBy(@base => @base.Lead));
    }

    [ContractFact]
    public async Task A_lead_twice_in_one_call_is_refused_and_nothing_is_saved()
    {
        var worker = await world.OpenWorkerAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => worker.Bases.SaveAsync([Some.Base(1), Some.Base(2), Some.Base(1)], default));

        Assert.Empty(await worker.Bases.LoadAsync(undisturbed: false, default));
    }

    [ContractFact]
    public async Task A_base_is_saved_only_over_the_version_that_it_was_read_with()
    {
        var worker = await world.OpenWorkerAsync();
        var old = Assert.Single(await worker.Bases.SaveAsync([Some.Base(7)], default));
        var current = Assert.Single(await worker.Bases.SaveAsync([old with { OrderNumber = "1" }], default));

        await Assert.ThrowsAsync<StateConflictException>(() => worker.Bases.SaveAsync([old with { OrderNumber = "2" }], default));

        Assert.Equal(current, (await worker.Bases.LoadAsync(undisturbed: true, default))[old.Lead]);
    }

    [ContractFact]
    public async Task A_base_that_was_never_saved_may_not_exist_yet()
    {
        var worker = await world.OpenWorkerAsync();
        await worker.Bases.SaveAsync([Some.Base(7)], default);

        await Assert.ThrowsAsync<StateConflictException>(() => worker.Bases.SaveAsync([Some.Base(6), Some.Base(7)], default));

        Assert.Equal(new LeadId(7), Assert.Single(await worker.Bases.LoadAsync(undisturbed: true, default)).Key);
    }

    [ContractFact]
    public async Task Of_two_workers_that_save_the_same_reading_one_wins()
    {
        var (one, other) = (await world.OpenWorkerAsync(), await world.OpenWorkerAsync());
        await one.Bases.SaveAsync(Some.Bases(3), default);
        var read = await one.Bases.LoadAsync(undisturbed: false, default);
        await other.Bases.LoadAsync(undisturbed: false, default);

        var results = await Task.WhenAll(Save(one, "one"), Save(other, "other"));

        var winner = Assert.Single(results, result => result is not null);
        foreach (var worker in new[] { one, other })
            Assert.Equal(winner, (await worker.Bases.LoadAsync(undisturbed: false, default))[new LeadId(2)].OrderNumber);

        async Task<string?> Save(Worker worker, string order)
        {
            try
            {
                await worker.Bases.SaveAsync([read[new LeadId(2)] with { OrderNumber = order }], default);
                return order;
            }
            catch (StateConflictException)
            {
                return null;
            }
        }
    }

    [ContractFact]
    public async Task A_worker_that_did_not_see_the_last_commit_cannot_save_even_another_base()
    {
        var (stale, other) = (await world.OpenWorkerAsync(), await world.OpenWorkerAsync());
        await stale.Bases.LoadAsync(undisturbed: false, default);
        await other.Bases.SaveAsync([Some.Base(1)], default);

        await Assert.ThrowsAsync<StateConflictException>(() => stale.Bases.SaveAsync([Some.Base(2)], default));

        // Told undisturbed, and knowing better.
        Assert.Equal(new LeadId(1), Assert.Single(await stale.Bases.LoadAsync(undisturbed: true, default)).Key);
        await stale.Bases.SaveAsync([Some.Base(2)], default);
    }

    [ContractFact]
    public async Task A_warm_worker_sees_what_another_changed_and_what_it_added()
    {
        var (warm, other) = (await world.OpenWorkerAsync(), await world.OpenWorkerAsync());
        await warm.Bases.SaveAsync(Some.Bases(3), default);
        await warm.Bases.LoadAsync(undisturbed: false, default);
        var read = await other.Bases.LoadAsync(undisturbed: false, default);
        await other.Bases.SaveAsync([read[new LeadId(2)] with { OrderNumber = "22" }, Some.Base(4)], default);

        var loaded = await warm.Bases.LoadAsync(undisturbed: false, default);

        Assert.Equal(["", "22", "", ""], loaded.Values.OrderBy(@base => @base.Lead).Select(@base => @base.OrderNumber));
    }

    [ContractFact]
    public async Task An_undisturbed_worker_sees_its_own_saves()
    {
        var worker = await world.OpenWorkerAsync();
        await worker.Bases.LoadAsync(undisturbed: false, default);
        var saved = Assert.Single(await worker.Bases.SaveAsync([Some.Base(1)], default));

        Assert.Equal(saved, (await worker.Bases.LoadAsync(undisturbed: true, default))[saved.Lead]);
    }

    [ContractFact]
    public async Task What_was_loaded_does_not_change_in_the_callers_hands()
    {
        var worker = await world.OpenWorkerAsync();
        var before = await worker.Bases.SaveAsync(Some.Bases(2), default);
        var loaded = await worker.Bases.LoadAsync(undisturbed: false, default);

        await worker.Bases.SaveAsync([before[0] with { OrderNumber = "1" }, Some.Base(3)], default);

        Assert.Equal(before, loaded.Values.OrderBy(@base => @base.Lead));
    }

    [ContractFact]
    public async Task A_conflict_late_in_a_large_save_leaves_the_transactions_before_it()
    {
        var worker = await world.OpenWorkerAsync();
        await worker.Bases.SaveAsync([Some.Base(150)], default);

        await Assert.ThrowsAsync<StateConflictException>(() => worker.Bases.SaveAsync(Some.Bases(200), default));

        var loaded = await worker.Bases.LoadAsync(undisturbed: true, default);
        Assert.Equal(100, loaded.Count);
        Assert.Contains(new LeadId(99), loaded.Keys);
        Assert.DoesNotContain(new LeadId(100), loaded.Keys);
    }

    [ContractFact]
    public async Task One_base_is_found_as_stored_now_and_disturbs_nobody()
    {
        var (warm, other) = (await world.OpenWorkerAsync(), await world.OpenWorkerAsync());
        await warm.Bases.SaveAsync(Some.Bases(2), default);
        var loaded = await other.Bases.LoadAsync(undisturbed: false, default);
        var saved = await other.Bases.SaveAsync([loaded[new LeadId(1)] with { OrderNumber = "9" }], default);

        Assert.Equal(saved[0], await warm.Bases.FindAsync(new LeadId(1), default));
        Assert.Null(await warm.Bases.FindAsync(new LeadId(3), default));
        Assert.Equal("9", (await warm.Bases.LoadAsync(undisturbed: false, default))[new LeadId(1)].OrderNumber);
    }

    [ContractFact]
    public async Task A_cancelled_load_is_cancelled()
    {
        var worker = await world.OpenWorkerAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.Bases.LoadAsync(false, new CancellationToken(canceled: true)));
    }
}
