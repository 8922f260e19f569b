using System.Net;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Sends changes of leads in batches, one at a time, and finds out what became of each.</summary>
internal sealed class LeadChanger(AmoHttp http)
{
    /// <summary>amoCRM takes 250 and recommends no more than 50: heavier batches end in 504.</summary>
    public const int BatchSize = 50;

    private const string Path = "api/v4/leads";

    /// <inheritdoc cref="IAmoCrm.ChangeLeadsAsync" />
    public async Task ChangeAsync(
        IReadOnlyCollection<LeadChange> changes,
        Func<IReadOnlyList<LeadChangeOutcome>, CancellationToken, Task> landed,
        CancellationToken cancellationToken)
    {
        Guard(changes);
        var waiting = new Stack<LeadChange[]>(changes.Chunk(BatchSize).Reverse());
        while (waiting.TryPop(out var batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = await http.ChangeAsync(HttpMethod.Patch, Path, LeadPatch.Body(batch));
            var outcomes = answer switch
            {
                { IsSuccess: true } => LeadPatch.Accepted(batch, answer),
                { Status: HttpStatusCode.GatewayTimeout } => TooHeavy(batch, answer, waiting),
                _ => Refused(batch, answer, waiting),
            };

            // Not cancellable: amoCRM has made these changes, and whoever saves them must be let to.
            if (outcomes.Count > 0)
                await landed(outcomes, CancellationToken.None);
        }
    }

    // amoCRM's documented remedy is a smaller batch; all that we send may be sent twice.
    private static IReadOnlyList<LeadChangeOutcome> TooHeavy(LeadChange[] batch, AmoAnswer answer, Stack<LeadChange[]> waiting)
    {
        if (batch.Length == 1)
            throw AmoHttp.Refusal(new AmoRequest(HttpMethod.Patch, Path), answer);

        Halve(batch, waiting);
        return [];
    }

    // One bad item fails the call and nothing of it is made: the good ones go again without it.
    private static IReadOnlyList<LeadChangeOutcome> Refused(LeadChange[] batch, AmoAnswer answer, Stack<LeadChange[]> waiting)
    {
        var refused = LeadPatch.Refused(batch, answer);
        if (refused.Count > 0)
        {
            var culprits = refused.Select(outcome => outcome.Change.Lead).ToHashSet();
            LeadChange[] rest = [.. batch.Where(change => !culprits.Contains(change.Lead))];
            if (rest.Length > 0)
                waiting.Push(rest);
            return refused;
        }

        if (batch.Length == 1)
            return [new LeadChangeRefused(batch[0], $"HTTP {(int)answer.Status}: {answer.Words()}")];

        Halve(batch, waiting);
        return [];
    }

    private static void Halve(LeadChange[] batch, Stack<LeadChange[]> waiting)
    {
        var middle = batch.Length / 2;
        waiting.Push(batch[middle..]);
        waiting.Push(batch[..middle]);
    }

    private static void Guard(IReadOnlyCollection<LeadChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.DistinctBy(change => change.Lead).Count() != changes.Count)
            throw new ArgumentException("At most one change a lead.", nameof(changes));
        if (changes.Any(change => change is { Stage: null, Field: null }))
            throw new ArgumentException("A change must change something.", nameof(changes));
    }
}
