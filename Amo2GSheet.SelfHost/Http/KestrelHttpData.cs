using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.SelfHost.Http;

/// <summary>A request whose body has already been received: the real worker's functions, too, get it whole and can seek in it.</summary>
internal sealed class KestrelRequestData(FunctionContext context, HttpRequest request, Uri url, Stream body) : HttpRequestData(context)
{
    public override Stream Body { get; } = body;

    /// <summary>Equal headers are one, joined with commas, as the real host hands them over.</summary>
    public override HttpHeadersCollection Headers { get; } = new(request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString())));

    public override IReadOnlyCollection<IHttpCookie> Cookies { get; } = [.. request.Cookies.Select(c => new HttpCookie(c.Key, c.Value))];

    public override Uri Url { get; } = url;

    public override IEnumerable<ClaimsIdentity> Identities { get; } = [.. request.HttpContext.User.Identities];

    public override string Method { get; } = request.Method;

    public override HttpResponseData CreateResponse() => new KestrelResponseData(FunctionContext);
}

/// <summary>An answer, kept until the function has returned: an exception after a first write is still a clean 500.</summary>
internal sealed class KestrelResponseData(FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;
    public override HttpHeadersCollection Headers { get; set; } = [];
    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => throw new NotSupportedException("Add a Set-Cookie header: this host sends no other cookies.");
}
