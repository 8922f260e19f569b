namespace Amo2GSheet.Core.AmoCrm;

/// <summary>The account's webhooks. Needs an administrator's log-in. Throws as <see cref="IAmoCrm"/> does.</summary>
public interface IAmoWebhooks
{
    /// <summary>All webhooks of the account, ours or not.</summary>
    Task<IReadOnlyList<AmoWebhook>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Registers our webhook for <see cref="AmoWebhook.Wanted"/>, or again: that switches on one that amoCRM switched off.</summary>
    /// <param name="destination">The public address of <c>POST /webhook/amocrm</c>, key included.</param>
    /// <param name="cancellationToken">Stops before the call.</param>
    /// <returns>The webhook as amoCRM has it now.</returns>
    /// <exception cref="AmoUnavailableException">Also when the account's plan has no webhooks, or the user lacks the rights.</exception>
    Task<AmoWebhook> RegisterAsync(Uri destination, CancellationToken cancellationToken);
}

/// <summary>A webhook as amoCRM lists it.</summary>
/// <param name="Destination">Where it goes, its key included: never to be logged or shown whole.</param>
/// <param name="Disabled">amoCRM switched it off after too many bad answers.</param>
/// <param name="Events">What it is rung for.</param>
public sealed record AmoWebhook(string Destination, bool Disabled, IReadOnlyList<string> Events)
{
    /// <summary>What our webhook is rung for: everything that can change a row.</summary>
    public static IReadOnlyList<string> Wanted { get; } = ["add_lead", "update_lead", "status_lead", "delete_lead", "restore_lead"];

    /// <summary>Whether it is rung for all that we want.</summary>
    public bool IsComplete => Wanted.All(Events.Contains);

    /// <summary>Keeps the key out of whatever prints a record.</summary>
    public override string ToString() => $"webhook, {(Disabled ? "disabled" : "enabled")}, {string.Join(' ', Events)}";
}
