using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Kpi;

/// <summary>
/// The rules of the ledger, pure: a lead's moves in, credits out. Consul once per lead, at the first step with a valid code; orders and
/// dumkas go to the consul's holder; a second order counts only after a dumka that is not too old; a dumka counts once a day.
/// </summary>
internal static class KpiRules
{
    /// <summary>Judges every move of a lead.</summary>
    /// <param name="lead">What is known of it.</param>
    /// <param name="terms">Zone and days.</param>
    public static KpiJudgement Judge(KpiLead lead, KpiTerms terms)
    {
        var judge = new LeadJudge(lead, terms);
        return new KpiJudgement([.. MoveOrder.Of(lead.Moves).Select(judge.Next)], judge.Holder ?? lead.Holder);
    }
}

/// <summary>What the rules depend on beside the lead.</summary>
/// <param name="Zone">The display time zone, in which days begin.</param>
/// <param name="DumkaRecoveryDays">How many days after a dumka an order is a new one.</param>
internal sealed record KpiTerms(TimeZoneInfo Zone, int DumkaRecoveryDays)
{
    /// <summary>The day of a moment.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DisplayDay.Of(moment, Zone);
}

/// <summary>Goes through one lead's moves in order.</summary>
internal sealed class LeadJudge(KpiLead lead, KpiTerms terms)
{
    private KpiFacts? _seen;
    private KpiMove? _consul;
    private KpiMove? _order;
    private KpiMove? _dumka;
    private KpiMove? _creditedDumka;

    /// <summary>Who holds the lead's consul; null while nobody does.</summary>
    public StaffCode? Holder { get; private set; }

    /// <summary>Judges the next move.</summary>
    public KpiVerdict Next(KpiMove move)
    {
        if (move.Step is SaleStep.Progress)
            return new KpiVerdict(move, KpiReason.Progress);

        // A lead that amoCRM did not show at this move was as it was seen before.
        _seen = move.Facts ?? _seen;
        var credits = new List<KpiCredit>();
        if (_consul is null)
        {
            if (_seen?.Staff is not { } code)
                return new KpiVerdict(move, _seen is null ? KpiReason.LeadUnseen : KpiReason.NoCode);
            (_consul, Holder) = (move, lead.Holder ?? code);
            credits.Add(Credit(move, KpiKind.Consul));
        }
        else if (move.Step is SaleStep.Consultation)
        {
            return new KpiVerdict(move, KpiReason.HasConsul) { Because = _consul };
        }

        var (reason, because) = move.Step switch
        {
            SaleStep.Order => Order(move),
            SaleStep.Thinking => Dumka(move),
            _ => (KpiReason.Credited, null),
        };
        if (reason is KpiReason.Credited or KpiReason.Recovered && move.Step is not SaleStep.Consultation)
            credits.Add(Credit(move, move.Step is SaleStep.Order ? KpiKind.Zakas : KpiKind.Dumka));
        return new KpiVerdict(move, reason) { Credits = credits, Because = because };
    }

    private (KpiReason Reason, KpiMove? Because) Order(KpiMove move)
    {
        var (before, dumka) = (_order, _dumka);
        if (before is not null && dumka is null)
            return (KpiReason.SameSale, before);
        if (before is not null && terms.DayOf(move.At).DayNumber - terms.DayOf(dumka!.At).DayNumber > terms.DumkaRecoveryDays)
            return (KpiReason.DumkaTooOld, dumka);

        (_order, _dumka) = (move, null);
        return before is null ? (KpiReason.Credited, null) : (KpiReason.Recovered, dumka);
    }

    private (KpiReason Reason, KpiMove? Because) Dumka(KpiMove move)
    {
        _dumka = move;
        if (_creditedDumka is { } today && terms.DayOf(today.At) == terms.DayOf(move.At))
            return (KpiReason.SameDay, today);
        _creditedDumka = move;
        return (KpiReason.Credited, null);
    }

    private KpiCredit Credit(KpiMove move, KpiKind kind) => new()
    {
        Lead = lead.Lead,
        Kind = kind,
        Staff = Holder!.Value,
        Day = terms.DayOf(move.At),
        At = move.At,
        Budget = kind is KpiKind.Zakas ? _seen?.Budget ?? 0 : 0,
        Move = move.Id,
    };
}
