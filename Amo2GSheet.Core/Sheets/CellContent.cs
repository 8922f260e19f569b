namespace Amo2GSheet.Core.Sheets;

/// <summary>What a cell holds, by its effective value and not by its text.</summary>
/// <param name="Kind">The value's type.</param>
/// <param name="Text">The text that is compared (<see cref="CellText"/>); for a date, a time, a currency or a percentage what people see; empty when blank.</param>
public readonly record struct CellContent(CellKind Kind, string Text)
{
    /// <summary>A blank cell.</summary>
    public static CellContent Empty { get; } = new(CellKind.Empty, "");

    /// <summary>A value of the Sheets API: null, string, integer, double or bool.</summary>
    public static CellContent Of(object? cell) => CellText.Of(cell) switch
    {
        "" => Empty,
        var text => new(cell switch { string => CellKind.Text, bool => CellKind.Boolean, _ => CellKind.Number }, text),
    };
}

/// <summary>The type of a cell's value.</summary>
public enum CellKind
{
    /// <summary>Blank.</summary>
    Empty,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A ticked or unticked box, or a formula that came to true or false.</summary>
    Boolean,

    /// <summary>A formula without a result: <c>#DIV/0!</c>, <c>#N/A</c>, «Loading...».</summary>
    Error,

    /// <summary>Not known: two readings of the cell disagree.</summary>
    Unclear,
}
