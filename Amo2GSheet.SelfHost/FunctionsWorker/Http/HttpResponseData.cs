using System.Net;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The answer of an HTTP function.</summary>
/// <param name="functionContext">The invocation.</param>
public abstract class HttpResponseData(FunctionContext functionContext)
{
    /// <summary>The status.</summary>
    public abstract HttpStatusCode StatusCode { get; set; }

    /// <summary>All headers.</summary>
    public abstract HttpHeadersCollection Headers { get; set; }

    /// <summary>The body; sent when the function has returned.</summary>
    public abstract Stream Body { get; set; }

    /// <summary>The invocation.</summary>
    public FunctionContext FunctionContext { get; } = functionContext ?? throw new ArgumentNullException(nameof(functionContext));

    /// <summary>An empty answer with status 200.</summary>
    /// <param name="request">The request to answer.</param>
    public static HttpResponseData CreateResponse(HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.CreateResponse();
    }
}
