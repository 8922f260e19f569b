using System.Text;

namespace Amo2GSheet.Tests.Hardening;

/// <summary>One body of the generator, and how it is sent.</summary>
/// <param name="Number">Which one it is; the same number is the same body in every run.</param>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Bytes">The body.</param>
/// <param name="ContentType">What it claims to be; null to claim nothing.</param>
/// <param name="ContentEncoding">How it claims to be packed; null when it does not.</param>
/// <param name="IsChunked">Sent without a length.</param>
internal sealed record MalformedBody(int Number, string Kind, byte[] Bytes, string? ContentType, string? ContentEncoding, bool IsChunked)
{
    /// <summary>The body as content of a request; a new one each time, because sending disposes it.</summary>
    public HttpContent ToContent()
    {
        var content = new ByteArrayContent(Bytes);
        if (ContentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        if (ContentEncoding is not null)
            content.Headers.TryAddWithoutValidation("Content-Encoding", ContentEncoding);
        return content;
    }

    /// <summary>For a failure's message: enough to find it, and to see it.</summary>
    public override string ToString() =>
        $"body {Number}, {Kind}, {Bytes.Length} bytes, {ContentType ?? "no type"}: {Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 200)))}";
}
