using System.Net;
using Amo2GSheet.Core.Sync.Holds;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary>How a person's decision about a hold is answered.</summary>
internal static class HoldAnswers
{
    /// <summary>202 when the next pass carries it out; 409 when the set, or what was decided about it, is not what the person thinks.</summary>
    public static Task<HttpResponseData> AnswerAsync(HttpRequestData request, HoldAnswer answer) => answer.Kind switch
    {
        HoldAnswerKind.Taken => request.AnswerAsync(HttpStatusCode.Accepted, new { detail = answer.Sentence, hold = answer.Shown!.Hold }),
        HoldAnswerKind.Unknown => request.RefuseAsync(HttpStatusCode.NotFound, "UnknownHold", answer.Sentence),
        HoldAnswerKind.Busy => request.RefuseAsync(HttpStatusCode.ServiceUnavailable, "Busy", answer.Sentence),
        var changed => request.AnswerAsync(
            HttpStatusCode.Conflict, new { reason = changed is HoldAnswerKind.Changed ? "SetChanged" : "DecidedAlready", detail = answer.Sentence, hold = answer.Shown?.Hold }),
    };
}
