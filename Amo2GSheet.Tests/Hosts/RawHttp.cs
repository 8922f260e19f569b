using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Amo2GSheet.Tests.Hosts;

/// <summary>Sends requests byte by byte as they are written down, whatever a client of HTTP would think of them.</summary>
/// <param name="port">Port of the host on 127.0.0.1.</param>
/// <param name="values">What is filled in, by name.</param>
internal sealed partial class RawHttp(int port, IReadOnlyDictionary<string, string> values)
{
    private const int Continue = 100;

    public async Task<HostAnswer> AskAsync(HostExchange exchange, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await using var stream = client.GetStream();
        var body = BodyOf(exchange);
        var answers = new AnswerReader(stream, cancellationToken);
        var before = new List<int>();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Head(exchange, body?.Length)), cancellationToken);
        // A host may answer, and close, before it has the whole body.
        var sending = exchange.Expect || body is null ? Task.CompletedTask : SendAsync(stream, exchange, body, cancellationToken);
        while (true)
        {
            var isLast = exchange.Next is null || before.Count > 0;
            var answer = await answers.ReadAsync(isHead: exchange.Request.StartsWith("HEAD ", StringComparison.Ordinal));
            if (answer.Status == Continue || !isLast)
            {
                before.Add(answer.Status);
                if (answer.Status == Continue)
                    await SendAsync(stream, exchange, body!, cancellationToken);
                continue;
            }

            client.Close();
            await sending;
            return answer with { Before = before };
        }
    }

    private string Head(HostExchange exchange, int? length)
    {
        var head = new StringBuilder();
        AddRequest(exchange.Request);
        if (exchange.Next is { } next)
        {
            head.Append("\r\n");
            AddRequest(next);
        }

        foreach (var line in exchange.Headers.SelectMany(Lines))
            head.Append(line).Append("\r\n");
        if (exchange.Announce is { } announced)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {announced}\r\n");
        else if (exchange.Chunked)
            head.Append("Transfer-Encoding: chunked\r\n");
        else if (length is { } known)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {known}\r\n");
        return head.Append("\r\n").ToString();

        void AddRequest(string request)
        {
            var filled = Fill(request);
            head.Append(filled).Append(filled.Count(letter => letter == ' ') > 1 ? "\r\n" : " HTTP/1.1\r\n");
            if (!exchange.Raw)
                head.Append(CultureInfo.InvariantCulture, $"Host: 127.0.0.1:{port}\r\n");
        }
    }

    private byte[]? BodyOf(HostExchange exchange)
    {
        if (exchange.Body is null)
            return null;
        var text = Fill(exchange.Body);
        if (exchange.Repeat is { } repeat)
            text += new string(repeat.Text[0], repeat.Total > 0 ? repeat.Total - text.Length : repeat.Times);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!exchange.Gzip)
            return bytes;

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private static async Task SendAsync(NetworkStream stream, HostExchange exchange, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            if (exchange.Chunked)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{body.Length:x}\r\n")), cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
            if (exchange.Chunked)
                await stream.WriteAsync("\r\n0\r\n\r\n"u8.ToArray(), cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The host has answered already; its answer is what counts.
        }
    }

    private IEnumerable<string> Lines(string header) =>
        Many().Match(header) is { Success: true } many
            ? Enumerable.Range(0, int.Parse(many.Groups[1].Value, CultureInfo.InvariantCulture)).Select(number => $"X-{number}: x")
            : [Fill(header)];

    private string Fill(string text) => Place().Replace(text, match =>
        values.TryGetValue(match.Groups[1].Value, out var value) ? value
        : int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var times) ? new string('x', times)
        : match.Value);

    [GeneratedRegex(@"^\{(\d+) headers\}$")]
    private static partial Regex Many();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();
}
