using System.Globalization;
using System.Text;
using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Tests.AmoCrm;

/// <summary>Every file in Webhooks is a test.</summary>
public sealed class WebhookFormTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 16, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Corpus => [.. WebhookCorpus.Files];

    [Theory]
    [MemberData(nameof(Corpus))]
    public void A_body_of_the_corpus_is_read_as_its_first_line_says(string file)
    {
        var (expected, body) = WebhookCorpus.Read(file);

        Assert.Equal(expected, $"expect: {Describe(WebhookForm.Parse(body, Now))}");
    }

    [Fact]
    public void The_corpus_is_there() => Assert.True(Corpus.Count >= 25);

    [Fact]
    public void More_keys_than_any_webhook_has_are_not_read()
    {
        var few = string.Join('&', Enumerable.Range(0, WebhookForm.MostKeys).Select(i => $"leads[add][{i}][id]=501"));

        Assert.Equal("account ?/?; 501", Describe(Parse(few)));
        Assert.Equal("unreadable TooManyKeys", Describe(Parse($"{few}&a=1")));
    }

    [Fact]
    public void More_items_than_any_webhook_has_are_not_read_as_JSON_either()
    {
        var items = string.Join(',', Enumerable.Repeat("{\"id\":501}", WebhookForm.MostKeys));

        Assert.Equal("account ?/?; 501", Describe(Parse($"{{\"leads\":{{\"add\":[{items}]}}}}")));
        Assert.Equal("unreadable TooManyKeys", Describe(Parse($"{{\"leads\":{{\"add\":[{items},{{}}]}}}}")));
    }

    [Theory]
    [InlineData("leads[status][0][")]
    [InlineData("leads[")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("%5B")]
    [InlineData("%")]
    [InlineData("&")]
    [InlineData("=")]
    [InlineData("leads[a]")]
    [InlineData("{\"leads\":")]
    [InlineData("\0")]
    public void A_megabyte_of_anything_is_answered_without_an_exception(string part)
    {
        var body = string.Concat(Enumerable.Repeat(part, WebhookForm.MostBytes / part.Length));

        Assert.True(Parse(body) is WebhookUnreadable or WebhookRead { Bells.Count: 0 });
        Assert.True(Parse($"{body}=1&leads[add][0][id]=501&{body}") is WebhookUnreadable or WebhookRead);
    }

    [Fact]
    public void A_key_without_end_does_not_hide_the_lead_beside_it()
    {
        var endless = string.Concat(Enumerable.Repeat("[x", 100_000));

        Assert.Equal("account ?/?; 501", Describe(Parse($"leads[status][0]{endless}=1&leads[status][0][id]=501")));
    }

    [Fact]
    public void Every_prefix_and_every_single_byte_change_of_a_webhook_is_answered()
    {
        var body = Encoding.UTF8.GetBytes("account%5Bid%5D=3&leads[status][0][id]=501&leads[status][0][status_id]=142");
        for (var at = 0; at < body.Length; at++)
        {
            Assert.NotNull(WebhookForm.Parse(body.AsSpan(0, at), Now));
            foreach (var other in "[]%&=\0\xFF{"u8)
            {
                var changed = body.ToArray();
                changed[at] = other;
                Assert.NotNull(WebhookForm.Parse(changed, Now));
            }
        }
    }

    [Fact]
    public async Task A_stream_is_read_up_to_its_limit_and_not_over_it()
    {
        var body = "leads[add][0][id]=501"u8.ToArray();

        Assert.Equal("account ?/?; 501", Describe(await WebhookForm.ReadAsync(new MemoryStream(body), Now, body.Length)));
        Assert.Equal("unreadable TooLarge", Describe(await WebhookForm.ReadAsync(new MemoryStream(body), Now, body.Length - 1)));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_key() =>
        Assert.Equal("account ?/?; 501", Describe(Parse("\uFEFFleads[add][0][id]=501")));

    private static WebhookResult Parse(string body) => WebhookForm.Parse(Encoding.UTF8.GetBytes(body), Now);

    private static string Describe(WebhookResult result) => result switch
    {
        WebhookUnreadable unreadable => $"unreadable {unreadable.Reason}",
        WebhookRead read => string.Join("; ", Parts(read)),
        _ => "?",
    };

    private static IEnumerable<string> Parts(WebhookRead read)
    {
        yield return $"account {read.AccountSubdomain ?? "?"}/{read.AccountId?.ToString(CultureInfo.InvariantCulture) ?? "?"}";
        if (read.Silence is { } silence)
            yield return $"silence {silence}";
        foreach (var bell in read.Bells)
        {
            yield return bell.Lead
                + (bell.StatusId is { } status ? $" status {status}" : "")
                + (bell.LastModified is { } at ? $" at {at.ToUnixTimeSeconds()}" : "")
                + (bell.Deleted ? " deleted" : "");
        }
    }
}
