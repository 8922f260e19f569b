using System.Text.Json.Serialization;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// One thing that a person does in the browser. <see cref="Do"/> says what; the other members are its arguments. Rows are one-based, as
/// people count them, and can be found by the value of a column instead: `Find = { ["ID"] = "501" }`.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PersonEdit
{
    /// <summary>
    /// `type`, `clear`, `note`, `clearFormat` (of a column below its header), `insertRows`, `deleteRows`, `moveRows` (drag), `cutPaste` (cut rows, paste over others), `duplicateRow`,
    /// `sort`, `insertColumns`, `deleteColumns`, `addTab`, `duplicateTab`, `renameTab`, `deleteTab`, `protect`, `unprotect`.
    /// </summary>
    public required string Do { get; init; }

    /// <summary>Title of the tab; absent = the first tab.</summary>
    public string? Tab { get; init; }

    /// <summary>`type`, `clear`, `note`: the cell, e.g. `U2`.</summary>
    public string? Cell { get; init; }

    /// <summary>Finds the row: header of a column and what the cell shows; the topmost match is taken.</summary>
    public IReadOnlyDictionary<string, string>? Find { get; init; }

    /// <summary>Header of the column, with <see cref="Find"/> or <see cref="Row"/>; for `sort` the column to sort by.</summary>
    public string? Column { get; init; }

    /// <summary>What is typed, or the note's text (empty = no note).</summary>
    public string? Text { get; init; }

    /// <summary>`type`: pasted, not typed, so that validation does not refuse it.</summary>
    public bool Pasted { get; init; }

    /// <summary>Row number, one-based; for columns the column number.</summary>
    public int? Row { get; init; }

    /// <summary>How many rows or columns; 1 when absent.</summary>
    public int Count { get; init; } = 1;

    /// <summary>`moveRows`: the row before which they land; `cutPaste`: the row over which they are pasted.</summary>
    public int? To { get; init; }

    /// <summary>`sort`: largest first.</summary>
    public bool Descending { get; init; }

    /// <summary>`addTab`, `renameTab`: the new title; `duplicateTab`: the copy's, `Copy of …` when absent.</summary>
    public string? Title { get; init; }

    /// <summary>`protect`, `unprotect`: an A1 range of the tab, e.g. `A:B`; absent = the whole tab.</summary>
    public string? Range { get; init; }

    /// <summary>`protect`: e-mails that may still edit; the owner always may.</summary>
    public IReadOnlyList<string> Editors { get; init; } = [];

    /// <summary>Header row for <see cref="Find"/> and <see cref="Column"/>, one-based.</summary>
    public int HeaderRow { get; init; } = 1;
}

/// <summary>A tab as a person sees it.</summary>
/// <param name="Title">The tab's title.</param>
/// <param name="Header">What the header row shows, by column; blank columns at the end are left out.</param>
/// <param name="Rows">Rows below the header that show anything or carry a note.</param>
public sealed record SeenTab(string Title, IReadOnlyList<string> Header, IReadOnlyList<SeenRow> Rows);

/// <summary>One row as a person sees it.</summary>
/// <param name="Row">Row number, one-based.</param>
/// <param name="Values">What its cells show, by header (by column letter where the header is blank); blank cells are left out.</param>
/// <param name="Notes">Notes of its cells, named in the same way.</param>
public sealed record SeenRow(int Row, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> Notes);
