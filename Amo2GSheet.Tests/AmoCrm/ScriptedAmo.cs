using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Tests.AmoCrm;

/// <summary>A call as the client made it.</summary>
internal sealed record AmoCall(string Method, string Target, string? Token, string Body, string UserAgent, DateTimeOffset At)
{
    /// <summary>The body as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>amoCRM by script: the next call must be the next line of it, and a call that the script does not know fails the test.</summary>
internal sealed class ScriptedAmo(TimeProvider time) : HttpMessageHandler
{
    private readonly Queue<(string Start, Func<AmoCall, Task<HttpResponseMessage>> Answer)> _script = new();

    public List<AmoCall> Calls { get; } = [];

    /// <summary>Answers the next call, whose «METHOD /path?query» starts so, with a status and a body.</summary>
    public ScriptedAmo On(string start, HttpStatusCode status = HttpStatusCode.OK, string body = "", string? retryAfter = null) =>
        On(start, _ =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8) };
            if (retryAfter is not null)
                response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            return Task.FromResult(response);
        });

    /// <summary>Breaks the connection of the next call.</summary>
    public ScriptedAmo Lost(string start) => On(start, _ => throw new HttpRequestException("connection reset"));

    public ScriptedAmo On(string start, Func<AmoCall, Task<HttpResponseMessage>> answer)
    {
        _script.Enqueue((start, answer));
        return this;
    }

    /// <summary>All of the script was played.</summary>
    public void Played() => Assert.Empty(_script.Select(line => line.Start));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var call = new AmoCall(
            request.Method.Method,
            $"{request.RequestUri!.Authority}{Uri.UnescapeDataString(request.RequestUri.PathAndQuery)}",
            request.Headers.Authorization?.Parameter,
            body,
            request.Headers.UserAgent.ToString(),
            time.GetUtcNow());
        lock (Calls)
            Calls.Add(call);

        var said = $"{call.Method} {Uri.UnescapeDataString(request.RequestUri.PathAndQuery)}";
        if (!_script.TryDequeue(out var line) || !said.StartsWith(line.Start, StringComparison.Ordinal))
            throw new InvalidOperationException($"A surprise call: {said}; expected: {line.Start ?? "none"}");
        return await line.Answer(call).WaitAsync(cancellationToken);
    }
}
