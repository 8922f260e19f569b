using System.Collections.Frozen;

namespace Amo2GSheet.Core.Pipelines;

/// <summary>Stage names that the field uses, with the misspellings seen in real accounts, and what the sheet calls them.</summary>
internal static class StageNames
{
    /// <summary>Spellings of the stage «order sent».</summary>
    public static readonly FrozenSet<string> Sent = Folded("ЗАКАЗ ОТПРАВЛЕН", "ЗАКАЗ ОТПАРВЛЕН", "заказ отпровлен");

    /// <summary>Spellings of a pipeline's own reject stage.</summary>
    public static readonly FrozenSet<string> Reject = Folded("ОТКАЗ", "OTKAZ");

    /// <summary>Spellings of the stages that count for salaries, by folded name.</summary>
    public static readonly FrozenDictionary<string, SaleStep> Steps = new (SaleStep Step, string[] Names)[]
    {
        (SaleStep.Consultation, ["КОНСУЛЬТАЦИЯ", "КОНСУЛТАЦИЯ"]),
        (SaleStep.Order, ["ЗАКАЗ"]),
        (SaleStep.Thinking, ["РАЗДУМЬЕ", "ДУМКА"]),
    }.SelectMany(entry => entry.Names.Select(name => (Key: NameFold.Of(name), entry.Step)))
        .ToFrozenDictionary(entry => entry.Key, entry => entry.Step);

    private static readonly FrozenDictionary<string, string> Display = new (string Shown, string[] Names)[]
    {
        (SheetStatus.InProgress, ["ЗАКАЗ БЕЗ НУМЕРАЦИИ", "ЗАЗАЗ БЕЗ НУМЕРАЦИИ", "NOMERATSIYALANMAGAN ZAKAZ"]),
        (SheetStatus.WithCourier, ["ЗАКАЗ ОТПРАВЛЕН", "ЗАКАЗ ОТПАРВЛЕН", "заказ отпровлен"]),
        // A tracked lead that a manager puts to «thinking» is a refusal to the people of the sheet.
        (SheetStatus.Rejected, ["ОТКАЗ", "OTKAZ", "РАЗДУМЬЕ", "ДУМКА"]),
        (SheetStatus.Won, ["Успешно", "Успешно реализовано"]),
        ("Консультация", ["КОНСУЛЬТАЦИЯ", "КОНСУЛТАЦИЯ"]),
        ("Заказ", ["ЗАКАЗ"]),
    }.SelectMany(entry => entry.Names.Select(name => (Key: NameFold.Of(name), entry.Shown)))
        .ToFrozenDictionary(entry => entry.Key, entry => entry.Shown);

    /// <summary>What the sheet calls a stage of this name: a known name's display name, or the name itself.</summary>
    public static string DisplayOf(string name) => Display.GetValueOrDefault(NameFold.Of(name)) ?? name.Trim();

    private static FrozenSet<string> Folded(params string[] names) => names.Select(NameFold.Of).ToFrozenSet();
}
