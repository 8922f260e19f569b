// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Services;
using Google.Apis.Sheets.v4.Data;
using Google.Apis.Util;

namespace Google.Apis.Sheets.v4;

/// <summary>Calls on spreadsheets.</summary>
/// <param name="service">The client that makes the calls.</param>
public partial class SpreadsheetsResource(IClientService service)
{
    /// <summary>Calls on cell values.</summary>
    public virtual ValuesResource Values { get; } = new(service);

    /// <summary>spreadsheets.get: tabs and properties; with a mask that names them, cells too.</summary>
    /// <param name="spreadsheetId">The spreadsheet.</param>
    public virtual GetRequest Get(string spreadsheetId) => new(service, spreadsheetId);

    /// <summary>spreadsheets.getByDataFilter: as get, for ranges that filters name; with a mask that names them, cells too.</summary>
    /// <param name="body">The filters.</param>
    /// <param name="spreadsheetId">The spreadsheet.</param>
    public virtual GetByDataFilterRequest GetByDataFilter(GetSpreadsheetByDataFilterRequest body, string spreadsheetId) => new(service, body, spreadsheetId);

    /// <summary>spreadsheets.batchUpdate: applies all changes in order, or none.</summary>
    /// <param name="body">The changes.</param>
    /// <param name="spreadsheetId">The spreadsheet.</param>
    public virtual BatchUpdateRequest BatchUpdate(BatchUpdateSpreadsheetRequest body, string spreadsheetId) => new(service, body, spreadsheetId);

    /// <summary>The call spreadsheets.get.</summary>
    public class GetRequest : SheetsBaseServiceRequest<Spreadsheet>
    {
        /// <summary>A call.</summary>
        public GetRequest(IClientService service, string spreadsheetId) : base(service)
        {
            SpreadsheetId = spreadsheetId;
            InitParameters();
        }

        /// <summary>The spreadsheet.</summary>
        [RequestParameter("spreadsheetId", RequestParameterType.Path)]
        public virtual string SpreadsheetId { get; private set; }

        /// <inheritdoc />
        public override string MethodName => "get";

        /// <inheritdoc />
        public override string HttpMethod => "GET";

        /// <inheritdoc />
        public override string RestPath => "v4/spreadsheets/{spreadsheetId}";

        /// <summary>Declares the parameters of the call.</summary>
        protected override void InitParameters()
        {
            base.InitParameters();
            this.AddPath("spreadsheetId");
        }
    }

    /// <summary>The call spreadsheets.getByDataFilter.</summary>
    public class GetByDataFilterRequest : SheetsBaseServiceRequest<Spreadsheet>
    {
        /// <summary>A call.</summary>
        public GetByDataFilterRequest(IClientService service, GetSpreadsheetByDataFilterRequest body, string spreadsheetId) : base(service)
        {
            SpreadsheetId = spreadsheetId;
            Body = body;
            InitParameters();
        }

        /// <summary>The spreadsheet.</summary>
        [RequestParameter("spreadsheetId", RequestParameterType.Path)]
        public virtual string SpreadsheetId { get; private set; }

        private GetSpreadsheetByDataFilterRequest Body { get; set; }

        /// <inheritdoc />
        protected override object GetBody() => Body;

        /// <inheritdoc />
        public override string MethodName => "getByDataFilter";

        /// <inheritdoc />
        public override string HttpMethod => "POST";

        /// <inheritdoc />
        public override string RestPath => "v4/spreadsheets/{spreadsheetId}:getByDataFilter";

        /// <summary>Declares the parameters of the call.</summary>
        protected override void InitParameters()
        {
            base.InitParameters();
            this.AddPath("spreadsheetId");
        }
    }

    /// <summary>The call spreadsheets.batchUpdate.</summary>
    public class BatchUpdateRequest : SheetsBaseServiceRequest<BatchUpdateSpreadsheetResponse>
    {
        /// <summary>A call.</summary>
        public BatchUpdateRequest(IClientService service, BatchUpdateSpreadsheetRequest body, string spreadsheetId) : base(service)
        {
            SpreadsheetId = spreadsheetId;
            Body = body;
            InitParameters();
        }

        /// <summary>The spreadsheet.</summary>
        [RequestParameter("spreadsheetId", RequestParameterType.Path)]
        public virtual string SpreadsheetId { get; private set; }

        private BatchUpdateSpreadsheetRequest Body { get; set; }

        /// <inheritdoc />
        protected override object GetBody() => Body;

        /// <inheritdoc />
        public override string MethodName => "batchUpdate";

        /// <inheritdoc />
        public override string HttpMethod => "POST";

        /// <inheritdoc />
        public override string RestPath => "v4/spreadsheets/{spreadsheetId}:batchUpdate";

        /// <summary>Declares the parameters of the call.</summary>
        protected override void InitParameters()
        {
            base.InitParameters();
            this.AddPath("spreadsheetId");
        }
    }
}
