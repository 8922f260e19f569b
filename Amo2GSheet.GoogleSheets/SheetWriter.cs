using System.Text.RegularExpressions;
using Amo2GSheet.Core.Sheets;
using Google;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.GoogleSheets;

/// <summary>
/// Sends requests as one atomic call. When Google refuses one of them nothing was written: the refused one is taken out and the rest
/// sent again, so that one protected cell does not stop all the others.
/// </summary>
/// <param name="calls">Google.</param>
/// <param name="logger">Where refusals are told.</param>
internal sealed partial class SheetWriter(GoogleCalls calls, ILogger logger)
{
    /// <summary>Calls that one write may take. Google allows 60 writes a minute.</summary>
    internal const int MostCalls = 16;

    // A few refusals are taken out one by one. More of them, and halves let the good ones through before the calls are used up.
    private const int NamedBeforeHalving = 4;

    /// <summary>Writes; returns what Google refused.</summary>
    public async Task<IReadOnlyList<RefusedEdit>> WriteAsync(IReadOnlyList<EditRequest> requests, CancellationToken cancellationToken)
    {
        var refused = new List<RefusedEdit>();
        var waiting = new Stack<IReadOnlyList<EditRequest>>();
        Wait(requests);
        var lastWords = "";
        var refusals = 0;
        for (var call = 0; waiting.Count > 0 && call < MostCalls; call++)
        {
            var batch = waiting.Pop();
            try
            {
                await calls.UpdateNowAsync(batch.SelectMany(item => item.Requests), cancellationToken);
            }
            catch (GoogleApiException failure)
            {
                refusals++;
                lastWords = GoogleFailure.WordsOf(failure);
                Sort(batch, lastWords);
            }
        }

        refused.AddRange(waiting.SelectMany(batch => batch).SelectMany(item => item.Edits).Select(edit => new RefusedEdit(
            edit, $"Not written: Google refused too many other edits of the same write. It said last: {lastWords}", IsFinal: false)));
        if (refused.Count > 0)
            Log.Refused(logger, refused.Count, refusals);
        return refused;

        void Wait(IReadOnlyList<EditRequest> batch)
        {
            if (batch.Count > 0)
                waiting.Push(batch);
        }

        void Sort(IReadOnlyList<EditRequest> batch, string words)
        {
            var named = batch.Count == 1 ? 0 : IndexIn(words, batch);
            if (named is not { } index)
            {
                Halve(batch);
                return;
            }

            var culprit = batch[index];
            List<EditRequest> rest = [.. batch.Take(index), .. culprit.Edits.Count > 1 ? culprit.Single() : culprit.Otherwise is { } other ? [other] : [], .. batch.Skip(index + 1)];
            if (culprit is { Edits.Count: 1, Otherwise: null })
                refused.Add(new RefusedEdit(culprit.Edits[0], words));
            else if (culprit.Edits.Count == 0)
                Log.NoDropdown(logger, words);

            if (refusals > NamedBeforeHalving && rest.Count > 1)
                Halve(rest);
            else
                Wait(rest);
        }

        // The second half waits below the first: order is kept, and a dropdown comes after its rows.
        void Halve(IReadOnlyList<EditRequest> batch)
        {
            Wait([.. batch.Skip(batch.Count / 2)]);
            Wait([.. batch.Take(batch.Count / 2)]);
        }
    }

    /// <summary>Which of the batch Google names; null when it names none of it.</summary>
    private static int? IndexIn(string words, IReadOnlyList<EditRequest> batch)
    {
        if (RequestIndex().Match(words) is not { Success: true } match || !int.TryParse(match.Groups[1].ValueSpan, out var request))
            return null;
        for (var index = 0; index < batch.Count; index++)
        {
            if (request < batch[index].Requests.Count)
                return index;
            request -= batch[index].Requests.Count;
        }

        return null;
    }

    // Google's texts may be translated; the path of the request in them is not.
    [GeneratedRegex(@"requests\[([0-9]{1,6})\]")]
    private static partial Regex RequestIndex();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Google refused {Edits} edits of a write, in {Refusals} answers")]
        public static partial void Refused(ILogger logger, int edits, int refusals);

        [LoggerMessage(2, LogLevel.Warning, "New rows got no dropdown on their status: {Words}")]
        public static partial void NoDropdown(ILogger logger, string words);
    }
}
