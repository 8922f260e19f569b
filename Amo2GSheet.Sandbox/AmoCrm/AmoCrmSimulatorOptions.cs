namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>How the amoCRM simulator starts.</summary>
public sealed class AmoCrmSimulatorOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>What changes by the control API have to show; null makes a new one.</summary>
    public string? ControlToken { get; init; }

    /// <summary>Clock of the account: token lives, windows of limits, retries of webhooks.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>First label of the account's host.</summary>
    public string Subdomain { get; init; } = DemoAccount.Subdomain;

    /// <summary>The one registered integration's id.</summary>
    public string ClientId { get; init; } = "5b1f0b6e-3c1d-4a6e-9f57-0d6a4c9e2a01";

    /// <summary>The integration's secret.</summary>
    public string ClientSecret { get; init; } = "sandbox-client-secret";

    /// <summary>The integration's redirect URI, compared letter by letter.</summary>
    public string RedirectUri { get; init; } = "http://127.0.0.1:7071/oauth/callback";

    /// <summary>A long-lived token that is valid from the start, or null.</summary>
    public string? LongLivedToken { get; init; }

    /// <summary>Behaviours, limits on or off among them.</summary>
    public AmoSwitches Switches { get; init; } = new();

    /// <summary>Makes the first state, again at each reset; gets the present moment. Null is <see cref="DemoAccount"/>.</summary>
    public Func<DateTimeOffset, AmoSeed>? Seed { get; init; }
}
