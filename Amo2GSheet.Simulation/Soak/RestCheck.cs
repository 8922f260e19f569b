using System.Collections.Concurrent;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Smoke;

namespace Amo2GSheet.Simulation.Soak;

/// <summary>What has to be true when everybody rests: nothing lost, nothing doubled, nothing waiting.</summary>
/// <param name="cast">Who played.</param>
/// <param name="cancellationToken">Ends the look.</param>
internal sealed class RestCheck(SoakCast cast, CancellationToken cancellationToken)
{
    private const int AtOnce = 8;

    /// <summary>What is not true, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        var view = await cast.LookAsync();
        var strangers = view.IdsInRows.Where(id => id != 0 && !cast.Knows(id)).Select(id => $"A row bears {id}, a lead that nobody made an order.");
        string[] rows = [.. strangers, .. cast.Leads.OrderBy(lead => lead.Id).Select(lead => OfRows(lead, view)).OfType<string>()];
        // The journal is asked only when the rest is right: while the system comes to rest this is looked at again and again.
        return rows.Length > 0 ? rows : await OfJournalAsync(view);
    }

    /// <summary>What is wrong with the number of a lead's rows; null when nothing is.</summary>
    internal static string? OfRows(SoakLead lead, SoakView view)
    {
        var count = view.RowsOf(lead.Id).Count;
        var mayLack = !lead.Triggered || lead.RowDeleted || (lead.Gone && !lead.RowSeen);
        return count switch
        {
            > 1 => $"Lead {lead.Id} has {count} rows.",
            1 when !lead.Triggered => $"Lead {lead.Id} has a row and never came to a trigger stage.",
            0 when !mayLack => $"Lead {lead.Id} has no row.",
            _ => null,
        };
    }

    private async Task<IReadOnlyList<string>> OfJournalAsync(SoakView view)
    {
        var found = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(cast.Leads, options, async (lead, _) =>
        {
            var record = await cast.Journal.ReadAsync(lead.Id);
            foreach (var sentence in OfLead(lead, view, record))
                found.Add($"Lead {lead.Id}: {sentence}");
        });
        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>What is wrong between a lead, its row and what the service wrote down.</summary>
    internal static IEnumerable<string> OfLead(SoakLead lead, SoakView view, LeadRecord record)
    {
        if (record.Waiting is { } waiting)
            yield return $"it still waits in the inbox ({waiting.LastError ?? "no pass took it"}).";
        if (view.RowsOf(lead.Id) is not [var row] || view.Lead(lead.Id) is not { } seen)
            yield break;
        if (record.Base is not { } agreed)
            yield return "it has a row and no base.";
        else if (lead.Gone)
        {
            if (!agreed.LeadGone)
                yield return "it is gone from amoCRM, and its base does not know.";
        }
        else
        {
            foreach (var sentence in OfLiving(lead, (row, seen), view, record, agreed))
                yield return sentence;
        }
    }

    private static IEnumerable<string> OfLiving(SoakLead lead, (SeenRow Row, SeenLead Seen) at, SoakView view, LeadRecord record, AgreedRecord agreed)
    {
        if (agreed.Announced is { } announced)
            yield return $"«{announced}» is announced and not known to be written.";
        if (!agreed.Refused && !view.Says(at.Row, at.Seen))
            yield return $"the row says «{SoakView.Status(at.Row)}», the lead stands at {at.Seen.Pipeline} / {at.Seen.Status}, and no refusal stands.";
        if (!agreed.Refused && !lead.Merged && SoakView.Number(at.Row) != SoakView.Number(at.Seen))
            yield return $"the row's order number is «{SoakView.Number(at.Row)}», the lead's «{SoakView.Number(at.Seen)}», and no refusal stands.";
        if (lead.Number is { } number && SoakView.Number(at.Row) != number.Text)
            yield return $"the order number «{number.Text}» was typed last, and the row has «{SoakView.Number(at.Row)}».";
        if (lead.Choice is { Contested: false } choice && IsLost(choice, at, view) && !IsTold(choice, record))
            yield return $"the {(choice.By == SoakHand.Clerk ? "clerk" : "manager")} chose «{choice.Text}» last; the row says «{SoakView.Status(at.Row)}», the lead stands at {SoakView.StageOf(at.Seen)}, and no conflict is told.";
    }

    private static bool IsLost(SoakEdit choice, (SeenRow Row, SeenLead Seen) at, SoakView view) => choice.By == SoakHand.Clerk
        ? SheetStatus.Find(SoakView.Status(at.Row)) != choice.Text
        : SoakView.StageOf(at.Seen).ToString() != choice.Text;

    /// <summary>Rule 8 tells a conflict, and the loser's value with it.</summary>
    private static bool IsTold(SoakEdit choice, LeadRecord record) => record.Entries.Any(entry => entry.Rule == 8 && entry.At >= choice.At);
}
