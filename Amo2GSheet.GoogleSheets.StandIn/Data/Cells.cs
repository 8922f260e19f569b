// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Requests;
using Newtonsoft.Json;

namespace Google.Apis.Sheets.v4.Data;

/// <summary>Cells of one row, from its first column on.</summary>
public class RowData : IDirectResponseSchema
{
    /// <summary>The cells.</summary>
    [JsonProperty("values")]
    public virtual IList<CellData> Values { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>One cell.</summary>
public class CellData : IDirectResponseSchema
{
    /// <summary>What people may type; a list makes a dropdown.</summary>
    [JsonProperty("dataValidation")]
    public virtual DataValidationRule DataValidation { get; set; }

    /// <summary>The format that shows, inherited and automatic parts included.</summary>
    [JsonProperty("effectiveFormat")]
    public virtual CellFormat EffectiveFormat { get; set; }

    /// <summary>What the cell comes to: a formula's result, or the value as entered.</summary>
    [JsonProperty("effectiveValue")]
    public virtual ExtendedValue EffectiveValue { get; set; }

    /// <summary>The text that people see.</summary>
    [JsonProperty("formattedValue")]
    public virtual string FormattedValue { get; set; }

    /// <summary>Note of the cell.</summary>
    [JsonProperty("note")]
    public virtual string Note { get; set; }

    /// <summary>Format set on the cell.</summary>
    [JsonProperty("userEnteredFormat")]
    public virtual CellFormat UserEnteredFormat { get; set; }

    /// <summary>The value as entered: stored as it is, never parsed.</summary>
    [JsonProperty("userEnteredValue")]
    public virtual ExtendedValue UserEnteredValue { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>A typed value: at most one member is set.</summary>
public class ExtendedValue : IDirectResponseSchema
{
    /// <summary>A logical value.</summary>
    [JsonProperty("boolValue")]
    public virtual bool? BoolValue { get; set; }

    /// <summary>Why a formula has no result; only ever read.</summary>
    [JsonProperty("errorValue")]
    public virtual ErrorValue ErrorValue { get; set; }

    /// <summary>A number; a date is one too, in days since 1899-12-30.</summary>
    [JsonProperty("numberValue")]
    public virtual double? NumberValue { get; set; }

    /// <summary>Text, without an apostrophe before it.</summary>
    [JsonProperty("stringValue")]
    public virtual string StringValue { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>An error in a cell.</summary>
public class ErrorValue : IDirectResponseSchema
{
    /// <summary>ERROR, NULL_VALUE, DIVIDE_BY_ZERO, VALUE, REF, NAME, NUM, N_A or LOADING.</summary>
    [JsonProperty("type")]
    public virtual string Type { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>What a cell accepts from people.</summary>
public class DataValidationRule : IDirectResponseSchema
{
    /// <summary>The condition that a value must meet.</summary>
    [JsonProperty("condition")]
    public virtual BooleanCondition Condition { get; set; }

    /// <summary>Whether a list is offered as a dropdown.</summary>
    [JsonProperty("showCustomUi")]
    public virtual bool? ShowCustomUi { get; set; }

    /// <summary>Whether other values are refused, not only marked.</summary>
    [JsonProperty("strict")]
    public virtual bool? Strict { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>A condition that holds for a cell or not.</summary>
public class BooleanCondition : IDirectResponseSchema
{
    /// <summary>Kind of condition, such as ONE_OF_LIST.</summary>
    [JsonProperty("type")]
    public virtual string Type { get; set; }

    /// <summary>Its operands.</summary>
    [JsonProperty("values")]
    public virtual IList<ConditionValue> Values { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>An operand of a condition.</summary>
public class ConditionValue : IDirectResponseSchema
{
    /// <summary>A value as a person would type it.</summary>
    [JsonProperty("userEnteredValue")]
    public virtual string UserEnteredValue { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>Format of a cell.</summary>
public class CellFormat : IDirectResponseSchema
{
    /// <summary>How numbers and dates are shown.</summary>
    [JsonProperty("numberFormat")]
    public virtual NumberFormat NumberFormat { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}

/// <summary>How numbers and dates are shown.</summary>
public class NumberFormat : IDirectResponseSchema
{
    /// <summary>TEXT, NUMBER, PERCENT, CURRENCY, DATE, TIME, DATE_TIME or SCIENTIFIC.</summary>
    [JsonProperty("type")]
    public virtual string Type { get; set; }

    /// <inheritdoc />
    public virtual string ETag { get; set; }
}
