using System.Globalization;
using System.Text.Json;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>
/// Reads amoCRM's JSON without trusting its shapes: numbers come as text and text as numbers, a list as an object with keys
/// <c>"0"</c>, <c>"1"</c>, an empty list as <c>null</c>, and any property may be missing.
/// </summary>
internal static class AmoJson
{
    /// <summary>The property, or an undefined element when there is none.</summary>
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The members of the list of that name; see <see cref="Members"/>.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.At(name).Members();

    /// <summary>The members of a list, written as array or as object; nothing for anything else.</summary>
    public static IEnumerable<JsonElement> Members(this JsonElement list) => list.ValueKind switch
    {
        JsonValueKind.Array => list.EnumerateArray(),
        JsonValueKind.Object => list.EnumerateObject().Select(property => property.Value),
        _ => [],
    };

    /// <summary>The property as text; null when it is missing, null, a list or an object.</summary>
    public static string? Text(this JsonElement element, string name) => element.At(name).ScalarText();

    /// <summary>A scalar as invariant text; null for anything else.</summary>
    public static string? ScalarText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>The property as whole number; null when it is none.</summary>
    public static long? Long(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The property as number; null when it is none.</summary>
    public static decimal? Decimal(this JsonElement element, string name) =>
        decimal.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The property as a flag: <c>true</c>, <c>1</c> and <c>"1"</c> are yes.</summary>
    public static bool Flag(this JsonElement element, string name) => element.Text(name) is "true" or "1";

    /// <summary>The property as Unix seconds; null when it is no time that the calendar knows.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Long(name) is { } seconds && seconds > 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>The positive ids of the members of a list, the main member first.</summary>
    public static IReadOnlyList<long> Ids(this JsonElement element, string name) =>
        [.. element.Items(name).OrderByDescending(item => item.Flag("is_main")).Select(item => item.Long("id") ?? 0).Where(id => id > 0).Distinct()];
}
