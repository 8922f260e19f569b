using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Tests.House;

public sealed class SettingsRegistrationTests
{
    [Theory]
    [InlineData("AMO_REQUEST_DELAY_SEC", "slow", "AMO_REQUEST_DELAY_SEC must be a number, with a point before its decimals.")]
    [InlineData("AMO_ORDER_FIELD_ID", "first", "AMO_ORDER_FIELD_ID must be a whole number.")]
    [InlineData("BRAKE_MAX_MOVES", "99999999999999", "BRAKE_MAX_MOVES must be a whole number.")]
    public void A_value_that_cannot_be_converted_is_named_beside_all_other_wrong_settings(string setting, string value, string sentence)
    {
        var sentences = Validate(new() { [setting] = value, ["BRAKE_MAX_PERCENT"] = "-1" });

        Assert.Contains(sentence, sentences);
        Assert.All(
            (string[])["AMO_SUBDOMAIN", "BRAKE_MAX_PERCENT"], name => Assert.Contains(sentences, one => one.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_value_that_can_be_converted_is_bound_and_an_absent_one_keeps_its_default()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("BRAKE_MAX_MOVES", (string?)"7")]).Build();
        using var provider = new ServiceCollection().AddAmo2GSheet(configuration).BuildServiceProvider();

        var brake = provider.GetRequiredService<IOptions<Core.Sync.Holds.BrakeOptions>>().Value;

        Assert.Equal((7, new Core.Sync.Holds.BrakeOptions().MaxPercent), (brake.MaxMoves, brake.MaxPercent));
    }

    private static IReadOnlyList<string> Validate(Dictionary<string, string?> settings)
    {
        using var provider = new ServiceCollection()
            .AddAmo2GSheet(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
        return CommandFailure.Sentences(Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate()));
    }
}
