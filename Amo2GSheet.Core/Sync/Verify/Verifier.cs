using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>
/// Compares both sides in full and writes nothing. One look at everything finds what differs; what differs is looked at again until it is
/// gone, or until it stood still while a pass came by and nothing under way explains it. Only that is a difference.
/// </summary>
public sealed class Verifier
{
    /// <summary>From one look to the next: longer than the planner's patience with answers of amoCRM that contradict what is known.</summary>
    public static TimeSpan LookAgain { get; } = TimeSpan.FromSeconds(75);

    /// <summary>After this time, what still may be on its way is told as such.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);

    private readonly VerifyWorld _world;
    private readonly Explainer _explainer;
    private readonly RefusedWrites _refused;
    private readonly TimeProvider _time;

    internal Verifier(VerifyWorld world, Explainer explainer, RefusedWrites refused, TimeProvider time) =>
        (_world, _explainer, _refused, _time) = (world, explainer, refused, time);

    /// <summary>Compares, waiting between looks. Throws as amoCRM, sheet and storage do: what cannot be read is never equal.</summary>
    /// <param name="progress">Told how far the first look is; may be null.</param>
    /// <param name="waits">Told before each wait; may be null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<VerifyResult> RunAsync(IProgress<VerifyProgress>? progress, Action<VerifyLook>? waits, CancellationToken cancellationToken)
    {
        var look = await LookAsync(null, progress, cancellationToken);
        while (look.Again is { } at)
        {
            waits?.Invoke(look);
            if (at - _time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, _time, cancellationToken);
            look = await LookAsync(look, null, cancellationToken);
        }

        return look.Result!;
    }

    /// <summary>One look, for whoever waits by himself: at everything first, then at what differed, not before <see cref="VerifyLook.Again"/>.</summary>
    /// <param name="before">The look before; null to begin.</param>
    /// <param name="progress">Told how far a first look is; may be null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The look; the last one has the result.</returns>
    public async Task<VerifyLook> LookAsync(VerifyLook? before, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        var explanations = await _explainer.ReadAsync(cancellationToken);
        var sides = before is null
            ? await _world.ReadAllAsync(progress, cancellationToken)
            : await _world.ReadAsync([.. before.Pending.Keys], cancellationToken);

        var now = _time.GetUtcNow();
        var fresh = sides.Cases.ToDictionary(lead => lead.Id, lead => VerifyJudge.Of(lead, sides.Context));
        var pending = new Dictionary<LeadId, Seen>();
        var confirmed = before?.Confirmed.ToDictionary() ?? [];
        foreach (var lead in before?.Pending.Keys ?? fresh.Keys.Union(sides.Inbox.Keys))
        {
            var (verdict, entry) = (fresh.GetValueOrDefault(lead), sides.Inbox.GetValueOrDefault(lead));
            if (verdict is { NotCompared: true })
                continue;
            var waits = entry?.FirstSeen + Explanations.LongestWait <= now ? entry : null;
            if (waits is null && verdict is not { IsOpen: true })
                continue;

            var mark = waits is null ? verdict!.Mark : $"waits since {waits.FirstSeen:O}";
            var seen = before?.Pending.GetValueOrDefault(lead) is { } earlier && earlier.Mark == mark ? earlier : new Seen(mark, now);
            if (!explanations.HadItsPass(seen.Since, now) || (waits is null && explanations.Explain(verdict!, entry, seen.Since, now)))
                pending[lead] = seen;
            else
                confirmed[lead] = waits is null ? verdict!.Differences : [VerifyTexts.Waiting(waits, verdict)];
        }

        var look = new VerifyLook
        {
            Began = before?.Began ?? now,
            Verdicts = before is null ? fresh : Newest(before.Verdicts, fresh),
            Confirmed = confirmed,
            Pending = pending,
            Tabs = [.. (before?.Tabs ?? []).Concat(Unreadable(sides.Context.Snapshot)).DistinctBy(tab => tab.Tab)],
        };
        return pending.Count > 0 && now < look.Began + LongestRun
            ? look with { Again = now + LookAgain }
            : look with { Result = await EndAsync(look, now, cancellationToken) };
    }

    private async Task<VerifyResult> EndAsync(VerifyLook look, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var differences = look.Confirmed.OrderBy(lead => lead.Key).SelectMany(lead => lead.Value).ToList();
        var counted = look.Verdicts.Values.Where(verdict => !verdict.NotCompared && !look.Pending.ContainsKey(verdict.Lead)).ToList();
        List<Difference> known = [.. look.Verdicts.Values.OrderBy(verdict => verdict.Lead).SelectMany(verdict => verdict.Known)];
        return new VerifyResult
        {
            At = now,
            Amo = counted.Count(verdict => verdict.InAmo),
            Sheet = counted.Count(verdict => verdict.InSheet),
            Count = differences.Count,
            Differences = await _refused.TellAsync(differences, cancellationToken),
            KnownCount = known.Count,
            Known = known,
            NotCompared = look.Verdicts.Values.Count(verdict => verdict.NotCompared),
            Tabs = look.Tabs,
            OnTheWay = look.Pending.Count,
        };
    }

    private static Dictionary<LeadId, LeadVerdict> Newest(IReadOnlyDictionary<LeadId, LeadVerdict> before, Dictionary<LeadId, LeadVerdict> fresh)
    {
        var all = new Dictionary<LeadId, LeadVerdict>(before);
        foreach (var (lead, verdict) in fresh)
            all[lead] = verdict;
        return all;
    }

    private static IEnumerable<UncomparedTab> Unreadable(SheetSnapshot snapshot) =>
        snapshot.Tabs.OfType<UnreadableTab>().Select(tab => new UncomparedTab(tab.Title, tab.Reason));
}
