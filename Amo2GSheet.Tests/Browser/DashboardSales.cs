using System.Globalization;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Values = System.Collections.Immutable.ImmutableDictionary<long, System.Collections.Immutable.ImmutableArray<Amo2GSheet.Sandbox.AmoCrm.FieldValue>>;

namespace Amo2GSheet.Tests.Browser;

/// <summary>
/// Seven leads and what became of them until the morning of 26.11.2026, so that every number of the page is known; and two people and two
/// receptionists whose names are markup and a formula.
/// </summary>
internal static class DashboardSales
{
    /// <summary>The moment that it is: 10:15 in Tashkent.</summary>
    public const string Now = "2026-11-26 05:15";

    public const string Markup = "<img src=x onerror=\"document.title='struck'\">";
    public const string Formula = "=HYPERLINK(\"http://x\",\"y\")";

    private const long Come = DemoAccount.Unsorted;
    private const long Consultation = DemoAccount.Consultation;
    private const long Thinking = DemoAccount.Thinking;
    private const long Order = DemoAccount.Order;

    /// <summary>The account with these leads and no others.</summary>
    public static AmoSeed Seed(AmoSeed seed)
    {
        Sale[] sales =
        [
            new(40_000_001, "0134", 1_250_000, "Дилноза", "11-02 09:00", ("11-02 09:30", Consultation), ("11-03 12:44", Order), ("11-05 10:00", AmoStage.Won)),
            new(40_000_003, "0134", 600_000, "Дилноза", "11-10 09:00", ("11-10 10:00", Consultation), ("11-11 10:00", Thinking), ("11-14 10:00", Order), ("11-15 10:00", AmoStage.Won)),
            new(40_000_005, "0201", 2_000_000, Markup, "11-20 09:00", ("11-20 10:00", Consultation), ("11-21 10:00", Order), ("11-22 10:00", AmoStage.Won)),
            new(40_000_007, "0087", 900_000, Formula, "11-25 09:00", ("11-25 10:00", Consultation), ("11-25 11:00", AmoStage.Lost)),
            new(40_000_009, "0555", 300_000, null, "11-26 09:00", ("11-26 09:05", Consultation), ("11-26 09:40", Order)),
            new(40_000_011, "2105", 450_000, "Нодира", "10-15 09:00", ("10-15 10:00", Consultation), ("10-16 10:00", Order), ("10-17 10:00", AmoStage.Won)),
            new(40_000_013, "777", 100_000, null, "11-05 09:00", ("11-05 10:00", Consultation), ("11-06 10:00", Thinking)),
        ];
        return seed with
        {
            Entities = [.. sales.Select(Lead)],
            Past = [.. sales.SelectMany(sale => sale.Way.Select(step => new AmoPastMove(sale.Id, At(step.At), step.Step is AmoStage.Won or AmoStage.Lost ? step.Step : DemoAccount.Stage(DemoAccount.Sotuv1, step.Step))))],
        };
    }

    /// <summary>Gives two people of group D names that would do harm if they were not text.</summary>
    public static IEnumerable<PersonEdit> Names()
    {
        yield return Rename("0555", Markup);
        yield return Rename("2105", Formula);
    }

    private static PersonEdit Rename(string code, string name) => new()
    {
        Do = "type",
        Tab = DemoSpreadsheet.StaffTab,
        Find = new Dictionary<string, string> { ["Код сотрудника"] = code },
        Column = "Сотрудник",
        // As text, which a leading apostrophe makes of anything that is typed.
        Text = $"'{name}",
    };

    private static AmoEntity Lead(Sale sale)
    {
        var fields = Values.Empty.Add(DemoFields.StaffCode, CustomFieldReading.Text(sale.Code));
        return DemoCards.Stamped(At(sale.Created), new AmoEntity
        {
            Kind = EntityKind.Lead,
            Id = sale.Id,
            Name = $"Заявка {sale.Id}",
            Price = sale.Price,
            PipelineId = DemoAccount.Sotuv1,
            StatusId = DemoAccount.Stage(DemoAccount.Sotuv1, Come),
            Fields = sale.Receiver is { } receiver ? fields.Add(DemoFields.Receiver, CustomFieldReading.Text(receiver)) : fields,
        });
    }

    private static DateTimeOffset At(string local) => DateTimeOffset.Parse($"2026-{local}:00+05:00", CultureInfo.InvariantCulture);

    private sealed record Sale(long Id, string Code, decimal Price, string? Receiver, string Created, params (string At, long Step)[] Way);
}
