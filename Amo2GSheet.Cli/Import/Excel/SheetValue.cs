namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>What a cell holds. An empty cell is none.</summary>
internal abstract record SheetValue
{
    /// <summary>
    /// What older versions read in this cell, where they read something else. Only the fingerprint of the row still counts it, so that a row that
    /// was imported stays known.
    /// </summary>
    public SheetValue? ReadBefore { get; init; }
}

/// <summary>Text, as typed.</summary>
/// <param name="Text">Never empty.</param>
internal sealed record TextValue(string Text) : SheetValue;

/// <summary>A number with no date's format.</summary>
/// <param name="Number">To the fifteen digits that Excel keeps.</param>
internal sealed record NumberValue(decimal Number) : SheetValue;

/// <summary>TRUE or FALSE.</summary>
/// <param name="Value">Which.</param>
internal sealed record BoolValue(bool Value) : SheetValue;

/// <summary>A day, with or without a time of day, of no zone.</summary>
/// <param name="Moment">To the second.</param>
internal sealed record DateValue(DateTime Moment) : SheetValue
{
    /// <summary>Whether the cell holds a time beside the day.</summary>
    public bool HasTime => Moment.TimeOfDay != TimeSpan.Zero;
}

/// <summary>Something that has no value to take: an error, a formula without a result, a date that no calendar has.</summary>
/// <param name="Reason">
/// What it is and what to do, as the end of a sentence about the cell. It is part of the fingerprint of a row whose column is not imported, so a
/// sentence that was published is never changed.
/// </param>
internal sealed record UnusableValue(string Reason) : SheetValue;

/// <summary>A row that holds at least one value.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Cells">Its values by column, from 0.</param>
internal sealed record SheetRow(int Number, IReadOnlyDictionary<int, SheetValue> Cells);
