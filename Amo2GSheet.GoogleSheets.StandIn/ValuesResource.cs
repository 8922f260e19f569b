// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Services;
using Google.Apis.Sheets.v4.Data;
using Google.Apis.Util;

namespace Google.Apis.Sheets.v4;

public partial class SpreadsheetsResource
{
    /// <summary>Calls on cell values.</summary>
    /// <param name="service">The client that makes the calls.</param>
    public class ValuesResource(IClientService service)
    {
        /// <summary>values.batchGetByDataFilter: reads what the filters select, by sheet id if they say so.</summary>
        /// <param name="body">The filters.</param>
        /// <param name="spreadsheetId">The spreadsheet.</param>
        public virtual BatchGetByDataFilterRequest BatchGetByDataFilter(BatchGetValuesByDataFilterRequest body, string spreadsheetId) =>
            new(service, body, spreadsheetId);

        /// <summary>The call values.batchGetByDataFilter.</summary>
        public class BatchGetByDataFilterRequest : SheetsBaseServiceRequest<BatchGetValuesByDataFilterResponse>
        {
            /// <summary>A call.</summary>
            public BatchGetByDataFilterRequest(IClientService service, BatchGetValuesByDataFilterRequest body, string spreadsheetId) : base(service)
            {
                SpreadsheetId = spreadsheetId;
                Body = body;
                InitParameters();
            }

            /// <summary>The spreadsheet.</summary>
            [RequestParameter("spreadsheetId", RequestParameterType.Path)]
            public virtual string SpreadsheetId { get; private set; }

            private BatchGetValuesByDataFilterRequest Body { get; set; }

            /// <inheritdoc />
            protected override object GetBody() => Body;

            /// <inheritdoc />
            public override string MethodName => "batchGetByDataFilter";

            /// <inheritdoc />
            public override string HttpMethod => "POST";

            /// <inheritdoc />
            public override string RestPath => "v4/spreadsheets/{spreadsheetId}/values:batchGetByDataFilter";

            /// <summary>Declares the parameters of the call.</summary>
            protected override void InitParameters()
            {
                base.InitParameters();
                this.AddPath("spreadsheetId");
            }
        }
    }
}
