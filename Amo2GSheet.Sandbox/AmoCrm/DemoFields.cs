namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>The demo account's custom fields: one for every column of an order that is not a card's own property.</summary>
internal static class DemoFields
{
    public const long OrderNumber = 900_101;
    public const long OrderDate = 900_103;
    public const long DeliveryDate = 900_105;
    public const long StaffCode = 900_107;
    public const long Group = 900_109;
    public const long Product1 = 900_111;
    public const long Quantity1 = 900_113;
    public const long Product2 = 900_115;
    public const long Quantity2 = 900_117;
    public const long Region = 900_119;
    public const long Address = 900_121;
    public const long SaleType = 900_123;
    public const long Instalments = 900_125;
    public const long Receiver = 900_127;
    public const long Comment = 900_129;
    public const long Source = 900_131;
    public const long CallAt = 900_133;
    public const long Phone = 900_201;
    public const long Email = 900_203;
    public const long Position = 900_205;
    public const long CompanyPhone = 900_301;
    public const long CompanyEmail = 900_303;
    public const long CompanyAddress = 900_305;

    private static readonly string[] Products = ["Матрас Ortho 160", "Матрас Ortho 180", "Подушка Memory", "Одеяло Cotton"];

    public static IReadOnlyList<AmoField> All { get; } =
    [
        Lead(OrderNumber, "Заказ №", "text"),
        Lead(OrderDate, "Дата заказа", "date"),
        Lead(DeliveryDate, "Дата доставка", "date"),
        Lead(StaffCode, "Код сотрудника", "text"),
        Lead(Group, "Группа", "select", "A", "B", "C", "D"),
        // Two spaces, as such names are typed: matching has to fold them.
        Lead(Product1, "Продукт  1", "select", Products),
        Lead(Quantity1, "Количество 1", "numeric"),
        Lead(Product2, "Продукт 2", "select", Products),
        Lead(Quantity2, "Количество 2", "numeric"),
        Lead(Region, "Регион", "select", "Ташкент", "Самарканд", "Бухара", "Фергана", "Андижан"),
        Lead(Address, "Адрес", "textarea"),
        Lead(SaleType, "Тип продажи", "select", "Розница", "Опт", "Маркетплейс"),
        Lead(Instalments, "Продажа в рассрочку", "checkbox"),
        Lead(Receiver, "Приемщик", "text"),
        Lead(Comment, "Комментарий", "textarea"),
        Lead(Source, "Откуда узнали", "radiobutton", "Instagram", "Telegram", "Друзья"),
        Lead(CallAt, "Перезвонить", "date_time"),
        .. Mail(EntityKind.Contact, Phone, Email),
        new(Position, EntityKind.Contact, "Должность", "text", "POSITION", []),
        .. Mail(EntityKind.Company, CompanyPhone, CompanyEmail),
        new(CompanyAddress, EntityKind.Company, "Адрес", "textarea", "ADDRESS", []),
    ];

    public static AmoField ById(long id) => All.First(field => field.Id == id);

    private static AmoField Lead(long id, string name, string type, params string[] options) => new(
        id, EntityKind.Lead, name, type, null, [.. options.Select((option, index) => new AmoFieldOption((id * 10) + index + 1, option))]);

    private static IEnumerable<AmoField> Mail(EntityKind kind, long phone, long email) =>
    [
        new(phone, kind, "Телефон", "multitext", "PHONE", Codes(phone, "WORK", "WORKDD", "MOB", "FAX", "HOME", "OTHER")),
        new(email, kind, "Email", "multitext", "EMAIL", Codes(email, "WORK", "PRIV", "OTHER")),
    ];

    private static AmoFieldOption[] Codes(long id, params string[] codes) =>
        [.. codes.Select((code, index) => new AmoFieldOption((id * 10) + index + 1, code, code))];
}
