using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Amo2GSheet.Tests.Hardening;

/// <summary>
/// Makes bodies that no honest sender makes, out of those that one does (<c>AmoCrm/Webhooks</c>): each number is one body, the same in
/// every run. Half of them keep enough of a webhook to come through to the store.
/// </summary>
/// <param name="corpus">Bodies of real shape, forms and JSON.</param>
/// <param name="seed">Makes other bodies of the same kinds.</param>
internal sealed class MalformedBodies(IReadOnlyList<byte[]> corpus, int seed)
{
    private static readonly string?[] ContentTypes =
    [
        "application/x-www-form-urlencoded", "application/json", "text/plain; charset=windows-1251", "application/x-www-form-urlencoded; charset=utf-16",
        "multipart/form-data; boundary=x", "application/octet-stream", "text/html; charset=no-such-charset", "nonsense", "", null,
    ];

    private static readonly string?[] ContentEncodings = [null, null, null, "gzip", "br", "deflate", "x-unknown, gzip"];

    private static readonly byte[][] Broken =
    [
        .. new[]
        {
            "%", "%4", "%ZZ", "%%", "%u0041", "%00", "%C3", "%E0%A4", "%FF%FE", "+%2B+", "=", "&", "&&&&", "==", "[", "]", "[]", "[[", "]]", "%5B", "%5D%5B",
            "\0", "\r\n", "\u0007", "\u001b[2J", "\ufeff", "\u202e", "{", "}", "\"", "\\u0000", "\\ud800", "null", "NaN", "1e999", "-1", "0x1F", "9223372036854775808",
            "99999999999999999999999999", "leads[status][0][id]=", "leads[0]=", "leads=1", "account=1", "account[subdomain]=", "account[subdomain][x]=y",
        }.Select(Encoding.UTF8.GetBytes),
        [0xC3, 0x28], [0xA0], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0x1F, 0x8B, 0x08, 0x00], [0x00, 0x00, 0x00],
    ];

    private static readonly (string Name, Func<Random, byte[], byte[]> Make)[] Kinds =
    [
        ("mutated", Mutated),
        ("mutated", Mutated),
        ("mutated", Mutated),
        ("truncated", (random, body) => body[..random.Next(body.Length + 1)]),
        ("head cut off", (random, body) => body[random.Next(body.Length + 1)..]),
        ("broken pieces", BrokenPieces),
        ("bytes of any kind", (random, _) => AnyBytes(random, random.Next(2_000))),
        ("deep nesting of keys", (random, body) => Join(Text($"leads{Repeat("[a]", random.Next(1, 3_000))}=1&"), body)),
        ("brackets that never close", (random, body) => Join(Text($"leads[status]{Repeat("[0", random.Next(1, 3_000))}=1&"), body)),
        ("huge numbers", (random, _) => Text($"leads[status][{Digits(random)}][id]={Digits(random)}&leads[status][0][last_modified]={Digits(random)}&leads[status][0][status_id]=-{Digits(random)}")),
        ("repeated keys", (random, body) => [.. Enumerable.Range(0, random.Next(2, 60)).SelectMany(_ => Join(body, "&"u8.ToArray()))]),
        ("many leads", ManyLeads),
        ("deep JSON", (random, _) => Text($"{{\"leads\":{Repeat("{\"a\":[", random.Next(1, 3_000))}")),
        ("JSON of another shape", (random, _) => Text(OtherJson(random))),
        ("a form inside of JSON", (_, body) => Join("{\"leads\":\""u8.ToArray(), body, "\"}"u8.ToArray())),
        ("JSON inside of a form", (_, body) => Join("leads[status][0][id]="u8.ToArray(), body)),
        ("multipart", (_, body) => Join("--x\r\nContent-Disposition: form-data; name=\"leads[status][0][id]\"\r\n\r\n"u8.ToArray(), body, "\r\n--x--"u8.ToArray())),
        ("really gzipped", (_, body) => Gzipped(body)),
        ("UTF-16", (_, body) => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body))),
        ("keys of zero bytes", (random, body) => Join(Text($"{Repeat("\0", random.Next(1, 50))}=\0&=&=x&"), body)),
        ("one endless key", (random, _) => Text($"leads[{Repeat("x", random.Next(500, 60_000))}]=1")),
        ("one endless value", (random, _) => Text($"leads[status][0][id]={Repeat("5", random.Next(500, 60_000))}")),
        ("empty", (_, _) => []),
        ("blanks", (random, _) => Text(Repeat(" \r\n\t\0", random.Next(1, 100)))),
    ];

    /// <summary>The body of that number.</summary>
    public MalformedBody Make(int number)
    {
        // A generator of its own for each, so that a failing one can be made again without those before it.
        var random = new Random(HashCode(seed, number));
        var (name, make) = Kinds[random.Next(Kinds.Length)];
        var bytes = make(random, OfOwnLead(Pick(random, corpus), number));
        if (random.Next(4) == 0)
            bytes = Mutated(random, bytes);
        return new MalformedBody(number, name, bytes, Pick(random, ContentTypes), Pick(random, ContentEncodings), random.Next(3) == 0);
    }

    /// <summary>The corpus speaks of one lead, 501. Here each body has its own: the test is about bodies, not about one row that all write at once.</summary>
    private static byte[] OfOwnLead(byte[] body, int number) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace("501", $"{10_000 + number}", StringComparison.Ordinal));

    /// <summary>Not <c>System.HashCode</c>, which differs from run to run.</summary>
    private static int HashCode(int seed, int number) => unchecked((seed * 486_187_739) + (number * 16_777_619));

    private static byte[] Mutated(Random random, byte[] body)
    {
        var bytes = body.ToList();
        for (var change = random.Next(1, 8); change > 0; change--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0 when length > 0: bytes[at] = (byte)random.Next(256); break;
                case 1 when length > 0: bytes.RemoveRange(at, length); break;
                case 2 when length > 0: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 3 when length > 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                default: bytes.InsertRange(at, Pick(random, Broken)); break;
            }
        }

        return [.. bytes];
    }

    private static byte[] BrokenPieces(Random random, byte[] body) =>
        [.. Enumerable.Range(0, random.Next(1, 200)).SelectMany(_ => random.Next(20) == 0 ? body : Pick(random, Broken))];

    private static byte[] ManyLeads(Random random, byte[] body)
    {
        var text = new StringBuilder();
        for (var lead = random.Next(1, 120); lead > 0; lead--)
            text.Append(CultureInfo.InvariantCulture, $"leads[update][{random.Next(50)}][id]={random.Next(1, 1_000_000)}&leads[update][{random.Next(50)}][last_modified]={random.NextInt64()}&");
        return Join(Text(text.ToString()), body);
    }

    private static string OtherJson(Random random) => random.Next(8) switch
    {
        0 => "[]",
        1 => "{\"leads\":[{\"status\":{\"id\":501}}]}",
        2 => "{\"leads\":{\"status\":{\"0\":{\"id\":{\"id\":501}}}}}",
        3 => $"{{\"leads\":{{\"status\":[{{\"id\":{Digits(random)}}}]}}}}",
        4 => "{\"leads\":{\"status\":[null,true,1.5e308,\"x\",[[]],{\"id\":null}]},\"account\":[1,2]}",
        5 => $"{{\"leads\":{{\"add\":[{string.Join(',', Enumerable.Repeat("{\"id\":\"501\"}", random.Next(1, 500)))}]}}}}",
        6 => "{\"leads\":{\"leads\":{\"leads\":{}}},\"leads\":{\"status\":[{\"id\":5,\"id\":6}]}}",
        _ => "{\"account\":{\"subdomain\":{\"x\":1}},\"leads\":\"status\"}{}",
    };

    private static byte[] Gzipped(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(body);
        return packed.ToArray();
    }

    private static byte[] AnyBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Digits(Random random) => new((char)('1' + random.Next(9)), random.Next(1, 400));

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private static T Pick<T>(Random random, IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
