using System.Collections.Specialized;
using System.Security.Claims;
using System.Web;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The HTTP request that started a function.</summary>
/// <param name="functionContext">The invocation.</param>
public abstract class HttpRequestData(FunctionContext functionContext)
{
    private NameValueCollection? _query;

    /// <summary>The body, whole and from its start; empty when there is none.</summary>
    public abstract Stream Body { get; }

    /// <summary>All headers.</summary>
    public abstract HttpHeadersCollection Headers { get; }

    /// <summary>The address asked for, as the caller wrote it.</summary>
    public abstract Uri Url { get; }

    /// <summary>Who calls; empty here, keys are no identities.</summary>
    public abstract IEnumerable<ClaimsIdentity> Identities { get; }

    /// <summary>The HTTP method, upper case.</summary>
    public abstract string Method { get; }

    /// <summary>The invocation.</summary>
    public FunctionContext FunctionContext { get; } = functionContext ?? throw new ArgumentNullException(nameof(functionContext));

    /// <summary>The query of <see cref="Url"/>, decoded.</summary>
    public virtual NameValueCollection Query => _query ??= HttpUtility.ParseQueryString(Url.Query);

    /// <summary>An empty answer with status 200.</summary>
    public abstract HttpResponseData CreateResponse();
}
