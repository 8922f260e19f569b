using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>Asks the journal whether Google refused to write the row of a lead that differs: then that is the cause, whatever the sides say.</summary>
internal sealed class RefusedWrites(IJournal journal)
{
    private const int MostAsked = 50;

    /// <summary>The differences, with that cause where the journal tells it.</summary>
    public async Task<IReadOnlyList<Difference>> TellAsync(IReadOnlyList<Difference> differences, CancellationToken cancellationToken)
    {
        var told = new List<Difference>(differences);
        for (var index = 0; index < Math.Min(told.Count, MostAsked); index++)
        {
            if (told[index].Kind is DifferenceKind.StatusDiffers or DifferenceKind.IntentOpen && await IsRefusedAsync(told[index].Lead, cancellationToken))
                told[index] = told[index] with { Cause = Cause, Fix = Fix };
        }

        return told;
    }

    private const string Cause = "Google refused to write the row's cell: it is protected, or its validation is strict.";
    private const string Fix = "Let the service account write to it, then move the lead to another stage and back.";

    private async Task<bool> IsRefusedAsync(long lead, CancellationToken cancellationToken)
    {
        await foreach (var newest in journal.ReadAsync(new LeadId(lead), cancellationToken))
            return newest.What == nameof(Reason.RefusedByGoogle);
        return false;
    }
}
