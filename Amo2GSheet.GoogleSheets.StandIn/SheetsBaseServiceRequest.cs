// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Requests;
using Google.Apis.Services;
using Google.Apis.Util;

namespace Google.Apis.Sheets.v4;

/// <summary>A call of the API.</summary>
/// <typeparam name="TResponse">What the call answers.</typeparam>
public abstract class SheetsBaseServiceRequest<TResponse> : ClientServiceRequest<TResponse>
{
    /// <summary>A call.</summary>
    /// <param name="service">The client that makes the call.</param>
    protected SheetsBaseServiceRequest(IClientService service) : base(service)
    {
    }

    /// <summary>Mask of the answer: which fields to send, such as <c>sheets.properties(sheetId,title)</c>.</summary>
    [RequestParameter("fields", RequestParameterType.Query)]
    public virtual string Fields { get; set; }

    /// <summary>Declares the parameters of the call.</summary>
    protected override void InitParameters()
    {
        base.InitParameters();
        this.AddQuery("fields");
    }
}
