// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Requests;
using Newtonsoft.Json;

namespace Google.Apis.Sheets.v4.Data;

/// <summary>A rectangle of a tab: zero-based, ends excluded, unbounded where an index is absent.</summary>
public class GridRange : IDirectResponseSchema
{
    /// <summary>Column after the last.</summary>
    [JsonProperty("endColumnIndex")]
    public virtual int? EndColumnIndex { get; set; }

    /// <summary>Row after the last.</summary>
    [JsonProperty("endRowIndex")]
    public virtual int? EndRowIndex { get; set; }

    /// <summary>Id of the tab; replies leave 0 out.</summary>
    [JsonProperty("sheetId")]
    public virtual int? SheetId { get; set; }

    /// <summary>First column; replies leave 0 out.</summary>
    [JsonProperty("startColumnIndex")]
    public virtual int? StartColumnIndex { get; set; }

    /// <summary>First row; replies leave 0 out.</summary>
    [JsonProperty("startRowIndex")]
    public virtual int? StartRowIndex { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>A cell of a tab, zero-based.</summary>
public class GridCoordinate : IDirectResponseSchema
{
    /// <summary>Column.</summary>
    [JsonProperty("columnIndex")]
    public virtual int? ColumnIndex { get; set; }

    /// <summary>Row.</summary>
    [JsonProperty("rowIndex")]
    public virtual int? RowIndex { get; set; }

    /// <summary>Id of the tab.</summary>
    [JsonProperty("sheetId")]
    public virtual int? SheetId { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Whole rows or columns of a tab: zero-based, end excluded.</summary>
public class DimensionRange : IDirectResponseSchema
{
    /// <summary>ROWS or COLUMNS.</summary>
    [JsonProperty("dimension")]
    public virtual string Dimension { get; set; }

    /// <summary>Index after the last.</summary>
    [JsonProperty("endIndex")]
    public virtual int? EndIndex { get; set; }

    /// <summary>Id of the tab.</summary>
    [JsonProperty("sheetId")]
    public virtual int? SheetId { get; set; }

    /// <summary>First index.</summary>
    [JsonProperty("startIndex")]
    public virtual int? StartIndex { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}
