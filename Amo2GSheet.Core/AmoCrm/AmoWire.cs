using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>One call to the account's host through the gate, with its own time-out; turned away for a moment, it is made again.</summary>
internal sealed partial class AmoWire(
    IHttpClientFactory clients,
    AmoGate gate,
    IOptions<AmoCrmOptions> options,
    TimeProvider time,
    ILogger<AmoWire> logger)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "amocrm";

    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PatchTimeOut = TimeSpan.FromSeconds(30);

    /// <summary>A POST makes things anew each time, so its answer is waited for as long as amoCRM's own gateway waits.</summary>
    internal static readonly TimeSpan PostTimeOut = TimeSpan.FromSeconds(60);

    /// <summary>Calls and reads the answer whole, whatever its status; only 429 and a block never come back from here.</summary>
    /// <exception cref="AmoAnswerLostException">Network or time-out.</exception>
    /// <exception cref="AmoUnavailableException">The gate is closed, or this answer closed it; or the pass lease has ended, and the change was not sent.</exception>
    public async Task<AmoAnswer> SendAsync(AmoRequest request, string? accessToken, CancellationToken cancellationToken)
    {
        while (true)
        {
            await gate.EnterAsync(cancellationToken);
            var answer = await CallAsync(request, accessToken, cancellationToken);
            Log.Answered(logger, request.Name, (int)answer.Status);
            if (gate.Admits(answer))
                return answer;
        }
    }

    private async Task<AmoAnswer> CallAsync(AmoRequest request, string? accessToken, CancellationToken cancellationToken)
    {
        var timeOut = request.Method == HttpMethod.Patch ? PatchTimeOut
            : request.Method == HttpMethod.Post && accessToken is not null ? PostTimeOut
            : TimeOut;
        using var deadline = new CancellationTokenSource(timeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var message = Compose(request, accessToken);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(message, either.Token);
            return new AmoAnswer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token), RetryAfter(response))
            {
                ServerTime = response.Headers.Date,
            };
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AmoAnswerLostException($"amoCRM did not answer {request.Name} in {timeOut.TotalSeconds} s.", late);
        }
        catch (WriteFencedException fenced)
        {
            throw new AmoUnavailableException(fenced.Message, null, fenced);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new AmoAnswerLostException($"The network failed during {request.Name}: {broken.Message}", broken);
        }
    }

    private HttpRequestMessage Compose(AmoRequest request, string? accessToken)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(options.Value.BaseAddress, request.Path));
        if (accessToken is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        if (request.Body is not null)
            message.Content = new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return message;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "amoCRM {Request}: {Status}")]
        public static partial void Answered(ILogger logger, string request, int status);
    }
}
