// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Requests;
using Newtonsoft.Json;

namespace Google.Apis.Sheets.v4.Data;

/// <summary>Values of one rectangle of a tab. Blank cells at the ends of rows (or columns) and blank rows at the end are absent.</summary>
public class ValueRange : IDirectResponseSchema
{
    /// <summary>A1 notation of the rectangle, bounded to the grid in replies.</summary>
    [JsonProperty("range")]
    public virtual string Range { get; set; }

    /// <summary>Cells as string, number or bool; null when the rectangle is blank throughout.</summary>
    [JsonProperty("values")]
    public virtual IList<IList<object>> Values { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Body of values.batchGetByDataFilter.</summary>
public class BatchGetValuesByDataFilterRequest : IDirectResponseSchema
{
    /// <summary>What to read.</summary>
    [JsonProperty("dataFilters")]
    public virtual IList<DataFilter> DataFilters { get; set; }

    /// <summary>ROWS (default) or COLUMNS.</summary>
    [JsonProperty("majorDimension")]
    public virtual string MajorDimension { get; set; }

    /// <summary>FORMATTED_VALUE (default), UNFORMATTED_VALUE or FORMULA.</summary>
    [JsonProperty("valueRenderOption")]
    public virtual string ValueRenderOption { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Answer of values.batchGetByDataFilter.</summary>
public class BatchGetValuesByDataFilterResponse : IDirectResponseSchema
{
    /// <summary>What the filters selected.</summary>
    [JsonProperty("valueRanges")]
    public virtual IList<MatchedValueRange> ValueRanges { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Values together with the filters that selected them.</summary>
public class MatchedValueRange : IDirectResponseSchema
{
    /// <summary>The filters of the request that selected this range.</summary>
    [JsonProperty("dataFilters")]
    public virtual IList<DataFilter> DataFilters { get; set; }

    /// <summary>The values.</summary>
    [JsonProperty("valueRange")]
    public virtual ValueRange ValueRange { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Selects a part of a spreadsheet: exactly one member is set.</summary>
public class DataFilter : IDirectResponseSchema
{
    /// <summary>By sheet id and indexes.</summary>
    [JsonProperty("gridRange")]
    public virtual GridRange GridRange { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}
