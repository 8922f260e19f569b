// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Requests;
using Newtonsoft.Json;

namespace Google.Apis.Sheets.v4.Data;

/// <summary>A spreadsheet, as far as the field mask asked for it.</summary>
public class Spreadsheet : IDirectResponseSchema
{
    /// <summary>Title, locale, time zone.</summary>
    [JsonProperty("properties")]
    public virtual SpreadsheetProperties Properties { get; set; }

    /// <summary>Its tabs.</summary>
    [JsonProperty("sheets")]
    public virtual IList<Sheet> Sheets { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Body of spreadsheets.getByDataFilter.</summary>
public class GetSpreadsheetByDataFilterRequest : IDirectResponseSchema
{
    /// <summary>Which ranges to answer; a tab that none of them touches is left out.</summary>
    [JsonProperty("dataFilters")]
    public virtual IList<DataFilter> DataFilters { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Properties of a whole spreadsheet.</summary>
public class SpreadsheetProperties : IDirectResponseSchema
{
    /// <summary>Title.</summary>
    [JsonProperty("title")]
    public virtual string Title { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>A tab.</summary>
public class Sheet : IDirectResponseSchema
{
    /// <summary>Cells, one entry per range asked for; only when grid data was asked for.</summary>
    [JsonProperty("data")]
    public virtual IList<GridData> Data { get; set; }

    /// <summary>Id, title, size.</summary>
    [JsonProperty("properties")]
    public virtual SheetProperties Properties { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Properties of a tab.</summary>
public class SheetProperties : IDirectResponseSchema
{
    /// <summary>Size and frozen parts of the grid.</summary>
    [JsonProperty("gridProperties")]
    public virtual GridProperties GridProperties { get; set; }

    /// <summary>Zero-based place among the tabs.</summary>
    [JsonProperty("index")]
    public virtual int? Index { get; set; }

    /// <summary>Id that stays when the tab is renamed or moved; 0 for a first default tab.</summary>
    [JsonProperty("sheetId")]
    public virtual int? SheetId { get; set; }

    /// <summary>Title, unique within the spreadsheet.</summary>
    [JsonProperty("title")]
    public virtual string Title { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Size of a grid.</summary>
public class GridProperties : IDirectResponseSchema
{
    /// <summary>Number of columns.</summary>
    [JsonProperty("columnCount")]
    public virtual int? ColumnCount { get; set; }

    /// <summary>Number of frozen rows; absent when 0.</summary>
    [JsonProperty("frozenRowCount")]
    public virtual int? FrozenRowCount { get; set; }

    /// <summary>Number of rows.</summary>
    [JsonProperty("rowCount")]
    public virtual int? RowCount { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Cells of one rectangle.</summary>
public class GridData : IDirectResponseSchema
{
    /// <summary>Its rows.</summary>
    [JsonProperty("rowData")]
    public virtual IList<RowData> RowData { get; set; }

    /// <summary>Zero-based first column; absent when 0.</summary>
    [JsonProperty("startColumn")]
    public virtual int? StartColumn { get; set; }

    /// <summary>Zero-based first row; absent when 0.</summary>
    [JsonProperty("startRow")]
    public virtual int? StartRow { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}
