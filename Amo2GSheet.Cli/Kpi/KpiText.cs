using System.Globalization;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Cli.Kpi;

/// <summary>Says why a lead has its credits.</summary>
/// <param name="book">Names of stages.</param>
/// <param name="zone">The zone in which moments are shown and days begin.</param>
internal sealed class KpiText(PipelineBook book, TimeZoneInfo zone)
{
    /// <summary>One line for the lead and one for each move.</summary>
    public IEnumerable<string> Lines(KpiExplanation explanation)
    {
        var (lead, judgement) = (explanation.Lead, explanation.Judgement);
        yield return judgement.Holder is { } holder
            ? $"Lead {lead.Lead}: its consul belongs to {holder}."
            : $"Lead {lead.Lead}: nobody has its consul.";
        if (!explanation.UpToDate)
            yield return "The ledger does not have these credits yet: a setting or a stage name changed. amo2gsheet kpi rebuild brings them.";
        foreach (var verdict in judgement.Verdicts)
            yield return $"{Shown(verdict.Move.At)}  {book.Describe(verdict.Move.To)}: {Outcome(verdict)}  [event {verdict.Move.Id}]";
    }

    /// <summary>The same as a document.</summary>
    public object Document(KpiExplanation explanation) => new
    {
        lead = explanation.Lead.Lead.Value,
        holder = explanation.Judgement.Holder?.Value,
        upToDate = explanation.UpToDate,
        moves = explanation.Judgement.Verdicts.Select(verdict => new
        {
            @event = verdict.Move.Id,
            at = verdict.Move.At,
            from = verdict.Move.From is { } from ? book.Describe(from) : null,
            to = book.Describe(verdict.Move.To),
            step = verdict.Move.Step,
            seenCode = verdict.Move.Facts?.Staff?.Value,
            seenBudget = verdict.Move.Facts?.Budget,
            reason = verdict.Reason,
            because = verdict.Because?.Id,
            credits = verdict.Credits.Select(credit => new { credit.Kind, staff = credit.Staff.Value, credit.Day, credit.Budget }),
        }),
    };

    private string Outcome(KpiVerdict verdict)
    {
        var credits = string.Join(", ", verdict.Credits.Select(Credit));
        return verdict.Credits.Count == 0
            ? Reason(verdict)
            : verdict.Reason is KpiReason.Credited ? credits : $"{credits} ({Reason(verdict)})";
    }

    private static string Credit(KpiCredit credit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{credit.Kind switch { KpiKind.Consul => "consul", KpiKind.Zakas => "zakas", _ => "dumka" }} to {credit.Staff} on {credit.Day:yyyy-MM-dd}{(credit.Kind is KpiKind.Zakas ? $", {credit.Budget:0.##}" : "")}");

    private string Reason(KpiVerdict verdict)
    {
        var because = verdict.Because is { } move ? Shown(move.At) : "";
        return verdict.Reason switch
        {
            KpiReason.Recovered => $"counts again after the dumka of {because}",
            KpiReason.Progress => "no step that counts",
            KpiReason.NoCode => "no credit: the lead had no valid «Код сотрудника», and has no consul",
            KpiReason.LeadUnseen => "no credit: amoCRM does not show the lead, so its code is not known",
            KpiReason.HasConsul => $"no credit: the consul was given on {because}",
            KpiReason.SameSale => $"no credit: the order of {because} goes on, without a dumka since",
            KpiReason.DumkaTooOld => $"no credit: the dumka of {because} is older than DUMKA_RECOVERY_DAYS",
            KpiReason.SameDay => $"no credit: a dumka of this day was given at {because}",
            _ => "credited",
        };
    }

    private string Shown(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
