using System.Collections.Immutable;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// One cell. <see cref="Value"/> is null, string, double, bool or <see cref="CellError"/>. A grid keeps a cell that has nothing but a
/// value as that value alone: a hundred thousand rows of plain text cost a pointer each.
/// </summary>
internal sealed record Cell(
    object? Value, string? Formula = null, CellFormat? Format = null, string? Note = null, DataRule? Rule = null)
{
    public static readonly Cell Blank = new((object?)null);

    public bool HasContent => Value is not null || Formula is not null;

    public static Cell Unpack(object? stored) => stored as Cell ?? (stored is null ? Blank : new Cell(stored));

    public static object? ValueOf(object? stored) => stored is Cell cell ? cell.Value : stored;

    public object? Pack() => Formula is null && Format is null && Note is null && Rule is null ? Value : this;

    /// <summary>The cell with other content, and all that people hang on a cell kept.</summary>
    public Cell With(object? value, string? formula = null) => this with { Value = value, Formula = formula };
}

/// <summary>What a formula came to when it failed: `#NAME?` and its like.</summary>
internal sealed record CellError(string Type, string Display)
{
    public static readonly CellError Parse = new("ERROR", "#ERROR!");
    public static readonly CellError Name = new("NAME", "#NAME?");
    public static readonly CellError DivideByZero = new("DIVIDE_BY_ZERO", "#DIV/0!");
    public static readonly CellError NotAvailable = new("N_A", "#N/A");
    public static readonly CellError Loading = new("LOADING", "Loading...");

    private static readonly CellError[] Typed =
        [Parse, Name, DivideByZero, NotAvailable, new("NULL_VALUE", "#NULL!"), new("VALUE", "#VALUE!"), new("REF", "#REF!"), new("NUM", "#NUM!")];

    /// <summary>The error that a person types by its name; null for any other text.</summary>
    public static CellError? Find(string text) => Array.Find(Typed, error => error.Display.Equals(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A validation rule as setDataValidation sets it. <see cref="Json"/> is the rule as it came, for replies.</summary>
internal sealed record DataRule(string Type, ImmutableArray<string> Values, bool Strict, string Json);

/// <summary>A developer metadata entry; where it sits is where it is kept.</summary>
internal sealed record MetadataEntry(int Id, string Key, string? Value, string Visibility);

/// <summary>What hangs on a whole row or column: it moves with the row, and sorting leaves it where it is.</summary>
internal sealed record DimensionInfo(bool Hidden, int? PixelSize, ImmutableList<MetadataEntry> Metadata)
{
    public static readonly DimensionInfo Plain = new(false, null, []);
}

/// <summary>A protected range and who may edit it.</summary>
internal sealed record ProtectedRange(
    int Id, OpenRect Place, string? Description, bool WarningOnly, string Creator, ImmutableArray<string> Editors)
{
    public bool Stops(string who) =>
        !WarningOnly && !who.Equals(Creator, StringComparison.OrdinalIgnoreCase)
        && !Editors.Contains(who, StringComparer.OrdinalIgnoreCase);
}
