using System.Collections.Immutable;
using System.Text.Json;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Data validation rules: read from requests, and asked whether they let a value in.</summary>
internal static class Validation
{
    public static DataRule Read(JsonElement rule)
    {
        var condition = rule.Message("condition");
        var type = condition.Text("type") ?? throw SheetsRefusal.Bad("A condition type is required.");
        var values = condition.Items("values").Select(value => value.Text("userEnteredValue") ?? string.Empty).ToImmutableArray();
        if (type == "ONE_OF_LIST" && values.IsEmpty)
            throw SheetsRefusal.Bad("ConditionType 'ONE_OF_LIST' must have at least one ConditionValue.");
        if (type == "ONE_OF_RANGE" && values.Length != 1)
            throw SheetsRefusal.Bad("ConditionType 'ONE_OF_RANGE' must have exactly one ConditionValue.");
        return new DataRule(type, values, rule.Flag("strict"), rule.GetRawText());
    }

    /// <summary>Only the rules that a dropdown makes are judged; other conditions let everything in.</summary>
    public static bool Allows(BookEdit edit, Cell cell)
    {
        var shown = Shown.Text(cell.Value, cell.Format, edit.Locale);
        return cell.Rule!.Type switch
        {
            "ONE_OF_LIST" => cell.Rule.Values.Contains(shown),
            "ONE_OF_RANGE" => Listed(edit, cell.Rule.Values[0].TrimStart('=')).Contains(shown),
            "BOOLEAN" => cell.Value is bool,
            _ => true,
        };
    }

    private static IEnumerable<string> Listed(BookEdit edit, string range)
    {
        var place = edit.Find(range);
        var rect = place.Rect.Clamp(Math.Max(1, place.Tab.UsedRows()), place.Tab.ColumnCount);
        for (var row = rect.Top; row < rect.Bottom; row++)
        {
            for (var column = rect.Left; column < rect.Right; column++)
                yield return Shown.Text(place.Tab.Stored(row, column), edit.Locale);
        }
    }
}
