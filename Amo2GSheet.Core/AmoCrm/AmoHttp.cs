using System.Net;
using Polly;
using Polly.Retry;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Calls with a bearer token. A GET is tried three times; a change of unknown effect is never repeated here.</summary>
/// <param name="wire">Makes the calls.</param>
/// <param name="tokens">The bearer.</param>
/// <param name="health">Hears how amoCRM treats us.</param>
/// <param name="jitter">Spreads the tries of several workers.</param>
/// <param name="time">The clock.</param>
internal sealed class AmoHttp(AmoWire wire, AmoTokenSource tokens, AmoHealth health, Jitter jitter, TimeProvider time)
{
    private readonly ResiliencePipeline<AmoAnswer> _reads = new ResiliencePipelineBuilder<AmoAnswer> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<AmoAnswer>
        {
            ShouldHandle = new PredicateBuilder<AmoAnswer>().Handle<AmoAnswerLostException>().HandleResult(answer => answer.IsServerError),
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Randomizer = jitter.Next,
            Delay = TimeSpan.FromSeconds(1),
        })
        .Build();

    /// <summary>Reads.</summary>
    /// <returns>A 2xx, or a 403 in JSON: the caller knows whether it can do without what the user may not see.</returns>
    public async Task<AmoAnswer> GetAsync(string path, CancellationToken cancellationToken)
    {
        var request = new AmoRequest(HttpMethod.Get, path);
        try
        {
            var answer = await _reads.ExecuteAsync(async token => await CallAsync(request, token), cancellationToken);
            return answer.IsSuccess || answer.Status == HttpStatusCode.Forbidden ? answer : throw Refusal(request, answer);
        }
        catch (AmoAnswerLostException lost)
        {
            throw new AmoUnavailableException($"{lost.Message} Three tries failed.", null, lost);
        }
    }

    /// <summary>Changes. Not to be cancelled half-way: a call cut off has an unknown effect.</summary>
    /// <returns>A 2xx, or what the batch itself can answer for: 400, 422 (refused) and 504 (too heavy); 404 for what is deleted already.</returns>
    public async Task<AmoAnswer> ChangeAsync(HttpMethod method, string path, byte[] body)
    {
        var request = new AmoRequest(method, path, body);
        try
        {
            var answer = await CallAsync(request, CancellationToken.None);
            return answer.IsSuccess
                || answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.GatewayTimeout
                || (method == HttpMethod.Delete && answer.Status == HttpStatusCode.NotFound)
                    ? answer
                    : throw Refusal(request, answer);
        }
        catch (AmoAnswerLostException lost)
        {
            throw new AmoUnavailableException($"{lost.Message} Whether the change was made is unknown; the next pass looks.", null, lost);
        }
    }

    /// <summary>The exception for an answer that the caller cannot use.</summary>
    public static AmoUnavailableException Refusal(AmoRequest request, AmoAnswer answer) => new(answer.Status switch
    {
        HttpStatusCode.PaymentRequired => $"amoCRM: the account's paid or trial period has ended (HTTP 402 to {request.Name}). Pay for the account.",
        HttpStatusCode.Forbidden => $"amoCRM: the user who logged in lacks the rights for {request.Name} (HTTP 403). Give them, or log in as an administrator.",
        HttpStatusCode.NotFound => $"amoCRM does not know {request.Name} (HTTP 404). Check AMO_SUBDOMAIN.",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
            $"amoCRM sends {request.Name} elsewhere (HTTP {(int)answer.Status}): the account may have been renamed. Check AMO_SUBDOMAIN.",
        _ => $"amoCRM answered {request.Name} with HTTP {(int)answer.Status}: {answer.Words()}",
    });

    private async Task<AmoAnswer> CallAsync(AmoRequest request, CancellationToken cancellationToken)
    {
        var current = await tokens.CurrentAsync(cancellationToken);
        var answer = await wire.SendAsync(request, current.Tokens.AccessToken, cancellationToken);
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            current = await tokens.ReplaceAsync(current, cancellationToken);
            answer = await wire.SendAsync(request, current.Tokens.AccessToken, cancellationToken);
            if (answer.Status == HttpStatusCode.Unauthorized)
                throw health.Unauthorized($"amoCRM refuses even a fresh token: the integration may be switched off in the account. Switch it on and log in again: {tokens.Advice}.");
        }

        if (answer.IsSuccess)
            health.Accepted();
        return answer;
    }
}
