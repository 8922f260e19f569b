using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Steps 1 to 3: one order, from the trigger stage to its end.</summary>
/// <param name="cast">Who plays.</param>
internal sealed class OrderStory(SmokeCast cast)
{
    private const string OrderNumber = "A-17";

    private static readonly string[] Phones = ["+998935550102", "998712000102"];
    private static readonly string[] FurtherPhones = ["+998901110109", "+998935550102"];

    private long _lead;

    /// <summary>Step 1.</summary>
    public async Task BecomesRowAsync()
    {
        _lead = (await cast.Manager.AddAsync(new
        {
            name = "Комплект для спальни",
            price = 3_850_000,
            pipeline = SmokeStages.Sotuv1,
            status = "Консультация",
            company = "Samarqand Textile",
            contacts = new object[]
            {
                new { name = "=IMPORTXML(\"http://x\",\"y\")", phones = Phones },
                new { name = "Гулнора Исмаилова", phones = FurtherPhones },
            },
            fields = new Dictionary<string, object>
            {
                ["Дата заказа"] = "2026-03-10",
                ["Дата доставка"] = "2026-03-15",
                ["Код сотрудника"] = "134",
                ["Группа"] = "B",
                ["Продукт 1"] = "Матрас Ortho 160",
                ["Количество 1"] = 2,
                ["Продукт 2"] = "Одеяло Cotton",
                ["Количество 2"] = 1,
                ["Регион"] = "Самарканд",
                ["Адрес"] = "ул. Регистан, 5",
                ["Тип продажи"] = "Розница",
                ["Продажа в рассрочку"] = true,
            },
        })).Id;
        await cast.Manager.MoveAsync(_lead, SmokeStages.Trigger1);

        await cast.RowShowsAsync(
            _lead,
            ("Компания", "Samarqand Textile"),
            ("ID", $"{_lead}"),
            ("Заказ №", ""),
            // The main contact's name; it stays text although it looks like a formula.
            ("Ф.И.О.", "=IMPORTXML(\"http://x\",\"y\")"),
            ("Контактный номер", "998935550102, 998712000102, 998901110109"),
            ("Дата заказа", "10.03.2026"),
            ("Дата доставка", "15.03.2026"),
            ("Код сотрудника", "134"),
            // 0134 of the staff tab.
            ("Ответственный", "BAHODIR HUSANOV"),
            ("Группа", "B"),
            ("Продукт 1", "Матрас Ortho 160"),
            ("Количество 1", "2"),
            ("Продукт 2", "Одеяло Cotton"),
            ("Количество 2", "1"),
            ("Бюджет сделки", "3850000"),
            ("Регион", "Самарканд"),
            ("Адрес", "ул. Регистан, 5"),
            ("Тип продажи", "Розница"),
            ("Продажа в рассрочку", "Да"),
            ("Воронка", "Sotuv 1"),
            ("Статус", "В процессе"));
    }

    /// <summary>Step 2.</summary>
    public async Task GetsOrderNumberAsync()
    {
        var before = (await cast.Manager.AnswersAsync()).Count;
        await cast.Clerk.TypeAsync(_lead, OrderColumns.OrderNumber, OrderNumber);

        await cast.Wait.UntilAsync(() => cast.Manager.NotAtAsync(_lead, SmokeStages.Sotuv1, SmokeStages.Sent1));
        var number = (await cast.Manager.LookAsync(_lead)).Fields.GetValueOrDefault(OrderColumns.OrderNumber);
        if (number != OrderNumber)
            throw new SmokeFailure($"lead {_lead} has the order number «{number}», not «{OrderNumber}»");

        await cast.EchoedAsync(before);
        await cast.EnsureRowAsync(_lead, (OrderColumns.OrderNumber, OrderNumber), (OrderColumns.Status, SheetStatus.InProgress));
    }

    /// <summary>Step 3.</summary>
    public async Task IsWonAsync()
    {
        var before = (await cast.Manager.AnswersAsync()).Count;
        await cast.Clerk.TypeAsync(_lead, OrderColumns.Status, SheetStatus.WithCourier);

        await cast.Wait.UntilAsync(() => cast.Manager.NotAtAsync(_lead, SmokeStages.Sotuv1, SmokeStages.Won1));
        await cast.EchoedAsync(before);
        await cast.EnsureRowAsync(_lead, (OrderColumns.OrderNumber, OrderNumber), (OrderColumns.Status, SheetStatus.WithCourier));

        // Oldest first. The echoes of both moves left nothing.
        string[] expected = ["RowAppended", "OrderNumberSent", "LeadMoved", "LeadMoved"];
        var decisions = await cast.Journal.DecisionsAsync(_lead);
        if (!decisions.SequenceEqual(expected))
            throw new SmokeFailure($"the journal of lead {_lead} holds {string.Join(", ", decisions)}, not {string.Join(", ", expected)}");
    }
}
