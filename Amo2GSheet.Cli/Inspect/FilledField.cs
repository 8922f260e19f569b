using System.Text.Json;
using System.Text.RegularExpressions;

namespace Amo2GSheet.Cli.Inspect;

/// <summary>A custom field of a lead that holds something.</summary>
/// <param name="Id">The field's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Values">What it holds, in amoCRM's text; null when values were not asked for.</param>
internal sealed partial record FilledField(long Id, string Name, IReadOnlyList<string>? Values)
{
    private const string LeftOut = "(a phone number)";

    /// <summary>Reads amoCRM's JSON.</summary>
    public static FilledField Of(JsonElement field, bool values) => new(
        field.TryGetProperty("field_id", out var id) && id.TryGetInt64(out var number) ? number : 0,
        field.TryGetProperty("field_name", out var name) ? name.GetString() ?? "" : "",
        values && field.TryGetProperty("values", out var all) && all.ValueKind is JsonValueKind.Array ? [.. all.EnumerateArray().Select(ValueOf)] : null);

    private static string ValueOf(JsonElement item) => !item.TryGetProperty("value", out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String => PhoneNumber().Replace(value.GetString()!, LeftOut),
        JsonValueKind.Object or JsonValueKind.Array => "(…)",
        _ => value.GetRawText(),
    };

    // Nine digits and more, however they are written: people type phones into text fields too.
    [GeneratedRegex(@"\+?\(?\d(?:[\s().-]*\d){8,}")]
    private static partial Regex PhoneNumber();
}
