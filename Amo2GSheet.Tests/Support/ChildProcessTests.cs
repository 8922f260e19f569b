using Amo2GSheet.Sandbox.Processes;

namespace Amo2GSheet.Tests.Support;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_killed_child_is_gone_and_starts_again_as_another_process()
    {
        await using var first = ChildProcess.Start(Cat());
        await first.KillAsync();
        Assert.False(Alive.Is(first.Id));

        await using var second = ChildProcess.Start(first.Spec);

        Assert.True(Alive.Is(second.Id));
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Killing_a_child_ends_its_own_children_too()
    {
        var started = new TaskCompletionSource<bool>();
        await using var child = ChildProcess.Start(
            Shell("sleep 600 & echo started; wait") with { OnLine = _ => started.TrySetResult(true) });
        await child.WaitForAsync("print", started.Task, Patience, TimeProvider.System, CancellationToken.None);

        // The sleep holds the output's other end: were it left alive, the output would not end for ten minutes.
        await child.KillAsync().WaitAsync(Patience, TimeProvider.System);
    }

    [Fact]
    public async Task A_child_that_watches_its_input_ends_when_asked_to()
    {
        await using var child = ChildProcess.Start(Cat());

        Assert.Equal(0, await child.StopAsync(Patience, TimeProvider.System));
    }

    [Fact]
    public async Task A_child_that_ends_too_early_is_reported_with_its_code_and_its_last_words()
    {
        await using var child = ChildProcess.Start(Shell("echo a secret of the trade >&2; exit 7"));

        var refusal = await Assert.ThrowsAsync<ChildProcessException>(() => child.WaitForUrlAsync(
            new Uri("http://127.0.0.1:1/"), Patience, TimeProvider.System, CancellationToken.None));

        Assert.Contains("ended with code 7", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("a secret of the trade", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_gets_the_variables_it_is_given_and_not_those_taken_away()
    {
        var spec = Shell("echo \"$GIVEN-${HOME:-none}\"") with
        {
            Environment = new Dictionary<string, string?> { ["GIVEN"] = "yes", ["HOME"] = null },
        };
        await using var child = ChildProcess.Start(spec);

        Assert.Equal(0, await child.Exited);
        Assert.Equal(["yes-none"], child.RecentOutput);
    }

    [Fact]
    public void A_program_that_is_not_installed_is_named()
    {
        var refusal = Assert.Throws<CommandNotFoundException>(
            () => ChildProcess.Start(new ChildProcessSpec { Name = "x", Command = "program-that-nobody-has" }));

        Assert.Equal("program-that-nobody-has", refusal.Command);
    }

    private static ChildProcessSpec Cat() => new() { Name = "cat", Command = "cat" };

    private static ChildProcessSpec Shell(string script) => new() { Name = "shell", Command = "sh", Arguments = ["-c", script] };
}
