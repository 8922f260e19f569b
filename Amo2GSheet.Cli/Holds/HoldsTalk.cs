using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Cli.Holds;

/// <summary>Talks with a person about holds: what is held, what a decision does, and whether they mean it.</summary>
/// <param name="context">What the command works with.</param>
/// <param name="json">Print JSON on standard output, and the talk on standard error.</param>
internal sealed class HoldsTalk(CommandContext context, bool json)
{
    private HoldDesk Desk => context.Get<HoldDesk>();

    /// <summary>Lists the holds.</summary>
    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        await context.Service.EnsureTablesAsync(cancellationToken);
        var holds = await Desk.ListAsync(cancellationToken);
        if (json)
            await PrintAsync(CommandJson.Of(new { holds }));
        else if (holds.Count == 0)
            await PrintAsync("Nothing is held.");
        foreach (var hold in json ? [] : holds)
            await PrintAsync(hold.Decision is { } decision ? $"{hold.Sentence()} {decision.Verdict}: the next passes carry it out." : hold.Sentence());
        return CommandFrame.Fine;
    }

    /// <summary>Shows one.</summary>
    public async Task<int> ShowAsync(string id, CancellationToken cancellationToken)
    {
        await context.Service.EnsureTablesAsync(cancellationToken);
        if (await Desk.ShowAsync(id, cancellationToken) is not { } shown)
            return Unknown(id);

        if (json)
            await PrintAsync(CommandJson.Of(shown));
        foreach (var line in json ? [] : Lines(shown.Hold))
            await PrintAsync(line);
        return CommandFrame.Fine;
    }

    /// <summary>Shows one, asks, and hands the decision over.</summary>
    public async Task<int> DecideAsync(string id, HoldVerdict verdict, bool yes, CancellationToken cancellationToken)
    {
        await context.Service.EnsureTablesAsync(cancellationToken);
        if (await Desk.ShowAsync(id, cancellationToken) is not { } shown)
            return Unknown(id);

        foreach (var line in Lines(shown.Hold))
            context.Terminal.Note(line);
        if (!yes && !await IsMeantAsync(shown.Hold, verdict, cancellationToken))
        {
            context.Terminal.Fail("Nothing was decided.");
            return CommandFrame.Failed;
        }

        var answer = await Desk.DecideAsync(id, shown.Hold.Fingerprint, verdict, cancellationToken);
        if (json)
            await PrintAsync(CommandJson.Of(new { result = answer.Kind, detail = answer.Sentence, hold = answer.Shown?.Hold }));
        if (answer.Kind is not HoldAnswerKind.Taken)
        {
            context.Terminal.Fail(answer.Sentence);
            return CommandFrame.Failed;
        }

        if (!json)
            await PrintAsync(answer.Sentence);
        return CommandFrame.Fine;
    }

    private async Task<bool> IsMeantAsync(Hold hold, HoldVerdict verdict, CancellationToken cancellationToken)
    {
        context.Terminal.Note(verdict is HoldVerdict.Approved
            ? Text($"Approve: {hold.Moves} leads are moved in amoCRM and {hold.OrderNumbers} order numbers sent. This cannot be undone here. Type yes to go on:")
            : Text($"Discard: {hold.Leads} rows show again what they showed before; what people typed goes to the journal and into notes. Type yes to go on:"));
        return string.Equals((await context.Terminal.ReadLineAsync(cancellationToken))?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Lines(Hold hold)
    {
        yield return hold.Sentence();
        if (hold.Earlier.Count > 0)
            yield return $"Moved before, within the window, and left so: leads {string.Join(", ", hold.Earlier)}{(hold.Earlier.Count == Hold.MostEarlier ? " …" : "")}";
        yield return Text($"Pushing them costs {hold.Cost.Patches} PATCHes and {hold.Cost.Reads} reads of leads. The set's fingerprint: {hold.Fingerprint}");
        foreach (var sample in hold.Samples)
            yield return $"  lead {sample.Lead}, tab «{sample.Tab}»: {Change(sample)}";
        if (hold.Leads > hold.Samples.Count)
            yield return Text($"  and {hold.Leads - hold.Samples.Count} more; amo2gsheet holds show {hold.Id} --json has all of them");
        if (hold.Decision is { } decision)
            yield return $"{decision.Verdict}: the next passes carry it out.";
    }

    private static string Change(HoldSample sample)
    {
        var number = sample.OrderNumber == sample.OrderNumberBefore ? "" : $"order number {Shown(sample.OrderNumberBefore)} -> {Shown(sample.OrderNumber)}";
        return sample.To is null ? number : $"{sample.From} -> {sample.To} (status «{sample.Status}»{(number.Length > 0 ? $", {number}" : "")})";
    }

    private static string Shown(string text) => text.Length > 0 ? $"«{text}»" : "(nothing)";

    private int Unknown(string id)
    {
        context.Terminal.Fail(HoldAnswer.Unknown(id).Sentence);
        return CommandFrame.Failed;
    }

    private Task PrintAsync(string text) => context.Terminal.Output.WriteLineAsync(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
