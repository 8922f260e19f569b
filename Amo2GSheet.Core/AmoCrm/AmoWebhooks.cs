using System.Text.Json;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>The account's webhooks over HTTP, API v4. They are known by their destination, never by their id.</summary>
internal sealed class AmoWebhooks(AmoHttp http, AmoPages pages) : IAmoWebhooks
{
    private const string Path = "api/v4/webhooks";

    /// <inheritdoc />
    public Task<IReadOnlyList<AmoWebhook>> ListAsync(CancellationToken cancellationToken) =>
        pages.ReadAsync(Path, "webhooks", Read, forbidden: null, cancellationToken);

    /// <inheritdoc />
    public async Task<AmoWebhook> RegisterAsync(Uri destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var registered = await PostAsync(destination, cancellationToken);
        if (!registered.Disabled)
            return registered;

        // Whether registering again switches a webhook on is not documented; a new one is on for certain.
        await http.ChangeAsync(HttpMethod.Delete, Path, JsonSerializer.SerializeToUtf8Bytes(new { destination = destination.OriginalString }));
        return await PostAsync(destination, CancellationToken.None);
    }

    private async Task<AmoWebhook> PostAsync(Uri destination, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { destination = destination.OriginalString, settings = AmoWebhook.Wanted });
        var answer = await http.ChangeAsync(HttpMethod.Post, Path, body);
        if (!answer.IsSuccess)
        {
            // In our own words: amoCRM's may repeat the destination, and its key with it.
            throw new AmoUnavailableException(
                $"amoCRM refused the webhook (HTTP {(int)answer.Status}). See that AMO_WEBHOOK_URL is an address that amoCRM can reach.");
        }

        using var json = answer.TryJson();
        if (json is not null && json.RootElement.At("disabled").ValueKind is not JsonValueKind.Undefined && Read(json.RootElement) is { } told)
            return told;

        // An answer that does not say how the webhook is now: look.
        var all = await ListAsync(cancellationToken);
        return all.FirstOrDefault(hook => hook.Destination == destination.OriginalString)
            ?? throw new AmoUnavailableException("amoCRM accepted the webhook and does not list it.");
    }

    private static AmoWebhook? Read(JsonElement json) => json.Text("destination") is { Length: > 0 } destination
        ? new AmoWebhook(destination, json.Flag("disabled"), [.. json.Items("settings").Select(AmoJson.ScalarText).OfType<string>()])
        : null;
}
