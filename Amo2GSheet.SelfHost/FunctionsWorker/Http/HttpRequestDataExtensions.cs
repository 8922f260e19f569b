using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Reading requests and starting answers.</summary>
public static class HttpRequestDataExtensions
{
    /// <summary>The rest of the body as text; a byte order mark beats the encoding given.</summary>
    /// <param name="request">The request.</param>
    /// <param name="encoding">UTF-8 when null.</param>
    public static async Task<string?> ReadAsStringAsync(this HttpRequestData request, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Body is null)
            return null;

        using var reader = new StreamReader(request.Body, encoding ?? Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }

    /// <summary>The rest of the body as JSON, with the application's <see cref="JsonSerializerOptions"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="JsonException">The body is not JSON of that shape.</exception>
    public static ValueTask<T?> ReadFromJsonAsync<T>(this HttpRequestData request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = request.FunctionContext.InstanceServices.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
        return JsonSerializer.DeserializeAsync<T>(request.Body, options, cancellationToken);
    }

    /// <summary>An empty answer.</summary>
    /// <param name="request">The request to answer.</param>
    /// <param name="statusCode">Its status.</param>
    public static HttpResponseData CreateResponse(this HttpRequestData request, HttpStatusCode statusCode)
    {
        var response = request.CreateResponse();
        response.StatusCode = statusCode;
        return response;
    }
}
