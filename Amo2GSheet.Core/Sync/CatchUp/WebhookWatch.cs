using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>
/// Sees that amoCRM still sends its webhooks: it switches one off after a hundred bad answers. What is off or incomplete is registered
/// again, what is missing registered when its address is set. What was missed meanwhile, the sweep brings.
/// </summary>
internal sealed partial class WebhookWatch(
    IAmoWebhooks webhooks, ICursorStore cursors, WebhookStatus status, IOptions<AmoCrmOptions> options, TimeProvider time, ILogger<WebhookWatch> logger)
{
    /// <summary>
    /// Holds the destination of a webhook while it is taken out and put in again: without <c>AMO_WEBHOOK_URL</c> nobody else knows it. It
    /// holds a key, as the table of tokens does, and is emptied afterwards.
    /// </summary>
    public const string OwedName = "webhook/owed";

    /// <summary>How long a look is good for.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    private DateTimeOffset? _looked;

    /// <summary>Looks, unless it did a short while ago, and mends what it can.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_looked is { } looked && now - looked < Every && now >= looked)
            return;

        try
        {
            await LookAsync(cancellationToken);
            _looked = now;
        }
        catch (AmoUnavailableException unseen)
        {
            // Told once: an account whose plan has no webhooks, or whose log-in is no administrator's, lives by the sweep.
            if (status.Report("unknown", null, $"Whether amoCRM sends webhooks cannot be seen; changes come with the catch-up. {unseen.Message}"))
                Log.Unseen(logger, unseen.Message);
            _looked = now;
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var set = options.Value.WebhookAddress;
        var all = await webhooks.ListAsync(cancellationToken);
        var ours = WebhookAddress.Find(all, set);
        if (ours is { Disabled: false, IsComplete: true })
        {
            if (status.Report("enabled", Shown(ours), null))
                Log.Enabled(logger, Shown(ours));
            return;
        }

        var owed = new Position(cursors, OwedName);
        var destination = ours?.Destination ?? set?.OriginalString ?? await owed.ReadAsync(cancellationToken);
        if (string.IsNullOrEmpty(destination))
        {
            const string Missing = "amoCRM has no webhook of ours that is on; changes come with the catch-up. "
                + "Set AMO_WEBHOOK_URL to the public address of /webhook/amocrm with its key, or register the webhook in amoCRM.";
            if (status.Report("missing", null, Missing))
                Log.Missing(logger, Missing);
            return;
        }

        var address = new Uri(destination);
        status.Report(ours is null ? "missing" : ours.Disabled ? "disabled" : "enabled", WebhookAddress.Shown(address), "It is being registered again.");
        await RegisterAsync(address, owed, ours, cancellationToken);
    }

    private async Task RegisterAsync(Uri address, Position owed, AmoWebhook? before, CancellationToken cancellationToken)
    {
        await owed.ReadAsync(cancellationToken);
        await owed.WriteAsync(address.OriginalString, cancellationToken);
        var registered = await webhooks.RegisterAsync(address, cancellationToken);
        await owed.WriteAsync("", cancellationToken);

        var shown = WebhookAddress.Shown(address);
        if (registered.Disabled)
        {
            const string Off = "amoCRM keeps our webhook switched off; changes come with the catch-up. Switch it on in amoCRM's settings of webhooks.";
            if (status.Report("disabled", shown, Off))
                Log.Missing(logger, Off);
            return;
        }

        status.Report("enabled", shown, null);
        var was = before switch { null => "missing", { Disabled: true } => "disabled", _ => "incomplete" };
        Log.Registered(logger, shown, was, status.Current.LastBell?.ToString("u") ?? "before this process started");
    }

    private static string Shown(AmoWebhook hook) => WebhookAddress.Shown(new Uri(hook.Destination));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "amoCRM sends its webhooks to {Address}")]
        public static partial void Enabled(ILogger logger, string address);

        [LoggerMessage(2, LogLevel.Warning, "{Why}")]
        public static partial void Missing(ILogger logger, string why);

        [LoggerMessage(3, LogLevel.Warning, "amoCRM's webhook to {Address} was {Was} and is registered again; the last one came {LastBell}, what came since the catch-up brings")]
        public static partial void Registered(ILogger logger, string address, string was, string lastBell);

        [LoggerMessage(4, LogLevel.Warning, "Whether amoCRM sends webhooks cannot be seen; changes come with the catch-up. {Why}")]
        public static partial void Unseen(ILogger logger, string why);
    }
}
