using Amo2GSheet.Cli.Import;

namespace Amo2GSheet.Tests.Import;

/// <summary>Stored fingerprints of imported rows depend on this text: a change would import the rows again.</summary>
public sealed class FingerprintFoldTests
{
    [Theory]
    [InlineData("  Зaкaз\t№  1 ", "ЗАКАЗ № 1")]
    [InlineData("ёлка ABCEHKMOPTX", "ЕЛКА АВСЕНКМОРТХ")]
    [InlineData("y r n o'zbek\u200B", "Y R N О'ZВЕК\u200B")]
    public void A_text_folds_as_it_did_when_the_first_rows_were_imported(string text, string folded) => Assert.Equal(folded, FingerprintFold.Of(text));
}
