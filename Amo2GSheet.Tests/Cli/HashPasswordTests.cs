using Amo2GSheet.Functions.Dashboard;

namespace Amo2GSheet.Tests.Cli;

public sealed class HashPasswordTests
{
    [Fact]
    public async Task A_line_of_redirected_input_becomes_a_hash_that_knows_the_password_and_shows_it_nowhere()
    {
        var run = await CliRun.OfAsync(open: null, "correct horse\nbattery\n", "hash-password");
        var again = await CliRun.OfAsync(open: null, "correct horse\n", "hash-password");

        var hash = run.Out.Trim();
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith("pbkdf2-sha512:210000:", hash, StringComparison.Ordinal);
        Assert.True(PasswordHash.Matches(hash, "correct horse"));
        Assert.False(PasswordHash.Matches(hash, "correct hors"));
        Assert.NotEqual(hash, again.Out.Trim());
        Assert.DoesNotContain("correct", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "No password was given.")]
    [InlineData("short\n", "A password has 8 letters at least.")]
    public async Task What_is_no_password_is_refused(string input, string sentence)
    {
        var run = await CliRun.OfAsync(open: null, input, "hash-password");

        Assert.Equal((1, "", sentence), (run.Code, run.Out, run.Error.Trim()));
    }

    [Fact]
    public void A_name_that_does_not_exist_costs_the_rounds_of_the_slowest_account()
    {
        var hash = PasswordHash.Of("correct horse");
        string[] accounts = [hash, hash.Replace("210000", "300000", StringComparison.Ordinal), hash.Replace("210000", "1000", StringComparison.Ordinal)];

        var nobody = PasswordHash.OfNobody(accounts);

        Assert.StartsWith("pbkdf2-sha512:300000:", nobody, StringComparison.Ordinal);
        Assert.True(PasswordHash.IsHash(nobody));
        Assert.StartsWith("pbkdf2-sha512:1000:", PasswordHash.OfNobody([accounts[2]]), StringComparison.Ordinal);
        Assert.StartsWith("pbkdf2-sha512:210000:", PasswordHash.OfNobody([]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("pbkdf2-sha512:1:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha512:210000:AAAAAAAAAAAAAAAAAAAAAA==:")]
    [InlineData("pbkdf2-sha1:210000:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_hash_is_none(string text) => Assert.False(PasswordHash.IsHash(text));
}
