using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Amo2GSheet.Tests.Hardening.Log.LastOrderer", "Amo2GSheet.Tests")]

namespace Amo2GSheet.Tests.Hardening.Log;

/// <summary>The collection that runs when all others are done: those that run alone come after the parallel ones, and of them this is last.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Last
{
    public const string Name = "last";
}

/// <summary>Puts <see cref="Last"/> behind all others.</summary>
public sealed class LastOrderer : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.DisplayName == Last.Name);
}

/// <summary>What is true of a whole run. Of a filtered run it looks at what ran, if it is in the filter itself.</summary>
[Collection(Last.Name)]
public sealed class WholeSuiteTests(ITestOutputHelper output)
{
    private const int MostShown = 20;

    [Fact]
    public void No_line_of_any_log_holds_a_secret_a_token_or_a_clients_name_or_phone()
    {
        var leaks = SuiteLog.Watch.Leaks();

        output.WriteLine($"{SuiteLog.Watch.Lines:N0} lines, {SuiteLog.Watch.Secrets:N0} secrets and names.");
        Assert.True(leaks.Count == 0, $"{leaks.Count} lines, the first of them:\n{string.Join('\n', leaks.Take(MostShown))}");
        // Worlds were made and nothing was heard: then nobody listens.
        Assert.False(SuiteLog.Watch is { Secrets: > 0, Lines: 0 });
    }
}
