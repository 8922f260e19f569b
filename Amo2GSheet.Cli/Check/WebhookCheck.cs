using System.Runtime.CompilerServices;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Cli.Check;

/// <summary>Our webhook in amoCRM's list. Its address holds a key: only its host is ever said.</summary>
internal sealed class WebhookCheck(CommandContext context) : CheckArea("webhook")
{
    private const string AddressSetting = "AMO_WEBHOOK_URL";
    private const string OwnPath = "/webhook/amocrm";

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
                "Log in as an administrator, to an account whose plan has webhooks.");
            yield break;
        }

        var own = Address is { } address
            ? all.Where(hook => Uri.TryCreate(hook.Destination, UriKind.Absolute, out var url) && url == address).ToList()
            : [.. all.Where(IsOfOurPath)];
        if (own.Count == 0)
        {
            _mendable = Address;
            yield return Blocks(
                "registered",
                $"amoCRM has no webhook of this service among its {all.Count}.",
                Address is null ? $"Set {AddressSetting} to the public address of {OwnPath}, key included, and check --fix registers it." : FixItself);
            yield break;
        }

        foreach (var (hook, index) in own.Select((hook, index) => (hook, index)))
            yield return Of(hook, index == 0 ? "registered" : $"registered {index + 1}");
        if (own.Count > 1)
            yield return Warning("several", $"{own.Count} webhooks of this kind are registered: every change is told several times.", "Delete the old ones in amoCRM's settings.");
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

    private CheckFinding Of(AmoWebhook hook, string name)
    {
        var destination = new Uri(hook.Destination);
        if (!hook.Disabled && hook.IsComplete)
            return Ok(name, $"The webhook to {destination.Host} is on, for everything that can change a row.");

        _mendable ??= destination;
        return hook.Disabled
            ? Blocks(name, $"amoCRM switched the webhook to {destination.Host} off, after too many bad answers.", $"See that the service answers there; {FixItself}")
            : Warning(name, $"The webhook to {destination.Host} is not rung for {string.Join(", ", AmoWebhook.Wanted.Except(hook.Events))}.", FixItself);
    }

    private Uri? Address => Uri.TryCreate(context.Service.Configuration[AddressSetting], UriKind.Absolute, out var address) ? address : null;

    private static bool IsOfOurPath(AmoWebhook hook) =>
        Uri.TryCreate(hook.Destination, UriKind.Absolute, out var url) && url.AbsolutePath.TrimEnd('/').EndsWith(OwnPath, StringComparison.OrdinalIgnoreCase);
}
