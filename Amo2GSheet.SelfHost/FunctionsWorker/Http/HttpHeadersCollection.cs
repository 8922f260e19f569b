using System.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Headers of a request or an answer; <c>Content-Type</c> and its like included.</summary>
public class HttpHeadersCollection : HttpHeaders
{
    /// <summary>Empty.</summary>
    public HttpHeadersCollection()
    {
    }

    /// <summary>A copy, values not validated.</summary>
    /// <param name="headers">Names and their values.</param>
    public HttpHeadersCollection(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers)
    {
        foreach (var (name, values) in headers)
            TryAddWithoutValidation(name, values);
    }

    /// <summary>A copy, values not validated.</summary>
    /// <param name="headers">Names and their value.</param>
    public HttpHeadersCollection(IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
            TryAddWithoutValidation(name, value);
    }
}
