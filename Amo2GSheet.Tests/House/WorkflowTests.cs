using System.Text.RegularExpressions;

namespace Amo2GSheet.Tests.House;

/// <summary>The build chain runs the code that was reviewed, with no more rights than a job needs.</summary>
public sealed class WorkflowTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Repository.Top, ".github", "workflows")).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_action_is_pinned_by_commit(string file)
    {
        var uses = Regex.Matches(Read(file), @"uses:\s*(\S+)").Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches("^[a-z/-]+@[0-9a-f]{40}$", action));
    }

    [Fact]
    public void Only_the_job_that_logs_in_to_Azure_may_ask_for_an_identity()
    {
        var jobs = Regex.Split(Read("deploy.yml"), @"\n(?=  [a-z]+:\n)");

        Assert.Equal(1, jobs.Count(job => job.Contains("id-token: write", StringComparison.Ordinal)));
        Assert.Contains("azure/login@", Assert.Single(jobs, job => job.Contains("id-token: write", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Top, ".github", "workflows", file));
}
