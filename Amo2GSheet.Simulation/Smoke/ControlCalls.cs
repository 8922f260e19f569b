using System.Net.Http.Json;
using System.Text.Json;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Requests to one address; an answer that is no success is a failure that quotes it.</summary>
/// <param name="http">The client.</param>
/// <param name="root">The address, ending in a slash.</param>
/// <param name="json">How bodies are written and read.</param>
/// <param name="cancellationToken">Ends every request.</param>
/// <param name="token">The simulator's control token; null for the service.</param>
internal sealed class ControlCalls(HttpClient http, Uri root, JsonSerializerOptions json, CancellationToken cancellationToken, string? token = null)
{
    /// <summary>Reads.</summary>
    public async Task<T> GetAsync<T>(string path) => await ReadAsync<T>(await SendAsync(HttpMethod.Get, path, null));

    /// <summary>Does, and reads the answer.</summary>
    public async Task<T> PostAsync<T>(string path, object body) =>
        await ReadAsync<T>(await SendAsync(HttpMethod.Post, path, JsonContent.Create(body, options: json)));

    /// <summary>Does.</summary>
    public async Task SendAsync(HttpMethod method, string path, object body)
    {
        using var answer = await SendAsync(method, path, JsonContent.Create(body, options: json));
    }

    /// <summary>Sends; the caller disposes the answer.</summary>
    /// <exception cref="SmokeFailure">The answer is no success.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(root, path)) { Content = content };
        if (token is not null)
            request.Headers.Add("X-Control-Token", token);
        var answer = await http.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return answer;

        using (answer)
        {
            // Without the query, which may carry the key.
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            throw new SmokeFailure($"{method} {path.Split('?')[0]} was answered with {(int)answer.StatusCode}: {text}");
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage answer)
    {
        using (answer)
        {
            return await answer.Content.ReadFromJsonAsync<T>(json, cancellationToken)
                ?? throw new SmokeFailure($"{answer.RequestMessage?.RequestUri?.AbsolutePath} was answered with null.");
        }
    }
}
