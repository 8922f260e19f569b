// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Services;
using Google.Apis.Sheets.v4.Data;
using Google.Apis.Util;

namespace Google.Apis.Sheets.v4;

public partial class SpreadsheetsResource
{
    public partial class ValuesResource
    {
        /// <summary>The call values.get.</summary>
        public class GetRequest : SheetsBaseServiceRequest<ValueRange>
        {
            /// <summary>A call.</summary>
            public GetRequest(IClientService service, string spreadsheetId, string range) : base(service)
            {
                SpreadsheetId = spreadsheetId;
                Range = range;
                InitParameters();
            }

            /// <summary>The spreadsheet.</summary>
            [RequestParameter("spreadsheetId", RequestParameterType.Path)]
            public virtual string SpreadsheetId { get; private set; }

            /// <summary>A1 notation of what to read.</summary>
            [RequestParameter("range", RequestParameterType.Path)]
            public virtual string Range { get; private set; }

            /// <summary>What one inner list of the values is; rows when absent.</summary>
            [RequestParameter("majorDimension", RequestParameterType.Query)]
            public virtual MajorDimensionEnum? MajorDimension { get; set; }

            /// <summary>Dimensions.</summary>
            public enum MajorDimensionEnum
            {
                /// <summary>None, which is rows.</summary>
                [StringValue("DIMENSION_UNSPECIFIED")]
                DIMENSIONUNSPECIFIED = 0,

                /// <summary>Rows.</summary>
                [StringValue("ROWS")]
                ROWS = 1,

                /// <summary>Columns.</summary>
                [StringValue("COLUMNS")]
                COLUMNS = 2,
            }

            /// <summary>How values are rendered; as people see them when absent.</summary>
            [RequestParameter("valueRenderOption", RequestParameterType.Query)]
            public virtual ValueRenderOptionEnum? ValueRenderOption { get; set; }

            /// <summary>Renderings of values.</summary>
            public enum ValueRenderOptionEnum
            {
                /// <summary>Text as people see it.</summary>
                [StringValue("FORMATTED_VALUE")]
                FORMATTEDVALUE = 0,

                /// <summary>Numbers, logical values and text.</summary>
                [StringValue("UNFORMATTED_VALUE")]
                UNFORMATTEDVALUE = 1,

                /// <summary>Formulas where there are any.</summary>
                [StringValue("FORMULA")]
                FORMULA = 2,
            }

            /// <summary>How dates are rendered, unless values are formatted; as numbers when absent.</summary>
            [RequestParameter("dateTimeRenderOption", RequestParameterType.Query)]
            public virtual DateTimeRenderOptionEnum? DateTimeRenderOption { get; set; }

            /// <summary>Renderings of dates.</summary>
            public enum DateTimeRenderOptionEnum
            {
                /// <summary>Days since 1899-12-30.</summary>
                [StringValue("SERIAL_NUMBER")]
                SERIALNUMBER = 0,

                /// <summary>Text as people see it.</summary>
                [StringValue("FORMATTED_STRING")]
                FORMATTEDSTRING = 1,
            }

            /// <inheritdoc />
            public override string MethodName => "get";

            /// <inheritdoc />
            public override string HttpMethod => "GET";

            /// <inheritdoc />
            public override string RestPath => "v4/spreadsheets/{spreadsheetId}/values/{range}";

            /// <summary>Declares the parameters of the call.</summary>
            protected override void InitParameters()
            {
                base.InitParameters();
                this.AddPath("spreadsheetId", "range");
                this.AddQuery("majorDimension", "valueRenderOption", "dateTimeRenderOption");
            }
        }
    }
}
