using System.Text.Json;

namespace Amo2GSheet.Tests.Hosts;

/// <summary>A request and what the real host answers to it: a line of the files in <c>Answers/</c>.</summary>
internal sealed record HostExchange
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What the real host 4.1037 answered with this app on 28 November 2026, and <see cref="KnownDifferences.Today"/>.</summary>
    public static IReadOnlyList<HostExchange> Recorded { get; } = [.. Read("recorded.jsonl").Select(KnownDifferences.Today)];

    /// <summary>What it has to answer by its sources, which each line names.</summary>
    public static IReadOnlyList<HostExchange> Derived { get; } = Read("derived.jsonl");

    public required string Name { get; init; }

    /// <summary>Method and target, and a version when it is not HTTP/1.1. What stands in braces here, in headers and in the body is filled in.</summary>
    public required string Request { get; init; }

    /// <summary>Header lines, sent as they are after Host.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Null when the request has no body and says no length.</summary>
    public string? Body { get; init; }

    public BodyRepeat? Repeat { get; init; }

    /// <summary>The body is sent in one chunk, its length unsaid.</summary>
    public bool Chunked { get; init; }

    public bool Gzip { get; init; }

    /// <summary>No header is sent but those given.</summary>
    public bool Raw { get; init; }

    /// <summary>The body is sent only after 100 Continue.</summary>
    public bool Expect { get; init; }

    /// <summary>A length that is said of a body that never comes.</summary>
    public long? Announce { get; init; }

    /// <summary>A second request, sent with the first; the answer is the second one's.</summary>
    public string? Next { get; init; }

    /// <summary>What later requests use of the answer: <c>form</c> (its cookie and token) or <c>session</c> (its cookie).</summary>
    public string? Keep { get; init; }

    /// <summary>The body differs from one moment to the next.</summary>
    public bool Volatile { get; init; }

    public required int Status { get; init; }

    public string? Reason { get; init; }

    /// <summary>Statuses of the answers before: 100 Continue, or the first one of two.</summary>
    public IReadOnlyList<int> Before { get; init; } = [];

    /// <summary>Patterns, a star for any text. Of a recorded answer these are all headers but Date.</summary>
    public IReadOnlyDictionary<string, string> AnswerHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>A pattern; null for any body.</summary>
    public string? AnswerBody { get; init; }

    /// <summary>Why the real host has to answer so, where that was not recorded.</summary>
    public string? Source { get; init; }

    private static List<HostExchange> Read(string file) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Hosts", "Answers", file)).Select(line => JsonSerializer.Deserialize<HostExchange>(line, Json)!),
    ];
}

/// <summary>Text that lengthens a body.</summary>
/// <param name="Text">One letter.</param>
/// <param name="Times">How often.</param>
/// <param name="Total">The body's length with it, in place of how often.</param>
internal sealed record BodyRepeat(string Text, int Times, int Total);
