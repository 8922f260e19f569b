using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Core.Sheets;

/// <summary>The columns of an order tab. People may add their own between and behind them, and may reorder all of them.</summary>
public static class OrderColumns
{
    /// <summary>The lead's id: the only thing that makes a line a row.</summary>
    public const string Id = "ID";

    /// <summary>The order number, typed by clerks.</summary>
    public const string OrderNumber = "Заказ №";

    /// <summary>The status, picked from the dropdown.</summary>
    public const string Status = "Статус";

    /// <summary>The first company's name.</summary>
    public const string Company = "Компания";

    /// <summary>The client's name.</summary>
    public const string ClientName = "Ф.И.О.";

    /// <summary>All phones of all contacts.</summary>
    public const string Phone = "Контактный номер";

    /// <summary>Date of the order.</summary>
    public const string OrderDate = "Дата заказа";

    /// <summary>Date of the delivery.</summary>
    public const string DeliveryDate = "Дата доставка";

    /// <summary>The code of the staff member who sold.</summary>
    public const string StaffCode = "Код сотрудника";

    /// <summary>The name of the staff member who sold.</summary>
    public const string Responsible = "Ответственный";

    /// <summary>The lead's budget.</summary>
    public const string Price = "Бюджет сделки";

    /// <summary>The pipeline's name.</summary>
    public const string Pipeline = "Воронка";

    /// <summary>The header of a new tab, in order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Company, Id, OrderNumber, ClientName, Phone, OrderDate, DeliveryDate, StaffCode, Responsible, "Группа",
        "Продукт 1", "Количество 1", "Продукт 2", "Количество 2", Price, "Регион", "Адрес", "Тип продажи",
        "Продажа в рассрочку", Pipeline, Status,
    ];

    /// <summary>The column of the full header that a lead field of this name fills; null for a field that fills none of them.</summary>
    /// <param name="fieldName">The field's name, as people wrote it.</param>
    public static string? OfField(string fieldName) => All.FirstOrDefault(column =>
        column is not (Id or Status or Company or ClientName or Phone or Responsible or Price or Pipeline) && NameFold.Same(column, fieldName));

    /// <summary>The columns that a new tab keeps as text: their leading zeros and pluses survive what people type.</summary>
    public static IReadOnlyList<string> Texts { get; } = [OrderNumber, Phone, StaffCode];

    /// <summary>Without these three there is no sync: they say which row, and what people decided.</summary>
    public static IReadOnlyList<string> Required { get; } = [Id, OrderNumber, Status];
}
