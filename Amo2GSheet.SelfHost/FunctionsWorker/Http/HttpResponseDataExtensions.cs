using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Writing answers.</summary>
public static class HttpResponseDataExtensions
{
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>Writes text; sets no <c>Content-Type</c>.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="value">The text.</param>
    /// <param name="encoding">UTF-8 when null.</param>
    public static Task WriteStringAsync(this HttpResponseData response, string value, Encoding? encoding = null) =>
        WriteStringAsync(response, value, default, encoding);

    /// <summary>Writes text; sets no <c>Content-Type</c>.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="value">The text.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <param name="encoding">UTF-8 when null.</param>
    public static Task WriteStringAsync(
        this HttpResponseData response, string value, CancellationToken cancellationToken, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return WriteBytesAsync(response, (encoding ?? Encoding.UTF8).GetBytes(value), cancellationToken);
    }

    /// <summary>Writes JSON with the application's <see cref="JsonSerializerOptions"/>; the status stays as it is.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="instance">What to write.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static ValueTask WriteAsJsonAsync<T>(
        this HttpResponseData response, T instance, CancellationToken cancellationToken = default) =>
        WriteAsJsonAsync(response, instance, JsonType, cancellationToken);

    /// <summary>Writes JSON with the application's <see cref="JsonSerializerOptions"/>; the status stays as it is.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="instance">What to write.</param>
    /// <param name="contentType">Added as <c>Content-Type</c>.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static ValueTask WriteAsJsonAsync<T>(
        this HttpResponseData response, T instance, string contentType, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(contentType);
        var options = response.FunctionContext.InstanceServices.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
        response.Headers.Add("Content-Type", contentType);
        return new ValueTask(JsonSerializer.SerializeAsync(response.Body, instance, options, cancellationToken));
    }

    /// <summary>Writes bytes; sets no <c>Content-Type</c>.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="value">The bytes.</param>
    public static Task WriteBytesAsync(this HttpResponseData response, byte[] value) => WriteBytesAsync(response, value, default);

    /// <summary>Writes bytes; sets no <c>Content-Type</c>.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="value">The bytes.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static Task WriteBytesAsync(this HttpResponseData response, byte[] value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(value);
        return response.Body.WriteAsync(value, 0, value.Length, cancellationToken);
    }
}
