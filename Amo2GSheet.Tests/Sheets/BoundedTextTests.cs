using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>How much of a cell's text is compared and stored.</summary>
public sealed class BoundedTextTests
{
    [Fact]
    public void A_text_of_a_thousand_characters_is_kept_as_it_is()
    {
        var text = new string('я', 1_000);

        Assert.Same(text, CellText.Bounded(text));
    }

    [Fact]
    public void A_longer_one_is_its_head_and_a_hash_and_stays_so()
    {
        var bounded = CellText.Bounded(new string('я', 1_001));

        Assert.InRange(bounded.Length, 1, 1_000);
        Assert.StartsWith(new string('я', 900) + "… [1001: ", bounded, StringComparison.Ordinal);
        Assert.Same(bounded, CellText.Bounded(bounded));
    }

    [Fact]
    public void Texts_that_differ_only_at_the_end_stay_different() =>
        Assert.NotEqual(CellText.Bounded(new string('я', 50_000) + "1"), CellText.Bounded(new string('я', 50_000) + "2"));

    [Fact]
    public void A_pair_of_surrogates_is_not_cut_in_half() =>
        Assert.StartsWith(new string('a', 899) + "…", CellText.Bounded(new string('a', 899) + string.Concat(Enumerable.Repeat("😀", 100))), StringComparison.Ordinal);
}
