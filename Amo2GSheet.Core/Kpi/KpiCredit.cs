using System.Globalization;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Kpi;

/// <summary>What a staff member is credited for.</summary>
public enum KpiKind
{
    /// <summary>«Лид»: the lead was taken into consultation; once per lead.</summary>
    Consul,

    /// <summary>«Заказ»: the lead became an order.</summary>
    Zakas,

    /// <summary>«Раздумье»: the client thinks it over; once per lead and day.</summary>
    Dumka,
}

/// <summary>One line of the ledger: a staff member did a thing on a day. The same history gives the same lines.</summary>
public sealed record KpiCredit
{
    /// <summary>The lead.</summary>
    public required LeadId Lead { get; init; }

    /// <summary>What for.</summary>
    public required KpiKind Kind { get; init; }

    /// <summary>Who holds the lead's consul.</summary>
    public required StaffCode Staff { get; init; }

    /// <summary>The day in the display time zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When the lead moved, by amoCRM's clock, to the second.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The lead's budget in whole units of the account's currency, as it was first seen after this move; only an order has one, the others 0.</summary>
    public required decimal Budget { get; init; }

    /// <summary>The id of amoCRM's event behind it.</summary>
    public required string Move { get; init; }
}

/// <summary>Whole days in the display time zone, first and last included.</summary>
public readonly record struct KpiRange
{
    /// <summary>The longest range that one question may span.</summary>
    public const int LongestDays = 3_700;

    /// <summary>Days.</summary>
    /// <param name="from">The first.</param>
    /// <param name="to">The last.</param>
    /// <exception cref="ArgumentException">The last day is before the first, or the range is longer than ten years.</exception>
    public KpiRange(DateOnly from, DateOnly to)
    {
        if (to < from)
            throw new ArgumentException("The last day is before the first.", nameof(to));
        if (to.DayNumber - from.DayNumber >= LongestDays)
            throw new ArgumentException("The range is longer than ten years.", nameof(to));
        (From, To) = (from, to);
    }

    /// <summary>The first day.</summary>
    public DateOnly From { get; }

    /// <summary>The last day.</summary>
    public DateOnly To { get; }

    /// <summary>How many days.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Whether a day is in it.</summary>
    public bool Holds(DateOnly day) => day >= From && day <= To;

    /// <summary>A calendar month.</summary>
    public static KpiRange Month(int year, int month) => new(new DateOnly(year, month, 1), new DateOnly(year, month, DateTime.DaysInMonth(year, month)));

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}");
}
