// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Requests;
using Newtonsoft.Json;

namespace Google.Apis.Sheets.v4.Data;

/// <summary>Body of spreadsheets.batchUpdate: applied whole and in order, or not at all.</summary>
public class BatchUpdateSpreadsheetRequest : IDirectResponseSchema
{
    /// <summary>What to do.</summary>
    [JsonProperty("requests")]
    public virtual IList<Request> Requests { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Answer of spreadsheets.batchUpdate.</summary>
public class BatchUpdateSpreadsheetResponse : IDirectResponseSchema
{
    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>One change: exactly one member is set.</summary>
public class Request : IDirectResponseSchema
{
    /// <summary>Adds a tab.</summary>
    [JsonProperty("addSheet")]
    public virtual AddSheetRequest AddSheet { get; set; }

    /// <summary>Writes rows below the last row that holds data.</summary>
    [JsonProperty("appendCells")]
    public virtual AppendCellsRequest AppendCells { get; set; }

    /// <summary>Takes whole rows or columns away.</summary>
    [JsonProperty("deleteDimension")]
    public virtual DeleteDimensionRequest DeleteDimension { get; set; }

    /// <summary>Inserts blank cells.</summary>
    [JsonProperty("insertRange")]
    public virtual InsertRangeRequest InsertRange { get; set; }

    /// <summary>Writes one cell over a whole range.</summary>
    [JsonProperty("repeatCell")]
    public virtual RepeatCellRequest RepeatCell { get; set; }

    /// <summary>Sets or clears what people may type.</summary>
    [JsonProperty("setDataValidation")]
    public virtual SetDataValidationRequest SetDataValidation { get; set; }

    /// <summary>Writes cells.</summary>
    [JsonProperty("updateCells")]
    public virtual UpdateCellsRequest UpdateCells { get; set; }

    /// <summary>Changes properties of a tab.</summary>
    [JsonProperty("updateSheetProperties")]
    public virtual UpdateSheetPropertiesRequest UpdateSheetProperties { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Adds a tab.</summary>
public class AddSheetRequest : IDirectResponseSchema
{
    /// <summary>What the tab shall be; an absent id is chosen at random.</summary>
    [JsonProperty("properties")]
    public virtual SheetProperties Properties { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Changes properties of a tab.</summary>
public class UpdateSheetPropertiesRequest : IDirectResponseSchema
{
    /// <summary>Mask, a string, relative to the properties.</summary>
    [JsonProperty("fields")]
    public virtual object Fields { get; set; }

    /// <summary>Id of the tab, and the new values.</summary>
    [JsonProperty("properties")]
    public virtual SheetProperties Properties { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Takes whole rows or columns away; what is behind them moves up.</summary>
public class DeleteDimensionRequest : IDirectResponseSchema
{
    /// <summary>Which.</summary>
    [JsonProperty("range")]
    public virtual DimensionRange Range { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Inserts blank cells; what was there moves away, as far as the range is wide.</summary>
public class InsertRangeRequest : IDirectResponseSchema
{
    /// <summary>Where, and how many.</summary>
    [JsonProperty("range")]
    public virtual GridRange Range { get; set; }

    /// <summary>ROWS moves cells down, COLUMNS to the right.</summary>
    [JsonProperty("shiftDimension")]
    public virtual string ShiftDimension { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Sets a validation rule on a range.</summary>
public class SetDataValidationRequest : IDirectResponseSchema
{
    /// <summary>Where.</summary>
    [JsonProperty("range")]
    public virtual GridRange Range { get; set; }

    /// <summary>The rule; none clears.</summary>
    [JsonProperty("rule")]
    public virtual DataValidationRule Rule { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Writes cells from <see cref="Start"/> on.</summary>
public class UpdateCellsRequest : IDirectResponseSchema
{
    /// <summary>Mask, a string, relative to a cell.</summary>
    [JsonProperty("fields")]
    public virtual object Fields { get; set; }

    /// <summary>What to write.</summary>
    [JsonProperty("rows")]
    public virtual IList<RowData> Rows { get; set; }

    /// <summary>Top left cell; cells that the rows do not cover stay.</summary>
    [JsonProperty("start")]
    public virtual GridCoordinate Start { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Writes rows below the last row of a tab that holds data; rows are added as needed.</summary>
public class AppendCellsRequest : IDirectResponseSchema
{
    /// <summary>Mask, a string, relative to a cell.</summary>
    [JsonProperty("fields")]
    public virtual object Fields { get; set; }

    /// <summary>What to write, from the first column on.</summary>
    [JsonProperty("rows")]
    public virtual IList<RowData> Rows { get; set; }

    /// <summary>Id of the tab.</summary>
    [JsonProperty("sheetId")]
    public virtual int? SheetId { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Writes one cell over a whole range.</summary>
public class RepeatCellRequest : IDirectResponseSchema
{
    /// <summary>The cell.</summary>
    [JsonProperty("cell")]
    public virtual CellData Cell { get; set; }

    /// <summary>Mask, a string, relative to the cell.</summary>
    [JsonProperty("fields")]
    public virtual object Fields { get; set; }

    /// <summary>Where.</summary>
    [JsonProperty("range")]
    public virtual GridRange Range { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}
