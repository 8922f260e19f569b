namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>What of a spreadsheet's locale decides how typed text is read and numbers are shown.</summary>
internal sealed record SheetLocale(bool DayFirst, char Decimal, string Group, char DateSeparator)
{
    private static readonly SheetLocale American = new(false, '.', ",", '/');
    private static readonly SheetLocale English = new(true, '.', ",", '/');
    private static readonly SheetLocale Russian = new(true, ',', "\u00A0", '.');

    /// <summary>`en_US` is month-first, other English day-first with a point, all others day-first with a comma and dotted dates.</summary>
    public static SheetLocale Of(string locale) =>
        locale.Equals("en_US", StringComparison.OrdinalIgnoreCase) || locale.Equals("en", StringComparison.OrdinalIgnoreCase) ? American
        : locale.StartsWith("en_", StringComparison.OrdinalIgnoreCase) ? English
        : Russian;

    /// <summary>The pattern of a date cell that names none.</summary>
    public string DatePattern => DateSeparator == '.' ? "dd.MM.yyyy" : DayFirst ? "dd/MM/yyyy" : "M/d/yyyy";
}
