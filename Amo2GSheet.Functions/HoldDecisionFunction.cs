using System.Net;
using Amo2GSheet.Core.Sync.Holds;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary><c>POST /holds/{id}/approve</c>, <c>POST /holds/{id}/discard</c>, each with <c>?fingerprint=…</c> of the set that the person saw.</summary>
/// <param name="desk">Takes the decision.</param>
public sealed class HoldDecisionFunction(HoldDesk desk)
{
    /// <summary>The set is pushed to amoCRM by the next pass.</summary>
    [Function("hold-approve")]
    public Task<HttpResponseData> ApproveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "holds/{id}/approve")] HttpRequestData request, string id, CancellationToken cancellationToken) =>
        DecideAsync(request, id, HoldVerdict.Approved, cancellationToken);

    /// <summary>The set is undone in the sheet by the next pass.</summary>
    [Function("hold-discard")]
    public Task<HttpResponseData> DiscardAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "holds/{id}/discard")] HttpRequestData request, string id, CancellationToken cancellationToken) =>
        DecideAsync(request, id, HoldVerdict.Discarded, cancellationToken);

    private Task<HttpResponseData> DecideAsync(HttpRequestData request, string id, HoldVerdict verdict, CancellationToken cancellationToken) =>
        request.Query["fingerprint"] is { Length: > 0 } fingerprint
            ? request.AnswerFromStorageAsync(
                async token => await HoldAnswers.AnswerAsync(request, await desk.DecideAsync(id, fingerprint, verdict, token)), cancellationToken)
            : request.RefuseAsync(HttpStatusCode.BadRequest, "NoFingerprint", $"Add ?fingerprint=… as GET /holds/{id} shows it.");
}
