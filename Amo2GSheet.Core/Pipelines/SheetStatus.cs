namespace Amo2GSheet.Core.Pipelines;

/// <summary>The values of the dropdown on the <c>Статус</c> column.</summary>
public static class SheetStatus
{
    /// <summary>The lead stands at the trigger stage, or waits for its courier.</summary>
    public const string InProgress = "В процессе";

    /// <summary>The courier has it.</summary>
    public const string WithCourier = "У курера";

    /// <summary>Delivered and paid.</summary>
    public const string Won = "Успешно";

    /// <summary>Refused.</summary>
    public const string Rejected = "Отказ";

    /// <summary>The dropdown, in its order.</summary>
    public static IReadOnlyList<string> All { get; } = [InProgress, WithCourier, Won, Rejected];

    /// <summary>The dropdown's value that a person means by a text of any case and alphabet; null when none.</summary>
    public static string? Find(string text) => All.FirstOrDefault(value => NameFold.Same(value, text));
}
