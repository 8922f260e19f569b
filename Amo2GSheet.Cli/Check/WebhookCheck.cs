using System.Runtime.CompilerServices;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Check;

/// <summary>Our webhook in amoCRM's list. Its address holds a key: only host and path are ever said.</summary>
internal sealed class WebhookCheck(CommandContext context) : CheckArea("webhook")
{
    /// <summary>What to register, when the last look found that something is to be mended and where to.</summary>
    private Uri? _mendable;

    /// <inheritdoc />
    public override async IAsyncEnumerable<CheckFinding> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _mendable = null;
        var (all, unseen) = await ListAsync(cancellationToken);
        if (all is null)
        {
            yield return Warning(
                "registered", $"Whether amoCRM sends webhooks cannot be seen; without them changes come with the catch-up. {unseen}",
                "Log in as an administrator. Where the plan has no webhooks by API, register by hand in amoCRM, settings of integrations, «Webhooks»: the address of "
                + $"/webhook/amocrm with its key, for {string.Join(", ", AmoWebhook.Wanted)}.");
            yield break;
        }

        var address = context.Get<IOptions<AmoCrmOptions>>().Value.WebhookAddress;
        if (WebhookAddress.Find(all, address) is { } own)
        {
            yield return Of(own);
            yield break;
        }

        _mendable = address;
        yield return Blocks(
            "registered",
            $"amoCRM has no webhook of this service among its {all.Count}; changes come with the catch-up, minutes late.",
            address is null ? "Set AMO_WEBHOOK_URL to the public address of /webhook/amocrm, key included, and check --fix registers it." : FixItself);
    }

    /// <inheritdoc />
    public override async Task<bool> MendAsync(CancellationToken cancellationToken)
    {
        if (_mendable is not { } destination)
            return false;

        await context.Get<IAmoWebhooks>().RegisterAsync(destination, cancellationToken);
        return true;
    }

    private async Task<(IReadOnlyList<AmoWebhook>? All, string? Unseen)> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await context.Get<IAmoWebhooks>().ListAsync(cancellationToken), null);
        }
        catch (AmoUnavailableException unseen)
        {
            return (null, unseen.Message);
        }
    }

    private CheckFinding Of(AmoWebhook hook)
    {
        var destination = new Uri(hook.Destination);
        var shown = WebhookAddress.Shown(destination);
        if (!hook.Disabled && hook.IsComplete)
            return Ok("registered", $"The webhook to {shown} is on, for everything that can change a row.");

        _mendable = destination;
        return hook.Disabled
            ? Blocks("registered", $"amoCRM switched the webhook to {shown} off, after too many bad answers; changes come with the catch-up, minutes late.", $"See that the service answers there; {FixItself}")
            : Warning("registered", $"The webhook to {shown} is not rung for {string.Join(", ", AmoWebhook.Wanted.Except(hook.Events))}.", FixItself);
    }
}
