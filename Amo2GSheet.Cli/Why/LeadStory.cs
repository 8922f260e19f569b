using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Why;

/// <summary>A lead's history in words, in the display time zone and with the stages' names.</summary>
/// <param name="zone">The zone in which moments are shown.</param>
/// <param name="book">Names of stages; null when amoCRM could not be asked.</param>
internal sealed class LeadStory(TimeZoneInfo zone, PipelineBook? book)
{
    /// <summary>Prepares it: names and zone come from amoCRM where it can be asked, and the story is told without it too.</summary>
    public static async Task<LeadStory> PrepareAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var display = context.Get<IOptions<DisplayOptions>>().Value;
        try
        {
            var account = await context.Get<IAmoCrm>().ReadAccountAsync(fresh: false, cancellationToken);
            return new LeadStory(display.Zone(account.TimeZone), new PipelineBook(account.Pipelines, context.Get<IOptions<PipelineOptions>>().Value));
        }
        catch (Exception failure) when (failure is AmoUnavailableException or AmoUnauthorizedException or OptionsValidationException)
        {
            context.Terminal.Note("amoCRM could not be asked: stages are shown by their ids.");
            return new LeadStory(display.Zone(account: null), null);
        }
    }

    /// <summary>What to tell before the lines: in which zone its times are.</summary>
    public string Opening(LeadHistory history) => $"Lead {history.Lead}; times are UTC{Offset(history.Entries is [.., var last] ? last.At : DateTimeOffset.UnixEpoch)}.";

    /// <summary>The history, the oldest first, and how things stand now.</summary>
    public IEnumerable<string> Lines(LeadHistory history)
    {
        foreach (var entry in history.Entries)
        {
            yield return $"{Time(entry.At)}  {entry.Sentence}{Change(entry)}";
            if (entry.Rule is { } rule)
                yield return $"{"",21}rule {rule}: {entry.RuleText}";
            if (entry.Detail is { } detail)
                yield return $"{"",21}{detail}";
        }

        yield return history.Waiting is { } waiting
            ? $"Now: it waits for the next pass, since {Time(waiting.Since)}; {waiting.Attempts} passes could not decide.{(waiting.LastError is { } why ? $" {why}" : "")}"
            : "Now: nothing waits for this lead.";
        yield return history.Base is { } agreed ? Agreed(agreed) : "The lead has no row of ours: nothing is tracked.";
    }

    private string Agreed(AgreedState agreed)
    {
        string?[] remarks =
        [
            agreed.Missing ? "its row is gone from the sheet" : null,
            agreed.LeadGone ? "the lead is gone from amoCRM" : null,
            agreed.Announced is { } announced ? $"«{announced}» is announced and not known to be written" : null,
            agreed.Refused ? "a person's edit was refused and stands" : null,
            agreed.Hold is { } hold ? $"a person's edit waits in hold {hold}" : null,
        ];
        var number = agreed.OrderNumber.Length > 0 ? $"order number «{agreed.OrderNumber}»" : "no order number";
        return $"Both sides agreed on: status «{agreed.Status}», {number}, stage {Stage(agreed)}{string.Concat(remarks.OfType<string>().Select(one => $"; {one}"))}.";
    }

    private string Stage(AgreedState agreed) => (agreed.PipelineId, agreed.StatusId) is ({ } pipeline, { } status)
        ? book?.Describe(new StageKey(pipeline, status)) ?? new StageKey(pipeline, status).ToString()
        : "unknown";

    private static string Change(TimelineEntry entry) =>
        (entry.Before, entry.After) is (null, null) ? "" : $"  {Shown(entry.Before)} -> {Shown(entry.After)}";

    private static string Shown(string? value) => string.IsNullOrEmpty(value) ? "(nothing)" : $"«{value}»";

    private string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private string Offset(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("zzz", CultureInfo.InvariantCulture);
}
