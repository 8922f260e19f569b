using System.Net;
using Amo2GSheet.Core.Sync.Holds;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.Functions;

/// <summary><c>GET /holds</c>, <c>GET /holds/{id}</c>: what the brake holds back until a person decides.</summary>
/// <param name="desk">Shows it.</param>
public sealed class HoldsFunction(HoldDesk desk)
{
    /// <summary>All holds, with counts, samples and cost.</summary>
    [Function("holds")]
    public Task<HttpResponseData> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "holds")] HttpRequestData request, CancellationToken cancellationToken) =>
        request.AnswerFromStorageAsync(async token => await request.AnswerAsync(HttpStatusCode.OK, new { holds = await desk.ListAsync(token) }), cancellationToken);

    /// <summary>One hold with all its leads, and the fingerprint that a decision has to bear.</summary>
    [Function("hold")]
    public Task<HttpResponseData> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "holds/{id}")] HttpRequestData request, string id, CancellationToken cancellationToken) =>
        request.AnswerFromStorageAsync(
            async token => await desk.ShowAsync(id, token) is { } shown
                ? await request.AnswerAsync(HttpStatusCode.OK, shown)
                : await request.RefuseAsync(HttpStatusCode.NotFound, "UnknownHold", HoldAnswer.Unknown(id).Sentence),
            cancellationToken);
}
