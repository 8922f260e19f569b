using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Tests.Storage;

namespace Amo2GSheet.Tests.Kpi;

/// <summary>Whatever order moves come in, however often, and wherever the writer dies: the ledger is the same.</summary>
public sealed class KpiReplayTests
{
    private static readonly long[] Stages = [KpiBench.New, KpiBench.Consultation, KpiBench.Thinking, KpiBench.Order, KpiBench.Sent];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_order_any_repeats_any_crashes_give_the_same_ledger(int seed)
    {
        for (var round = 0; round < 40; round++)
        {
            var chance = new Random((seed * 1_000) + round);
            var plain = new KpiBench();
            var dying = new KpiBench(new DyingStore(new MemoryState().Open().Kpi, chance));
            var history = Invent(plain, chance);
            foreach (var (id, lead) in plain.Leads)
                dying.Leads[id] = lead;

            await plain.Recorder.TakeAsync(history, default);
            var left = history.Concat(history.Where(_ => chance.Next(3) == 0)).OrderBy(_ => chance.Next()).ToList();
            while (left.Count > 0)
            {
                var some = left.Take(chance.Next(1, 8)).ToList();
                try
                {
                    await dying.Recorder.TakeAsync(some, default);
                    left.RemoveRange(0, some.Count);
                }
                catch (CrashException)
                {
                    // Taken in again, as a position that did not move makes it.
                }
            }

            Assert.Equal(await plain.LedgerAsync(), await dying.LedgerAsync());
            await foreach (var lead in dying.Store.ReadAllLeadsAsync(default))
                Assert.True(lead.Settled);
        }
    }

    private static List<StageMove> Invent(KpiBench bench, Random chance)
    {
        for (var lead = 1; lead <= 4; lead++)
            bench.Lead(lead, chance.Next(4) == 0 ? null : $"{chance.Next(1, 4)}", chance.Next(1_000));
        for (var number = 0; number < 24; number++)
        {
            var at = $"03-{chance.Next(1, 13):D2} {chance.Next(24):D2}:{chance.Next(2):D2}";
            bench.Move(chance.Next(1, 5), at, Stages[chance.Next(Stages.Length)], pipeline: chance.Next(8) == 0 ? 2 : 1);
        }

        return bench.History;
    }

    private sealed class CrashException : Exception;

    /// <summary>Dies now and then before a write, or after it.</summary>
    private sealed class DyingStore(IKpiStore inner, Random chance) : IKpiStore
    {
        public Task<KpiStats> ReadStatsAsync(KpiRange range, CancellationToken cancellationToken) => inner.ReadStatsAsync(range, cancellationToken);

        public Task<IReadOnlyDictionary<LeadId, KpiTally>> ReadLeadTalliesAsync(KpiRange range, CancellationToken cancellationToken) =>
            inner.ReadLeadTalliesAsync(range, cancellationToken);

        public Task<IReadOnlyList<KpiCredit>> ReadCreditsAsync(KpiQuery query, CancellationToken cancellationToken) => inner.ReadCreditsAsync(query, cancellationToken);

        public Task<IReadOnlyDictionary<LeadId, KpiLead>> ReadLeadsAsync(IReadOnlyCollection<LeadId> leads, CancellationToken cancellationToken) =>
            inner.ReadLeadsAsync(leads, cancellationToken);

        public IAsyncEnumerable<KpiLead> ReadAllLeadsAsync(CancellationToken cancellationToken) => inner.ReadAllLeadsAsync(cancellationToken);

        public Task<IReadOnlyList<KpiLead>> SaveLeadsAsync(IReadOnlyCollection<KpiLead> leads, CancellationToken cancellationToken) =>
            DieAround(() => inner.SaveLeadsAsync(leads, cancellationToken));

        public Task ChangeCreditsAsync(IReadOnlyCollection<KpiCredit> stale, IReadOnlyCollection<KpiCredit> current, CancellationToken cancellationToken) => DieAround(async () =>
        {
            // Half of it can be written.
            if (chance.Next(4) == 0)
            {
                await inner.ChangeCreditsAsync([.. stale.Take(stale.Count / 2)], [.. current.Take(current.Count / 2)], cancellationToken);
                throw new CrashException();
            }

            await inner.ChangeCreditsAsync(stale, current, cancellationToken);
            return true;
        });

        public Task ClearAsync(CancellationToken cancellationToken) => inner.ClearAsync(cancellationToken);

        private async Task<T> DieAround<T>(Func<Task<T>> write)
        {
            if (chance.Next(8) == 0)
                throw new CrashException();
            var result = await write();
            return chance.Next(8) == 0 ? throw new CrashException() : result;
        }
    }
}
