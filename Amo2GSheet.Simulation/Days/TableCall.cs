using System.Text;

namespace Amo2GSheet.Simulation.Days;

/// <summary>A request to the tables, in words.</summary>
/// <param name="Table">The table.</param>
/// <param name="IsWrite">Whether it changes something.</param>
/// <param name="Name">Operation, table and keys, as the trace shows them.</param>
internal sealed record TableCall(string Table, bool IsWrite, string Name)
{
    // Row keys of the journal hold the id of a pass, which no two runs have in common; its partitions are the leads.
    private const string Journal = "journal";

    /// <summary>Reads a request.</summary>
    public static async Task<TableCall> ReadAsync(HttpRequestMessage request)
    {
        var address = request.RequestUri!;
        var resource = address.AbsolutePath[1..];
        if (request.Method == HttpMethod.Get)
        {
            var table = TableOf(resource);
            return new TableCall(table, false, $"read {table} {(resource.Contains('(', StringComparison.Ordinal) ? KeyInAddress(resource) : Uri.UnescapeDataString(address.Query))}");
        }

        var body = request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync());
        if (resource == "$batch")
            return Transaction(address, body);
        return new TableCall(TableOf(resource), true, Part(request.Method.Method, resource, body, request.Headers.NonValidated.Contains("If-Match")));
    }

    /// <summary>A transaction is a part for each entity: a request line with the entity's address, headers, and its properties.</summary>
    private static TableCall Transaction(Uri address, string body)
    {
        var host = $" {address.GetLeftPart(UriPartial.Authority)}/";
        var table = "";
        var name = new StringBuilder("transaction:");
        for (var at = body.IndexOf(host, StringComparison.Ordinal); at >= 0;)
        {
            var next = body.IndexOf(host, at + host.Length, StringComparison.Ordinal);
            var part = body[(at + host.Length)..(next < 0 ? body.Length : next)];
            var method = body[(body.LastIndexOf('\n', at) + 1)..at];
            table = TableOf(part);
            name.Append(' ').Append(Part(method, part, part, part.Contains("If-Match", StringComparison.OrdinalIgnoreCase))).Append(',');
            at = next;
        }

        return new TableCall(table, true, name.ToString(0, name.Length - 1));
    }

    private static string Part(string method, string resource, string body, bool hasCondition)
    {
        var verb = method switch
        {
            "POST" => "add to",
            "DELETE" => "delete from",
            "PUT" when hasCondition => "replace in",
            "PUT" => "put into",
            _ => "merge into",
        };
        return $"{verb} {TableOf(resource)} {(method == "POST" ? KeyInBody(body) : KeyInAddress(resource))}";
    }

    private static string TableOf(string resource) => resource.IndexOfAny(['(', ' ', '?', '/']) is >= 0 and var end ? resource[..end] : resource;

    private static string KeyInBody(string body) => KeyOf(body, "\"RowKey\":\"", '"');

    private static string KeyInAddress(string resource) => KeyOf(resource, TableOf(resource) == Journal ? "PartitionKey='" : "RowKey='", '\'');

    /// <summary>A key. Leads are numbers with zeros in front.</summary>
    private static string KeyOf(string text, string before, char after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
            return "";
        start += before.Length;
        var end = text.IndexOf(after, start);
        return text[start..(end < 0 ? text.Length : end)].TrimStart('0');
    }
}
