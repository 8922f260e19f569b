using System.Collections.Immutable;
using System.Globalization;
using Values = System.Collections.Immutable.ImmutableDictionary<long, System.Collections.Immutable.ImmutableArray<Amo2GSheet.Sandbox.AmoCrm.FieldValue>>;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>The demo account's first leads, contacts and companies.</summary>
internal static class DemoCards
{
    private const long FirstLead = 40_100_001;
    private const long FirstContact = 50_100_001;
    private const long FirstCompany = 60_100_001;

    private sealed record Order(
        long Pipeline, long Step, string Name, decimal Price, string Staff, string Product, int Quantity, string Region, string Address, params long[] People)
    {
        public long? Company { get; init; }

        public string? Second { get; init; }

        public bool IsInstalment { get; init; }

        public string Group { get; init; } = "A";

        public bool IsBare { get; init; }
    }

    private static readonly (string First, string Last, string[] Phones, long? Company)[] People =
    [
        ("Азиз", "Турсунов", ["+998901234501"], null),
        ("Гулнора", "Исмаилова", ["+998935550102", "998712000102"], null),
        ("Шахзод", "Назаров", ["+998971110103"], FirstCompany),
        ("Лола", "Абдуллаева", ["+998946660104", "+998946660104", "+998335550104"], null),
        ("Фарход", "Мирзаев", ["+998909990105"], null),
        ("Зухра", "Қодирова", ["+998998880106"], FirstCompany + 2),
        ("Рустам", "Хакимов", ["+998917770107"], null),
        ("Севара", "Ташматова", ["+998931230108"], null),
        ("=IMPORTXML(\"http://x\",\"y\")", "", ["+998901110109"], null),
        ("Отабек", "Рашидов", ["+998977770110"], FirstCompany),
        ("Камола", "Умарова", ["+998900000111"], null),
        ("Жасур", "Собиров", ["+998951230112"], null),
    ];

    private static readonly string[] Companies = ["ООО «Узмебель»", "Samarqand Textile"];

    private static readonly Order[] Orders =
    [
        new(DemoAccount.Sotuv1, DemoAccount.Consultation, "Матрас для спальни", 2_450_000, "0134", "Матрас Ortho 160", 1, "Ташкент", "Юнусабад 4, дом 12", 1),
        new(DemoAccount.Sotuv1, DemoAccount.Consultation, "Подушки, две", 640_000, "201", "Подушка Memory", 2, "Самарканд", "ул. Регистан, 5", 2) { Second = "Одеяло Cotton" },
        new(DemoAccount.Sotuv1, DemoAccount.Consultation, "Гостиница, 10 матрасов", 24_000_000, "0087", "Матрас Ortho 180", 10, "Ташкент", "Чиланзар 9, офис 3", 3) { Company = FirstCompany, IsInstalment = true },
        new(DemoAccount.Sotuv1, DemoAccount.Consultation, "Заявка с Instagram", 1_900_000, "1450", "Матрас Ortho 160", 1, "Бухара", "Накшбанди, 77", 4, 1) { Group = "B" },
        new(DemoAccount.Sotuv1, DemoAccount.Thinking, "Думает до пятницы", 3_100_000, "201", "Матрас Ortho 180", 1, "Фергана", "Мустакиллик, 1", 5),
        new(DemoAccount.Sotuv2, DemoAccount.Consultation, "Комплект с одеялом", 3_800_000, "312", "Матрас Ortho 160", 1, "Андижан", "Бобур шох, 14", 6) { Company = FirstCompany + 2, Second = "Одеяло Cotton", Group = "C" },
        new(DemoAccount.Sotuv2, DemoAccount.Consultation, "Повторный клиент", 720_000, "312", "Подушка Memory", 3, "Ташкент", "Сергели 7", 7) { Group = "C" },
        new(DemoAccount.Sotuv2, DemoAccount.Consultation, "Рассрочка на 6 месяцев", 5_200_000, "0009", "Матрас Ortho 180", 2, "Самарканд", "Дагбит, 3", 8) { IsInstalment = true, Group = "D" },
        new(DemoAccount.Sotuv2, DemoAccount.Consultation, "=IMPORTXML(\"http://x\",\"y\")", 100, "99", "Подушка Memory", 1, "Ташкент", "=HYPERLINK(\"http://x\")", 9),
        new(DemoAccount.Sotuv3, DemoAccount.Consultation, "Опт, 40 одеял", 18_000_000, "0087", "Одеяло Cotton", 40, "Ташкент", "Абу Сахий, ряд 5", 10) { Company = FirstCompany },
        new(DemoAccount.Sotuv3, DemoAccount.Consultation, "Без полей", 0, "", "", 0, "", "") { IsBare = true },
        new(DemoAccount.Recruiting, DemoAccount.Consultation, "Кандидат: продавец", 0, "", "", 0, "", "", 12) { IsBare = true },
    ];

    public static IReadOnlyList<AmoEntity> Make(DateTimeOffset now, TimeZoneInfo zone) =>
    [
        .. Companies.Select((name, index) => Firm(name, index, now)),
        .. People.Select((person, index) => Contact(person.First, person.Last, person.Phones, person.Company, index, now)),
        .. Orders.Select((order, index) => Lead(order, index, now, zone)),
    ];

    private static AmoEntity Firm(string name, int index, DateTimeOffset now) => Stamped(now.AddDays(-40), new AmoEntity
    {
        Kind = EntityKind.Company,
        Id = FirstCompany + (index * 2),
        Name = name,
        Fields = Values.Empty.Add(DemoFields.CompanyPhone, Phones(DemoFields.CompanyPhone, [$"+99871200030{index}"])),
    });

    private static AmoEntity Contact(string first, string last, string[] phones, long? company, int index, DateTimeOffset now) =>
        Stamped(now.AddDays(-20).AddMinutes(index), new AmoEntity
        {
            Kind = EntityKind.Contact,
            Id = FirstContact + (index * 2),
            Name = $"{first} {last}".Trim(),
            FirstName = first,
            LastName = last,
            CompanyId = company,
            Fields = Values.Empty.Add(DemoFields.Phone, Phones(DemoFields.Phone, phones)),
        });

    private static AmoEntity Lead(Order order, int index, DateTimeOffset now, TimeZoneInfo zone) =>
        Stamped(now.AddDays(-3).AddMinutes(index * 7), new AmoEntity
        {
            Kind = EntityKind.Lead,
            Id = FirstLead + (index * 2),
            Name = order.Name,
            Price = order.Price,
            PipelineId = order.Pipeline,
            StatusId = DemoAccount.Stage(order.Pipeline, order.Step),
            Contacts = [.. order.People.Select((person, place) => new ContactLink(FirstContact + ((person - 1) * 2), place == 0))],
            CompanyId = order.Company,
            Fields = order.IsBare ? Values.Empty : Fields(order, now, zone),
            ResponsibleUserId = DemoAccount.AdminId + 1 + (index % 3),
        });

    private static Values Fields(Order order, DateTimeOffset now, TimeZoneInfo zone)
    {
        var fields = Values.Empty
            .Add(DemoFields.OrderDate, Day(now.AddDays(-2), zone))
            .Add(DemoFields.DeliveryDate, Day(now.AddDays(2), zone))
            .Add(DemoFields.StaffCode, CustomFieldReading.Text(order.Staff))
            .Add(DemoFields.Group, Choice(DemoFields.Group, order.Group))
            .Add(DemoFields.Product1, Choice(DemoFields.Product1, order.Product))
            .Add(DemoFields.Quantity1, CustomFieldReading.Text(order.Quantity.ToString(CultureInfo.InvariantCulture)))
            .Add(DemoFields.Region, Choice(DemoFields.Region, order.Region))
            .Add(DemoFields.Address, CustomFieldReading.Text(order.Address))
            .Add(DemoFields.SaleType, Choice(DemoFields.SaleType, order.Quantity >= 10 ? "Опт" : "Розница"))
            .Add(DemoFields.Receiver, CustomFieldReading.Text("Нодира"));
        if (order.Second is { } second)
            fields = fields.Add(DemoFields.Product2, Choice(DemoFields.Product2, second)).Add(DemoFields.Quantity2, CustomFieldReading.Text("1"));
        return order.IsInstalment ? fields.Add(DemoFields.Instalments, CustomFieldReading.Text("true")) : fields;
    }

    internal static AmoEntity Stamped(DateTimeOffset at, AmoEntity card) => card with
    {
        CreatedAt = at.ToUnixTimeSeconds(),
        UpdatedAt = at.ToUnixTimeSeconds(),
        CreatedBy = DemoAccount.AdminId,
        UpdatedBy = DemoAccount.AdminId,
        ResponsibleUserId = card.ResponsibleUserId == 0 ? DemoAccount.AdminId : card.ResponsibleUserId,
    };

    private static ImmutableArray<FieldValue> Phones(long fieldId, IEnumerable<string> phones)
    {
        var options = DemoFields.ById(fieldId).Options;
        return [.. phones.Select((phone, index) => new FieldValue(phone, options[index * 2].Id, options[index * 2].Code))];
    }

    internal static ImmutableArray<FieldValue> Choice(long fieldId, string label)
    {
        var option = DemoFields.ById(fieldId).Options.First(candidate => candidate.Value == label);
        return [new FieldValue(option.Value, option.Id, option.Code)];
    }

    private static ImmutableArray<FieldValue> Day(DateTimeOffset at, TimeZoneInfo zone) =>
        CustomFieldReading.Text(CustomFieldReading.LocalMidnight(at.ToUnixTimeSeconds(), zone).ToString(CultureInfo.InvariantCulture));
}
