using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Functions;

/// <summary>
/// <c>POST /webhook/amocrm</c>: stores which leads to look at, answers, and nudges the pass. amoCRM waits two seconds and switches a webhook
/// off after a hundred bad answers, so its own webhooks that name no lead get 200 and are not stored.
/// </summary>
/// <param name="inbox">Where bells wait.</param>
/// <param name="signal">Nudges the pass.</param>
/// <param name="catchUp">Finds out what changed where a body does not say it.</param>
/// <param name="status">Remembers when amoCRM last rang.</param>
/// <param name="account">Which account is ours.</param>
/// <param name="time">The clock.</param>
public sealed class WebhookFunction(
    Inbox inbox, PassSignal signal, CatchUpTrigger catchUp, WebhookStatus status, IOptions<AmoCrmOptions> account, TimeProvider time)
{
    /// <summary>How long amoCRM waits for the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What of it storage may take; the rest is for the way there and back.</summary>
    internal static readonly TimeSpan MostStorage = TimeSpan.FromSeconds(1.8);

    /// <summary>Receives one webhook; the host has checked the function key.</summary>
    [Function("webhook-amocrm")]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "webhook/amocrm")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var answer = await ReceiveAsync(request, cancellationToken);
        if (time.GetElapsedTime(began) > Patience)
            status.AnsweredLate();
        return answer;
    }

    private async Task<HttpResponseData> ReceiveAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        var result = await WebhookForm.ReadAsync(request.Body, time.GetUtcNow(), cancellationToken: cancellationToken);
        if (result is WebhookUnreadable { Reason: WebhookDefect.TooLarge })
            return await request.AnswerAsync(HttpStatusCode.RequestEntityTooLarge, Refusal.TooLarge);
        if (result is WebhookUnreadable { Reason: WebhookDefect.Empty })
        {
            // The host passes on no body that comes without a Content-Length. Something changed all the same, and a bad answer counts against the webhook.
            status.BellRang();
            catchUp.Request();
            return await request.AnswerAsync(HttpStatusCode.OK, new { stored = 0, duplicates = 0, reason = WebhookDefect.Empty });
        }

        if (result is not WebhookRead webhook)
            return await request.RefuseAsync(HttpStatusCode.BadRequest, ((WebhookUnreadable)result).Reason.ToString(), "The body is not a webhook of amoCRM.");
        if (webhook.AccountSubdomain is { } sender && !account.Value.IsAccount(sender))
            return await request.RefuseAsync(HttpStatusCode.Forbidden, "ForeignAccount", "The webhook comes from another account than AMO_SUBDOMAIN.");
        if (webhook is { Silence: { } silence, AccountSubdomain: null })
            return await request.RefuseAsync(HttpStatusCode.BadRequest, silence.ToString(), "The body names no lead and no account.");

        status.BellRang();
        // Not cancelled when amoCRM hangs up: it would send the same again, and the same would be lost again. An answer of 5xx makes amoCRM
        // repeat the webhook later, so that one that could not be stored is not lost; what it names is also found by the catch-up.
        return await request.AnswerFromStorageAsync(token => StoreAsync(request, webhook, token), CancellationToken.None, most: MostStorage);
    }

    private async Task<HttpResponseData> StoreAsync(HttpRequestData request, WebhookRead webhook, CancellationToken cancellationToken)
    {
        var stored = await inbox.ReceiveAsync(webhook.Bells, cancellationToken);
        if (stored > 0)
            signal.Nudge();
        return await request.AnswerAsync(HttpStatusCode.OK, new { stored, duplicates = webhook.Bells.Count - stored, reason = webhook.Silence });
    }
}
