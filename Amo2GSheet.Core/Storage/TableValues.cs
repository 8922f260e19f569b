using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>What a property of an entity can hold, and how we live with it.</summary>
internal static class TableValues
{
    /// <summary>The longest text that we put into one property: Azure's limit is 64 KiB of UTF-16.</summary>
    public const int LongestText = 32_000;

    /// <summary>
    /// Sets a text that must come back whole. A cell may hold 50,000 characters, more than a property, so the rest goes into
    /// further properties: <c>Status</c>, <c>Status2</c> …
    /// </summary>
    public static void SetText(this TableEntity entity, string name, string? text)
    {
        if (text is null)
            return;

        entity[name] = Part(text, 0);
        for (var number = 2; (number - 1) * LongestText < text.Length; number++)
            entity[$"{name}{number}"] = Part(text, (number - 1) * LongestText);
    }

    /// <summary>Reads a text set by <see cref="SetText"/>.</summary>
    public static string? Text(this TableEntity entity, string name)
    {
        var text = entity.GetString(name);
        for (var number = 2; text?.Length == (number - 1) * LongestText && entity.GetString($"{name}{number}") is { } part; number++)
            text += part;
        return text;
    }

    /// <summary>Cuts a text that need not come back whole.</summary>
    public static string? Cut(string? text, int longest = LongestText) => text?.Length > longest ? text[..(longest - 1)] + "…" : text;

    /// <summary>
    /// A time that others gave us, to the second. Seconds and not a date, because a date's property ends at the year 1601 downwards,
    /// and what others give may be absurd.
    /// </summary>
    public static long? Seconds(DateTimeOffset? time) => time?.ToUnixTimeSeconds();

    /// <summary>amoCRM's times are whole seconds; so are they stored.</summary>
    public static DateTimeOffset ToTheSecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    /// <summary>The time of <see cref="Seconds"/>.</summary>
    public static DateTimeOffset? Time(long? seconds) => seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null;

    private static string Part(string text, int from) => text.Substring(from, Math.Min(LongestText, text.Length - from));
}
