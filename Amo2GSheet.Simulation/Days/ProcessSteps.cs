namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// The steps of one process: each call to the outside is two of them, before and after its effect. At each the process may be held up,
/// so that others come in between, be paused, or be killed.
/// </summary>
/// <param name="time">The process's clock.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="trace">Hears of every step.</param>
internal sealed class ProcessSteps(ProcessTime time, Faults faults, Trace trace)
{
    /// <summary>The process's name in the trace.</summary>
    public required string Name { get; init; }

    /// <summary>Called when the process dies at one of its steps.</summary>
    public required Action Died { get; init; }

    /// <summary>Plans something that befalls this process.</summary>
    public void In(TimeSpan wait, Action action) => time.In(wait, action);

    /// <summary>Comes to an effect. The caller's own wish to stop is heard last, as by any client that looks before it sends.</summary>
    public async Task BeforeAsync(string what, bool isEffect, CancellationToken cancellationToken)
    {
        await time.ComeHomeAsync();
        if (faults.Latency() is var wait && wait > TimeSpan.Zero)
            await time.WaitAsync(wait, cancellationToken);
        if (isEffect && faults.Strikes(Fault.Pause, 0.004))
        {
            time.Pause(faults.Time(16, 40));
            await time.WaitAsync(TimeSpan.Zero, CancellationToken.None);
        }

        if (isEffect && faults.Strikes(Fault.CrashBeforeEffect, 0.008))
            await DieAsync(what, "before");
        cancellationToken.ThrowIfCancellationRequested();
        trace.Step(Name, what);
    }

    /// <summary>Leaves an effect behind. A caller that gives up now does not hear of it.</summary>
    public async Task AfterAsync(string what, bool isEffect, CancellationToken cancellationToken)
    {
        if (isEffect && faults.Strikes(Fault.CrashAfterEffect, 0.008))
            await DieAsync(what, "after");
        if (faults.Latency() is var wait && wait > TimeSpan.Zero)
            await time.WaitAsync(wait, cancellationToken);
    }

    private Task DieAsync(string what, string when)
    {
        trace.Tell(Name, $"KILLED {when} {what}");
        time.Kill();
        Died();
        // Never done. A task of its own, because one for all would hold on to everybody who ever waited for it.
        return new TaskCompletionSource().Task;
    }
}
