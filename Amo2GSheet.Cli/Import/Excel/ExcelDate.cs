namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>Excel's dates: days since an epoch, with the time of day as fraction.</summary>
internal static class ExcelDate
{
    /// <summary>Lotus 1-2-3 took 1900 for a leap year, and Excel still does: day 60 is 29 February 1900.</summary>
    private const int NoSuchDay = 60;

    private const double AfterTheLast = 2_958_466;

    private static readonly DateTime Epoch1900 = new(1899, 12, 31);
    private static readonly DateTime Epoch1904 = new(1904, 1, 1);

    /// <summary>The day and time of a serial number.</summary>
    /// <param name="serial">The number in the cell.</param>
    /// <param name="is1904">Whether the workbook counts from 1904, as old ones of the Mac do.</param>
    public static SheetValue Read(double serial, bool is1904)
    {
        if (is1904 ? serial is < 0 or >= AfterTheLast - 1462 : serial is < 0 or >= AfterTheLast)
            return new UnusableValue("holds a date that no calendar has");
        if (!is1904 && serial < 1)
            return new UnusableValue("holds a time without a day");

        // Seconds first: a moment next to midnight may belong to the next day.
        var seconds = (long)Math.Round(serial * 86_400);
        var day = seconds / 86_400;
        if (is1904)
            return new DateValue(Epoch1904.AddSeconds(seconds));
        return day == NoSuchDay
            ? new UnusableValue("holds 29 February 1900, a day that only Excel knows")
            : new DateValue(Epoch1900.AddSeconds(seconds).AddDays(day > NoSuchDay ? -1 : 0));
    }
}
