using System.Globalization;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Cli.Import;

/// <summary>Turns a cell into the values of a lead field, by the field's type.</summary>
/// <param name="zone">The account's zone, in which amoCRM keeps calendar days.</param>
/// <param name="order">How days with slashes are read.</param>
internal sealed class FieldReading(TimeZoneInfo zone, DayOrder order)
{
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);

    /// <summary>The values; empty when there is nothing to send (a box that is not ticked).</summary>
    /// <param name="field">The field.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="reason">Why not, as the end of a sentence about the cell; empty when the values are good.</param>
    public IReadOnlyList<NewFieldValue> Read(AmoField field, SheetValue cell, out string reason)
    {
        reason = "";
        switch (field.Type)
        {
            case "numeric" or "monetary" or "price":
                return AmountReader.Read(cell, out reason) is { } number ? [new NewFieldValue(CellReading.Invariant(number))] : [];
            case "checkbox":
                return CellReading.Tick(cell, out reason) is true ? [new NewFieldValue("true")] : [];
            case "date" or "birthday" or "date_time":
                return CellReading.Day(cell, order, out reason) is { } day && Moment(field.Type, day, out reason) is { } moment ? [moment] : [];
            case "select" or "radiobutton":
                return Choice(field, CellReading.Text(cell), out reason) is { } choice ? [choice] : [];
            case "multiselect":
                return Choices(field, CellReading.Text(cell), out reason);
            default:
                return [new NewFieldValue(CellReading.Text(cell))];
        }
    }

    // A day is sent as its noon: whichever zone amoCRM rounds it in, and wherever summer time takes midnight away, it stays that day.
    private NewFieldValue? Moment(string type, DateTime day, out string reason)
    {
        reason = "";
        var local = type == "date_time" ? day : day.Date + Noon;
        if (zone.IsInvalidTime(local))
        {
            reason = $"says {CellReading.Text(new DateValue(day))}, a time that summer time leaves out";
            return null;
        }

        var seconds = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeSeconds();
        return new NewFieldValue(seconds.ToString(CultureInfo.InvariantCulture));
    }

    // One choice may have a comma in its name, so the whole cell comes first.
    private static List<NewFieldValue> Choices(AmoField field, string text, out string reason)
    {
        if (Choice(field, text, out reason) is { } whole)
            return [whole];

        var choices = new List<NewFieldValue>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Choice(field, part, out reason) is not { } choice)
                return [];
            if (!choices.Contains(choice))
                choices.Add(choice);
        }

        return choices;
    }

    private static NewFieldValue? Choice(AmoField field, string text, out string reason)
    {
        var found = field.Choices.Where(choice => choice.Value.Trim() == text).ToList();
        if (found.Count == 0)
            found = [.. field.Choices.Where(choice => NameFold.Same(choice.Value, text))];
        reason = found.Count switch
        {
            1 => "",
            0 => $"says «{CellReading.Cut(text)}», which is none of the field's values in amoCRM",
            _ => $"says «{CellReading.Cut(text)}», and the field has {found.Count} values that read so",
        };
        return found is [var one] ? new NewFieldValue(one.Value, one.Id) : null;
    }
}
