using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary>Answers of functions that ask amoCRM on behalf of a person.</summary>
internal static class AmoAnswers
{
    /// <summary>Answers with what <paramref name="answer"/> answers, or 503 with the reason why amoCRM, or the tables with its tokens, could not be asked.</summary>
    public static Task<HttpResponseData> AnswerFromAmoAsync(
        this HttpRequestData request, AmoCrmOptions account, Func<Task<HttpResponseData>> answer, CancellationToken cancellationToken) =>
        request.AnswerFromStorageAsync(_ => request.AnswerAsync(account, answer), cancellationToken);

    private static async Task<HttpResponseData> AnswerAsync(this HttpRequestData request, AmoCrmOptions account, Func<Task<HttpResponseData>> answer)
    {
        try
        {
            return await answer();
        }
        catch (AmoUnauthorizedException unauthorized)
        {
            // Not 401: that would say that the caller's own key is wrong.
            return await request.AnswerAsync(
                HttpStatusCode.ServiceUnavailable, new { reason = "LogInNeeded", detail = unauthorized.Message, logIn = Consent.LogInLink(account) });
        }
        catch (AmoUnavailableException unavailable)
        {
            return await request.RefuseAsync(HttpStatusCode.ServiceUnavailable, "AmoUnavailable", unavailable.Message);
        }
    }
}
