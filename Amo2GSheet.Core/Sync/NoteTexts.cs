using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Core.Sync;

/// <summary>What the notes on status cells say: one sentence for the clerk who opens it, in the language of the sheet.</summary>
internal static class NoteTexts
{
    private const int Longest = 200;

    public static string UnknownStatus(string status) =>
        $"«{Short(status)}» — не статус, сделка не изменена. Выберите: {string.Join(", ", SheetStatus.All)}.";

    public static string NoSuchStage(string status, string pipeline) =>
        $"В воронке «{pipeline}» нет этапа для «{Short(status)}», сделка не изменена.";

    public static string OutOfScope(string pipeline) =>
        $"Воронка «{pipeline}» не синхронизируется, сделка не изменена.";

    public static string NoOrderField => "В amoCRM нет поля «Заказ №»: номер туда не записан.";

    public static string NoNumber(string text) =>
        $"В «Заказ №» стоит «{Short(text)}» — это не номер заказа, в amoCRM он не отправлен. Введите номер или очистите ячейку.";

    public static string UnreadableId =>
        "Это не ID сделки: строка не связана с amoCRM, изменения из неё никуда не отправляются. Верните номер сделки (Ctrl+Z) или очистите ячейку.";

    public static string StrayUndone(string status) =>
        $"Пока сервис писал, строки передвинули, и сюда попал чужой статус «{Short(status)}». Он убран. Если его выбрали вы — выберите ещё раз.";

    public static string LeadGone => "Сделки нет в amoCRM (удалена или объединена). Изменения этой строки никуда не отправляются.";

    public static string NotAdopted =>
        "Строка добавлена вручную, а её сделка сейчас не ждёт заказа (или такой сделки нет). Изменения этой строки в amoCRM не отправляются.";

    public static string Duplicate(int line) =>
        $"Этот ID уже стоит выше, в строке {line}. Изменения этой строки никуда не отправляются.";

    public static string SheetWon(string stage) => $"В amoCRM тем временем выбрали «{stage}». Оставлено значение таблицы.";

    public static string CrmWon(string status) => $"В таблице было выбрано «{Short(status)}». Оставлено значение amoCRM.";

    public static string HoldDiscarded(string status, string number) =>
        $"Изменение («{Short(status)}», заказ № «{Short(number)}») отклонено при проверке и в amoCRM не отправлено.";

    public static string RefusedByAmoCrm(string reason) => $"amoCRM не приняла изменение: {Short(reason)}";

    // Nobody reads more of it, and a note that is owed is stored.
    private static string Short(string text) => text.Length <= Longest ? text : $"{text[..(Longest - 1)]}…";
}
