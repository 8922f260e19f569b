using System.Text.RegularExpressions;

namespace Amo2GSheet.Tests.Hosts;

/// <summary>What is wrong with an answer, in sentences; nothing when it is as it should be.</summary>
internal static partial class AnswerComparison
{
    /// <param name="expected">The real host's answer.</param>
    /// <param name="answer">The host's.</param>
    /// <param name="isWhole">No header may be there that the real host does not send.</param>
    /// <param name="isIgnored">Headers that may differ.</param>
    public static IReadOnlyList<string> With(HostExchange expected, HostAnswer answer, bool isWhole, Predicate<KeyValuePair<string, string>> isIgnored)
    {
        var found = new List<string>();
        if (!answer.Before.SequenceEqual(expected.Before))
            found.Add($"answers before: [{string.Join(", ", answer.Before)}], not [{string.Join(", ", expected.Before)}]");
        if (answer.Status != expected.Status)
            found.Add($"status {answer.Status}, not {expected.Status}");
        if (expected.Reason is { } reason && answer.Reason != reason)
            found.Add($"reason '{answer.Reason}', not '{reason}'");
        foreach (var header in expected.AnswerHeaders.Where(one => !isIgnored(one)))
        {
            var values = answer.Values(header.Key).ToList();
            if (values is not [var value] || !IsLike(value, header.Value))
                found.Add($"header {header.Key}: [{string.Join(" | ", values)}], not '{header.Value}'");
        }

        if (isWhole)
        {
            found.AddRange(answer.Headers
                .Where(one => !isIgnored(one) && !IsDate(one) && !expected.AnswerHeaders.ContainsKey(one.Key))
                .Select(one => $"header {one.Key} with '{one.Value}' is one too many"));
        }

        if (expected.AnswerBody is { } body && !IsLike(answer.Text, body))
            found.Add($"body '{Shortened(answer.Text)}', not '{body}'");
        return found;
    }

    /// <summary>How two hosts differ, apart from what is new with every answer.</summary>
    public static IReadOnlyList<string> Between(HostExchange exchange, HostAnswer self, HostAnswer worker)
    {
        var found = new List<string>();
        if ((self.Status, self.Reason) != (worker.Status, worker.Reason) || !self.Before.SequenceEqual(worker.Before))
            found.Add($"status {self.Status} {self.Reason} and {worker.Status} {worker.Reason}");
        var (ours, theirs) = (Headers(self), Headers(worker));
        found.AddRange(ours.Except(theirs).Select(header => $"only the self-host sends '{header}'"));
        found.AddRange(theirs.Except(ours).Select(header => $"only the worker host sends '{header}'"));
        if (!exchange.Volatile && Masked(self.Text) != Masked(worker.Text))
            found.Add($"bodies '{Shortened(self.Text)}' and '{Shortened(worker.Text)}'");
        return found;
    }

    private static List<string> Headers(HostAnswer answer) =>
    [
        .. answer.Headers.Where(one => !KnownDifferences.IsOfSelfHost(one) && !IsDate(one)).Select(one => $"{one.Key}: {Masked(one.Value)}").Order(StringComparer.Ordinal),
    ];

    private static bool IsDate(KeyValuePair<string, string> header) => header.Key.Equals("Date", StringComparison.OrdinalIgnoreCase);

    private static bool IsLike(string text, string pattern) =>
        Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);

    private static string Shortened(string text) => text.Length > 300 ? $"{text[..300]}…" : text;

    private static string Masked(string text) => NewEachTime().Replace(text, "#");

    /// <summary>Moments, tokens (their time first), nonces and ports.</summary>
    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)|[0-9a-f]{8}\.[\w.-]{20,}|[\w-]{24,}|127\.0\.0\.1:\d+")]
    private static partial Regex NewEachTime();
}
