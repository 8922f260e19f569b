using System.Globalization;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Tests.Kpi;

/// <summary>One lead's history, told by local time (UTC+5), and what the rules make of it.</summary>
internal sealed class KpiCase
{
    public static readonly LeadId Lead = new(40_100_001);
    private static readonly TimeSpan Tashkent = TimeSpan.FromHours(5);

    private readonly List<KpiMove> _moves = [];

    public KpiCase Consultation(string at, string? code = "134") => Move(at, SaleStep.Consultation, code, 0);

    public KpiCase Order(string at, string? code = "134", decimal budget = 500) => Move(at, SaleStep.Order, code, budget);

    public KpiCase Dumka(string at, string? code = "134") => Move(at, SaleStep.Thinking, code, 0);

    public KpiCase Progress(string at) => Move(at, SaleStep.Progress, null, 0);

    public KpiCase Unseen(string at, SaleStep step) => Add(at, step, null);

    public KpiCase Move(string at, SaleStep step, string? code, decimal budget) =>
        Add(at, step, new KpiFacts(StaffCode.TryParse(code, out var staff) ? staff : null, budget));

    /// <summary>The credits, a line each: kind, code, day, and an order's budget.</summary>
    public IReadOnlyList<string> Credits(int recoveryDays = 5, long? holder = null) => [.. Judge(recoveryDays, holder).Credits.Select(Line)];

    public IReadOnlyList<KpiReason> Reasons() => [.. Judge(5, null).Verdicts.Select(verdict => verdict.Reason)];

    public KpiJudgement Judge(int recoveryDays = 5, long? holder = null) => KpiRules.Judge(
        new KpiLead { Lead = Lead, Moves = _moves, Holder = holder is { } code ? new StaffCode(code) : null },
        new KpiTerms(TimeZoneInfo.CreateCustomTimeZone("five", Tashkent, "five", "five"), recoveryDays));

    public static string Line(KpiCredit credit) => string.Create(
        CultureInfo.InvariantCulture, $"{credit.Kind} {credit.Staff} {credit.Day:MM-dd}{(credit.Kind is KpiKind.Zakas ? $" {credit.Budget}" : "")}");

    public static DateTimeOffset Local(string at) =>
        new(DateTime.ParseExact($"2026-{at}", ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None), Tashkent);

    private KpiCase Add(string at, SaleStep step, KpiFacts? facts)
    {
        _moves.Add(new KpiMove($"e{_moves.Count + 1:D3}", Local(at), null, new StageKey(1, 10 + (int)step), step, facts));
        return this;
    }
}
