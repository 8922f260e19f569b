using System.Collections.Concurrent;
using Amo2GSheet.Tests.Hardening;
using Xunit.Abstractions;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>The checker of the simulation sees: each mistake that is made on purpose is found.</summary>
[Collection(Alone.Name)]
public sealed class MutantTests(MutantTests.Findings findings, ITestOutputHelper output) : IClassFixture<MutantTests.Findings>
{
    public static TheoryData<string> Names => [.. Mutants.All.Select(mutant => mutant.Name)];

    [Fact]
    public void There_are_twenty_mutants_at_least_and_each_changes_one_place_and_has_its_seed()
    {
        Assert.True(Mutants.All.Count >= 20);
        Assert.All(Mutants.All, mutant => Assert.True(mutant.Occurrences == 1, $"{mutant}: its text stands {mutant.Occurrences} times in {mutant.File}."));
        Assert.All(KillingSeeds.Read().Values, seed => Assert.InRange(seed, 1, MutantRuns.MostSeeds));
        Assert.Equal(Mutants.All.Select(mutant => mutant.Name).Order(StringComparer.Ordinal), KillingSeeds.Read().Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_simulation_finds(string name)
    {
        Assert.True(findings.Found.TryGetValue(name, out var found), findings.Missed.GetValueOrDefault(name));

        output.WriteLine(found);
    }

    [Fact]
    public void The_code_as_it_is_compiled_the_same_way_passes_all_those_days() => Assert.Empty(findings.Unmutated);

    /// <summary>
    /// Runs each mutant's day, and all those days without a mistake. For mutants that their day does not find, others are searched; with
    /// <c>AMO2GSHEET_MUTANTS=search</c> the table is written with what the search finds.
    /// </summary>
    public sealed class Findings : IAsyncLifetime
    {
        private readonly MutantRuns _runs = new(Mutants.All);
        private readonly ConcurrentDictionary<int, (int Seed, string Violation)> _known = [];

        /// <summary>What the checker said of each mutant that it found.</summary>
        public ConcurrentDictionary<string, string> Found { get; } = [];

        /// <summary>What is to be done about each that its seed did not find.</summary>
        public ConcurrentDictionary<string, string> Missed { get; } = [];

        /// <summary>What the checker said of the code as it is.</summary>
        public ConcurrentBag<string> Unmutated { get; } = [];

        public async Task InitializeAsync()
        {
            var seeds = KillingSeeds.Read();
            var days = Mutants.All.Select((mutant, index) => (Seed: seeds.GetValueOrDefault(mutant.Name), Number: index + 1)).Where(day => day.Seed > 0).ToList();
            await _runs.RunAsync([.. days, .. days.Select(day => (day.Seed, 0)).Distinct()], Hear);

            var missed = Mutants.All.Select((mutant, index) => (mutant.Name, Number: index + 1)).Where(one => !Found.ContainsKey(one.Name)).ToList();
            if (missed.Count == 0)
                return;
            var writes = Environment.GetEnvironmentVariable("AMO2GSHEET_MUTANTS") == "search";
            var others = await _runs.SearchAsync(
                [.. missed.Select(one => one.Number)], writes ? found => KillingSeeds.Write(_known.Concat(found).ToDictionary()) : null);
            foreach (var (name, number) in missed)
            {
                if (writes && others.TryGetValue(number, out var now))
                {
                    Found[name] = $"seed {now.Seed}: {now.Violation}";
                    continue;
                }

                Missed[name] = others.TryGetValue(number, out var other)
                    ? $"Seed {seeds.GetValueOrDefault(name)} does not find it, seed {other.Seed} does: put that into {KillingSeeds.File}. {other.Violation}"
                    : $"None of {MutantRuns.MostSeeds} seeds finds it: the checker is blind, or it is no mistake any more.";
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private void Hear(int seed, int number, string? violation)
        {
            if (violation is null)
                return;
            if (number == 0)
            {
                Unmutated.Add($"seed {seed}: {violation}");
                return;
            }

            _known[number] = (seed, violation);
            Found[Mutants.All[number - 1].Name] = $"seed {seed}: {violation}";
        }
    }
}
