using System.Reflection;

namespace Amo2GSheet.SelfHost.FunctionsWorker;

/// <summary>
/// One run of <c>Program.cs</c> inside a process that is not its own. The file knows nothing of it: the builder that it makes finds
/// the run it belongs to by the flow of execution.
/// </summary>
internal sealed class SelfHostRun(SelfHostOptions options)
{
    private static readonly AsyncLocal<SelfHostRun?> Ambient = new();

    private readonly TaskCompletionSource<FunctionsHost> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static SelfHostRun? Current => Ambient.Value;

    public SelfHostOptions Options => options;

    public Task<FunctionsHost> HostStarted => _started.Task;

    public void Started(FunctionsHost host) => _started.TrySetResult(host);

    /// <summary>Ends with the entry point's exit code, or with its exception. On a thread of its own: the entry point blocks.</summary>
    public Task<int> EnterAsync(string[] args) => Task.Factory.StartNew(
        () =>
        {
            Ambient.Value = this;
            var main = typeof(SelfHostRun).Assembly.EntryPoint!;
            object?[] arguments = main.GetParameters().Length == 0 ? [] : [args];
            return main.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null) as int? ?? 0;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
