namespace Amo2GSheet.Core.AmoCrm;

/// <summary>
/// Reads the bells out of a webhook's body, whatever it looks like: amoCRM's form of the old API, or JSON. Which one it is tells
/// the body itself; content types on this road are often missing or wrong. Never throws on content; time and memory are linear.
/// </summary>
public static class WebhookForm
{
    /// <summary>The most keys (of a form) or items (of JSON) that are read: what <see cref="MostBytes"/> hold of amoCRM's own.</summary>
    public const int MostKeys = 60_000;

    /// <summary>
    /// The most bytes that are read of a stream, unless the caller says otherwise. amoCRM names no limit of its own. A lead with every
    /// field filled takes 5 to 15 KB as a form, for each Cyrillic letter is six bytes and each key is spelt out; a bulk change of 250
    /// leads, the most that amoCRM shows or takes at once, stays below this, even if it came as one request.
    /// </summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body, as it came.</param>
    /// <param name="now">The present; times after it by more than a day are not believed.</param>
    public static WebhookResult Parse(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var text = (body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body).Trim(" \t\r\n\0"u8);
        return text switch
        {
            [] => new WebhookUnreadable(WebhookDefect.Empty),
            [(byte)'{' or (byte)'[', ..] => JsonWebhook.Parse(text, now),
            _ => FormWebhook.Parse(text, now),
        };
    }

    /// <summary>Reads a body from a stream, no more of it than <paramref name="mostBytes"/>.</summary>
    /// <param name="body">The body.</param>
    /// <param name="now">The present; times after it by more than a day are not believed.</param>
    /// <param name="mostBytes">A longer body is <see cref="WebhookDefect.TooLarge"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<WebhookResult> ReadAsync(
        Stream body,
        DateTimeOffset now,
        int mostBytes = MostBytes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        using var whole = new MemoryStream();
        var buffer = new byte[Math.Min(mostBytes, 16 * 1024) + 1];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (whole.Length + read > mostBytes)
                return new WebhookUnreadable(WebhookDefect.TooLarge);
            whole.Write(buffer, 0, read);
        }

        return Parse(whole.GetBuffer().AsSpan(0, (int)whole.Length), now);
    }
}
