using System.Net;
using System.Text;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>
/// A form with bracketed keys, <c>leads[status][0][id]=501</c>, the format of amoCRM's old API. Keys are looked at one by one and
/// no tree is built, so a path that is scalar and parent at once, deep nesting, or a broken key cost nothing.
/// </summary>
internal static class FormWebhook
{
    /// <summary>Longer keys and values than these, as sent, are none of ours; the longest of ours is a subdomain of 63 letters.</summary>
    private const int LongestToken = 512;

    /// <summary>leads, action, index, <c>note</c>, name.</summary>
    private const int MostSegments = 5;

    public static WebhookResult Parse(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var collector = new BellCollector(now);
        var items = new Dictionary<(string Action, string Index), LeadItem>();
        var keys = 0;
        var looksLikeForm = false;

        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty)
                continue;
            if (++keys > WebhookForm.MostKeys)
                return new WebhookUnreadable(WebhookDefect.TooManyKeys);

            var equals = pair.IndexOf((byte)'=');
            var name = equals < 0 ? pair : pair[..equals];
            var path = FormPath.Read(name.Length <= LongestToken ? name : name[..LongestToken]);
            looksLikeForm |= path.IsName && (equals >= 0 || path.HasBrackets);
            if (name.Length <= LongestToken)
                Take(path, equals < 0 ? [] : pair[(equals + 1)..], items, collector);
            else
                collector.SawOtherEntity |= path.IsOtherEntity;
        }

        if (!looksLikeForm)
            return new WebhookUnreadable(WebhookDefect.Garbage);

        foreach (var item in items.Values)
            collector.Ring(item);
        return collector.Result();
    }

    private static void Take(
        FormPath path,
        ReadOnlySpan<byte> value,
        Dictionary<(string Action, string Index), LeadItem> items,
        BellCollector collector)
    {
        if (value.Length > LongestToken)
            return;

        switch (path.Segments)
        {
            case ["account", "subdomain"]:
                collector.AccountSubdomain = Decode(value).Trim() is { Length: > 0 } subdomain ? subdomain : null;
                break;
            case ["account", "id"]:
                collector.AccountId = BellCollector.Number(Decode(value)) ?? collector.AccountId;
                break;
            case ["leads", var action, var index, var name]:
                TakeField(action, index, name, value, items, collector);
                break;
            // A note brings its lead one level deeper; the «id» there is the note's.
            case ["leads", "note", var index, "note", "element_id"]:
                TakeField("note", index, "element_id", value, items, collector);
                break;
            default:
                collector.SawOtherEntity |= path.IsOtherEntity;
                break;
        }
    }

    private static void TakeField(
        string action,
        string index,
        string name,
        ReadOnlySpan<byte> value,
        Dictionary<(string Action, string Index), LeadItem> items,
        BellCollector collector)
    {
        if (name is not ("id" or "status_id" or "last_modified" or "updated_at") && !(name == "element_id" && action == "note"))
            return;

        var text = Decode(value).Trim();
        if (!items.TryGetValue((action, index), out var item))
            items[(action, index)] = item = new LeadItem(action);

        // A second id under one index is a second lead; an unnumbered list, [], looks like that.
        if (name == "id" && item.Id is not null && item.Id != text)
        {
            collector.Ring(item);
            items[(action, index)] = item = new LeadItem(action);
        }

        item.Take(name, text);
    }

    // As forms encode: + is a space, and a broken escape stands for itself.
    private static string Decode(ReadOnlySpan<byte> encoded) => WebUtility.UrlDecode(Encoding.UTF8.GetString(encoded));

    /// <summary>A key cut at its brackets; one that is not whole has its first segment only.</summary>
    private readonly record struct FormPath(string[] Segments, bool HasBrackets)
    {
        public bool IsName => Segments[0].Length > 0 && Segments[0].All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');

        public bool IsOtherEntity => HasBrackets && IsName && Segments[0] is not ("leads" or "account");

        public static FormPath Read(ReadOnlySpan<byte> encoded)
        {
            var key = Decode(encoded);
            var open = key.IndexOf('[', StringComparison.Ordinal);
            if (open < 0)
                return new FormPath([key], HasBrackets: false);

            var segments = new List<string>(MostSegments) { key[..open] };
            while (open < key.Length)
            {
                var close = key.IndexOf(']', open);
                var isWhole = close > 0 && key[open] == '[' && key.IndexOf('[', open + 1, close - open - 1) < 0;
                if (!isWhole || segments.Count == MostSegments)
                    return new FormPath([segments[0]], HasBrackets: true);

                segments.Add(key[(open + 1)..close]);
                open = close + 1;
            }

            return new FormPath([.. segments], HasBrackets: true);
        }
    }
}
