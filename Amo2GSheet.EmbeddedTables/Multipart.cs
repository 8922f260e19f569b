using System.Buffers;
using System.Globalization;
using System.Text;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>The body of a transaction: a batch of one change set, whose parts are requests, or their answers.</summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions"/>
internal static class Multipart
{
    // JSON has no line breaks outside of what our own writer escapes, so no body can contain a boundary.
    private const string Batch = "batchresponse_e1a9d6c0";
    private const string ChangeSet = "changesetresponse_e1a9d6c0";

    /// <summary>The requests of a transaction.</summary>
    /// <exception cref="TableServiceException">The body is of another shape.</exception>
    public static List<TableRequest> Read(TableRequest request)
    {
        // A batch holds one change set: everything else is a query, which our protocol knows only as a request of its own.
        var batch = Boundary(request.ContentType) ?? throw Wrong();
        var sets = Parts(request.Body, batch);
        if (sets is not [var set])
            throw Wrong();
        var (headers, body) = Headers(set);
        var inner = Boundary(headers.GetValueOrDefault("Content-Type")) ?? throw Wrong();
        return [.. Parts(body, inner).Select(Request)];
    }

    /// <summary>The answer to a transaction.</summary>
    public static TableResponse Write(IReadOnlyList<TableResponse> answers)
    {
        var text = new ArrayBufferWriter<byte>(answers.Count * 256);
        Add($"--{Batch}\r\nContent-Type: multipart/mixed; boundary={ChangeSet}\r\n\r\n");
        foreach (var answer in answers)
        {
            Add($"--{ChangeSet}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            Add(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} {Reason(answer.Status)}\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\nDataServiceVersion: 3.0;\r\n"));
            if (answer.ContentType is not null)
                Add($"Content-Type: {answer.ContentType}\r\n");
            foreach (var (name, value) in answer.Headers)
                Add($"{name}: {value}\r\n");
            Add("\r\n");
            text.Write(answer.Body.Span);
            Add("\r\n");
        }

        Add($"--{ChangeSet}--\r\n--{Batch}--\r\n");
        return new TableResponse(202, $"multipart/mixed; boundary={Batch}", text.WrittenMemory);

        void Add(string part) => Encoding.UTF8.GetBytes(part, text);
    }

    private static string Reason(int status) => status switch
    {
        201 => "Created",
        204 => "No Content",
        400 => "Bad Request",
        404 => "Not Found",
        409 => "Conflict",
        412 => "Precondition Failed",
        413 => "Request Entity Too Large",
        _ => "Error",
    };

    private static string? Boundary(string? contentType)
    {
        const string Name = "boundary=";
        if (contentType?.StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        var at = contentType.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : contentType[(at + Name.Length)..].Split(';')[0].Trim().Trim('"');
    }

    /// <summary>What lies between lines of a boundary.</summary>
    private static List<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> body, string boundary)
    {
        var delimiter = Encoding.UTF8.GetBytes($"--{boundary}");
        var parts = new List<ReadOnlyMemory<byte>>();
        var start = -1;
        for (var at = 0; ;)
        {
            var found = body.Span[at..].IndexOf(delimiter);
            if (found < 0)
                throw Wrong();
            at += found;
            var rest = body.Span[(at + delimiter.Length)..];
            var last = rest.StartsWith("--"u8) && IsLineEnd(rest[2..]);
            if ((at > 0 && body.Span[at - 1] != (byte)'\n') || !(last || IsLineEnd(rest)))
            {
                // Within a text, or the beginning of a longer boundary.
                at += delimiter.Length;
                continue;
            }

            if (start >= 0)
                parts.Add(body[start..Math.Max(start, at)]);
            at += delimiter.Length;
            if (last)
                return parts;
            var line = body.Span[at..].IndexOf((byte)'\n');
            if (line < 0)
                throw Wrong();
            start = at += line + 1;
        }
    }

    private static bool IsLineEnd(ReadOnlySpan<byte> text) => text.IsEmpty || text[0] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t';

    /// <summary>The headers of a part, and what follows the empty line.</summary>
    private static (Dictionary<string, string> Headers, ReadOnlyMemory<byte> Body) Headers(ReadOnlyMemory<byte> part)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var line = TakeLine(ref part); line.Length > 0; line = TakeLine(ref part))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                throw Wrong();
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return (headers, part);
    }

    private static TableRequest Request(ReadOnlyMemory<byte> part)
    {
        var (_, http) = Headers(part);
        var first = TakeLine(ref http).Split(' ');
        if (first.Length != 3)
            throw Wrong();
        var (headers, body) = Headers(http);
        return new TableRequest(first[0], PathAndQuery(first[1]), body)
        {
            Accept = headers.GetValueOrDefault("Accept"),
            IfMatch = headers.GetValueOrDefault("If-Match"),
            Prefer = headers.GetValueOrDefault("Prefer"),
        };
    }

    /// <summary>The address of a part is absolute.</summary>
    private static string PathAndQuery(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return address;
        var path = address.IndexOf('/', scheme + 3);
        return path < 0 ? "/" : address[path..];
    }

    private static string TakeLine(ref ReadOnlyMemory<byte> text)
    {
        var end = text.Span.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString((end < 0 ? text.Span : text.Span[..end]).TrimEnd("\r"u8));
        text = end < 0 ? default : text[(end + 1)..];
        return line;
    }

    private static TableServiceException Wrong() => TableServiceException.InvalidInput("The batch request is not valid: it must be one change set of multipart/mixed.");
}
