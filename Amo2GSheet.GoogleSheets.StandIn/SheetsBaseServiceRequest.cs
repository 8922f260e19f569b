// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Requests;
using Google.Apis.Services;
using Google.Apis.Util;

namespace Google.Apis.Sheets.v4;

/// <summary>A call of the API with the query parameters that all calls share.</summary>
/// <typeparam name="TResponse">What the call answers.</typeparam>
/// <param name="service">The client that makes the call.</param>
public abstract class SheetsBaseServiceRequest<TResponse>(IClientService service) : ClientServiceRequest<TResponse>(service)
{
    /// <summary>Shape of error bodies.</summary>
    [RequestParameter("$.xgafv", RequestParameterType.Query)]
    public virtual XgafvEnum? Xgafv { get; set; }

    /// <summary>Shapes of error bodies.</summary>
    public enum XgafvEnum
    {
        /// <summary>First shape.</summary>
        [StringValue("1")]
        Value1 = 0,

        /// <summary>Second shape.</summary>
        [StringValue("2")]
        Value2 = 1,
    }

    /// <summary>Access token, when there is no credential.</summary>
    [RequestParameter("access_token", RequestParameterType.Query)]
    public virtual string AccessToken { get; set; }

    /// <summary>Format of the answer; JSON when absent.</summary>
    [RequestParameter("alt", RequestParameterType.Query)]
    public virtual AltEnum? Alt { get; set; }

    /// <summary>Formats of an answer.</summary>
    public enum AltEnum
    {
        /// <summary>JSON.</summary>
        [StringValue("json")]
        Json = 0,

        /// <summary>Media of any type.</summary>
        [StringValue("media")]
        Media = 1,

        /// <summary>Protocol buffers.</summary>
        [StringValue("proto")]
        Proto = 2,
    }

    /// <summary>JSONP function.</summary>
    [RequestParameter("callback", RequestParameterType.Query)]
    public virtual string Callback { get; set; }

    /// <summary>Mask of the answer: which fields to send, such as <c>sheets.properties(sheetId,title)</c>.</summary>
    [RequestParameter("fields", RequestParameterType.Query)]
    public virtual string Fields { get; set; }

    /// <summary>API key, for calls without a credential.</summary>
    [RequestParameter("key", RequestParameterType.Query)]
    public virtual string Key { get; set; }

    /// <summary>OAuth token of a user.</summary>
    [RequestParameter("oauth_token", RequestParameterType.Query)]
    public virtual string OauthToken { get; set; }

    /// <summary>Whether the answer is indented; it is when absent.</summary>
    [RequestParameter("prettyPrint", RequestParameterType.Query)]
    public virtual bool? PrettyPrint { get; set; }

    /// <summary>Any name, up to 40 characters, that the quota counts as one user.</summary>
    [RequestParameter("quotaUser", RequestParameterType.Query)]
    public virtual string QuotaUser { get; set; }

    /// <summary>Old upload protocol.</summary>
    [RequestParameter("uploadType", RequestParameterType.Query)]
    public virtual string UploadType { get; set; }

    /// <summary>Upload protocol.</summary>
    [RequestParameter("upload_protocol", RequestParameterType.Query)]
    public virtual string UploadProtocol { get; set; }

    /// <summary>Declares the parameters of the call.</summary>
    protected override void InitParameters()
    {
        base.InitParameters();
        this.AddQuery("$.xgafv", "access_token", "callback", "fields", "key", "oauth_token", "quotaUser", "uploadType", "upload_protocol");
        this.AddDefaultedQuery("alt", "json");
        this.AddDefaultedQuery("prettyPrint", "true");
    }
}
