using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Cli.Import;

/// <summary>
/// Sends rows, and finds out what became of each. A row is announced before every call that carries it; a call whose effect is unknown
/// is followed by a look, never by the same call again.
/// </summary>
internal sealed class LeadSender(IAmoImport amo, ImportBook book, LeadSearch search, ImportReport report, TimeProvider time)
{
    private const int MostTries = 2;

    /// <summary>The most rows that amoCRM digested in one call so far.</summary>
    private int _digestible = NewLead.MostAtOnce;

    /// <summary>Sends one batch.</summary>
    /// <exception cref="CommandException">amoCRM gives no answers; what is not sent yet goes with the next run.</exception>
    public async Task SendAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        var waiting = new Stack<Parcel>([new Parcel([.. rows], 0)]);
        while (waiting.TryPop(out var parcel))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (parcel.Rows.Length > _digestible)
            {
                Push(parcel.Rows, _digestible, parcel.Tries, waiting);
                continue;
            }

            var at = time.GetUtcNow();
            await book.AnnounceAsync(parcel.Rows, at, cancellationToken);
            switch (await amo.CreateLeadsAsync([.. parcel.Rows.Select(row => row.Lead)], CancellationToken.None))
            {
                case NewLeadsMade answer:
                    await MadeAsync(parcel, answer, at, waiting, cancellationToken);
                    break;
                case NewLeadsRefused answer:
                    await RefusedAsync(parcel, answer, at, waiting, cancellationToken);
                    break;
                case NewLeadsUnknown answer:
                    report.Note($"{answer.Words} Looking in amoCRM for what it made.");
                    await LookAsync(parcel, at, answer.TooHeavy, answer.Words, waiting, cancellationToken);
                    break;
            }
        }
    }

    private async Task MadeAsync(Parcel parcel, NewLeadsMade answer, DateTimeOffset at, Stack<Parcel> waiting, CancellationToken cancellationToken)
    {
        var made = parcel.Rows.Where(row => answer.Made.ContainsKey(row.Lead.RequestId)).Select(row => (row, answer.Made[row.Lead.RequestId])).ToList();
        await LandAsync([.. made.Select(one => (one.row, one.Item2.Lead, one.Item2.Merged ? "amoCRM put it together with what was there before" : ""))]);
        var rest = parcel.Rows.Except(made.Select(one => one.row)).ToArray();
        if (rest.Length > 0)
            await LookAsync(parcel with { Rows = rest }, at, tooHeavy: false, "amoCRM's answer says nothing about some of the rows.", waiting, cancellationToken);
    }

    private async Task RefusedAsync(Parcel parcel, NewLeadsRefused answer, DateTimeOffset at, Stack<Parcel> waiting, CancellationToken cancellationToken)
    {
        if (parcel.Rows is [var only])
        {
            await RefuseAsync([(only, answer.Reasons.GetValueOrDefault(only.Lead.RequestId, answer.Words))]);
            return;
        }

        var culprits = parcel.Rows.Where(row => answer.Reasons.ContainsKey(row.Lead.RequestId)).ToArray();
        await RefuseAsync([.. culprits.Select(row => (row, answer.Reasons[row.Lead.RequestId]))]);
        var rest = parcel.Rows.Except(culprits).ToArray();
        if (rest.Length == 0)
            return;

        // One bad lead fails the whole call, and nothing says that nothing of it was made: one look is cheaper than a lead made twice.
        var looked = await search.LookAsync(rest, at, cancellationToken);
        await SettleAsync(looked);
        Push(looked.Absent, culprits.Length > 0 ? looked.Absent.Count : (parcel.Rows.Length + 1) / 2, 0, waiting);
    }

    private async Task LookAsync(Parcel parcel, DateTimeOffset at, bool tooHeavy, string words, Stack<Parcel> waiting, CancellationToken cancellationToken)
    {
        var looked = await search.SettleAsync(parcel.Rows, at, at, cancellationToken);
        await SettleAsync(looked);
        if (looked.Absent.Count == 0)
            return;

        // amoCRM's own remedy for a batch that is too heavy is a smaller one.
        var size = parcel.Rows.Length;
        var isSmaller = tooHeavy && size > 1;
        if (isSmaller)
            size = _digestible = (size + 1) / 2;
        else if (parcel.Tries + 1 >= MostTries)
            throw new CommandException($"{words} Run the import again later: it goes on where it stopped, and makes nothing twice.");
        Push(looked.Absent, size, isSmaller ? 0 : parcel.Tries + 1, waiting);
    }

    private static void Push(IReadOnlyList<ImportRow> rows, int size, int tries, Stack<Parcel> waiting)
    {
        foreach (var chunk in rows.Chunk(Math.Max(1, size)).Reverse())
            waiting.Push(new Parcel(chunk, tries));
    }

    private async Task SettleAsync(SearchResult looked)
    {
        await LandAsync([.. looked.Found.Select(one => (one.Row, one.Lead, "found in amoCRM after its answer was lost"))]);
        foreach (var (row, reason) in looked.Unclear)
            report.Add(row.Number, ImportOutcome.Unclear, null, reason);
    }

    private async Task LandAsync(IReadOnlyList<(ImportRow Row, LeadId Lead, string Remark)> made)
    {
        if (made.Count > 0)
            await book.LandAsync(made.Select(one => (one.Row.Key, one.Lead)));
        foreach (var (row, lead, remark) in made)
            report.Add(row.Number, ImportOutcome.Created, lead, remark);
    }

    private async Task RefuseAsync(IReadOnlyList<(ImportRow Row, string Reason)> refused)
    {
        if (refused.Count > 0)
            await book.WithdrawAsync(refused.Select(one => one.Row));
        foreach (var (row, reason) in refused)
            report.Add(row.Number, ImportOutcome.Refused, null, $"amoCRM: {reason}");
    }

    private sealed record Parcel(ImportRow[] Rows, int Tries);
}
