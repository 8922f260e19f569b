using System.ComponentModel;
using System.Diagnostics;

namespace Amo2GSheet.Sandbox.Processes;

/// <summary>
/// One run of a program that this process owns: its output is captured, it can be killed the hard way, and it does not outlive us.
/// </summary>
/// <remarks>
/// The child is killed when this object is disposed and when our process ends in order. When our process is killed, nobody is left
/// to do that: the child's standard input, a pipe that only we hold, closes then, and a well-behaved child ends on that
/// (<see cref="ParentWatch"/> for our own programs, <c>tools/azurite/owned.js</c> for Azurite).
/// </remarks>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly OutputTail _tail;

    private ChildProcess(ChildProcessSpec spec, Process process, OutputTail tail)
    {
        Spec = spec;
        _process = process;
        _tail = tail;
        Exited = WaitForExitAsync();
        AppDomain.CurrentDomain.ProcessExit += KillAtOurExit;
    }

    /// <summary>Hears every line of every child of this process; for tests that look all output over.</summary>
    internal static Action<ChildProcessSpec, string>? Overhear { get; set; }

    /// <summary>What was started; start it again for a restart.</summary>
    public ChildProcessSpec Spec { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Completes with the exit code once the child ended and its output is read to the end.</summary>
    public Task<int> Exited { get; }

    /// <summary>The last 200 lines of output, oldest first.</summary>
    public IReadOnlyList<string> RecentOutput => _tail.Lines;

    /// <summary>Starts a program.</summary>
    /// <param name="spec">The program and its surroundings.</param>
    /// <exception cref="CommandNotFoundException">No such program on this machine.</exception>
    /// <exception cref="ChildProcessException">The system refused to start it.</exception>
    public static ChildProcess Start(ChildProcessSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);

        var tail = new OutputTail();
        var process = new Process { StartInfo = StartInfo(spec) };
        process.OutputDataReceived += (_, received) => Take(received.Data);
        process.ErrorDataReceived += (_, received) => Take(received.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            // 2 is "no such file" on Unix and on Windows alike.
            throw exception.NativeErrorCode == 2
                ? new CommandNotFoundException(spec.Command, exception)
                : new ChildProcessException($"{spec.Name} could not be started: {exception.Message}", exception);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(spec, process, tail);

        void Take(string? line)
        {
            if (line is not null)
            {
                tail.Add(line);
                spec.OnLine?.Invoke(line);
                Overhear?.Invoke(spec, line);
            }
        }
    }

    /// <summary>Kills the child and its own children (SIGKILL: nothing is finished or flushed) and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Kill();
        await Exited;
    }

    /// <summary>Asks the child to end by closing its standard input; kills it when it has not ended in time.</summary>
    /// <param name="grace">How long it may take to end in order.</param>
    /// <param name="time">The clock that measures it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(TimeSpan grace, TimeProvider time)
    {
        _process.StandardInput.Close();
        try
        {
            return await Exited.WaitAsync(grace, time);
        }
        catch (TimeoutException)
        {
            Kill();
            return await Exited;
        }
    }

    /// <summary>Waits for something that the child is about to do, and no longer than the child lives.</summary>
    /// <param name="what">What is waited for, to complete the message "functions ended before it …".</param>
    /// <param name="ready">Completes when the child did it.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="time">The clock that measures it.</param>
    /// <param name="cancellationToken">Ends the wait; the child stays.</param>
    /// <exception cref="ChildProcessException">The child ended, or did not do it in time; the message quotes its last output.</exception>
    public async Task<T> WaitForAsync<T>(
        string what, Task<T> ready, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ready);
        try
        {
            await Task.WhenAny(ready, Exited).WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new ChildProcessException($"{Spec.Name} did not {what} within {patience.TotalSeconds:0} s. {_tail}", exception);
        }

        return ready.IsCompleted
            ? await ready
            : throw new ChildProcessException($"{Spec.Name} ended with code {await Exited} before it could {what}. {_tail}");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtOurExit;
        await KillAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(ChildProcessSpec spec)
    {
        var start = new ProcessStartInfo(spec.Command, spec.Arguments)
        {
            WorkingDirectory = spec.WorkingDirectory ?? string.Empty,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void KillAtOurExit(object? sender, EventArgs e) => Kill();

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself between two looks: what was wanted.
        }
    }
}
