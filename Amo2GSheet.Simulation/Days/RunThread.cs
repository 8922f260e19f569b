namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// Lets only one thread at a time work in a run. Everything runs on the run's own thread, with one exception: code that awaits a delay resumes on a
/// thread of the pool when the delay is cancelled, and .NET offers no way to prevent that. Such code waits here until the run's thread pauses
/// between two events, and the run goes on when it has suspended or ended.
/// </summary>
internal sealed class RunThread : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Flows along with all code of the run; reports when a thread takes up such code and when it leaves it.
    private static readonly AsyncLocal<RunThread?> Current = new(change =>
    {
        if (!change.ThreadContextChanged || change.PreviousValue == change.CurrentValue)
            return;
        change.PreviousValue?.Leave();
        change.CurrentValue?.Enter();
    });

    private readonly Lock _lock = new();
    private readonly int _own = Environment.CurrentManagedThreadId;
    private readonly SemaphoreSlim _turn = new(0);
    private readonly SemaphoreSlim _left = new(0);
    private volatile int _expected;
    private volatile int _present;
    private volatile bool _isOver;

    private RunThread()
    {
    }

    /// <summary>Makes the caller's thread the run's own.</summary>
    public static RunThread Begin() => Current.Value = new RunThread();

    /// <summary>A delay was cancelled: what awaits it will resume on another thread.</summary>
    public void Expect()
    {
        lock (_lock)
            _expected++;
    }

    /// <summary>Whether the caller is on the run's own thread.</summary>
    public bool IsOwn => Environment.CurrentManagedThreadId == _own;

    /// <summary>Lets all code that resumed on other threads run until it has suspended or ended, one after the other.</summary>
    /// <exception cref="InvalidOperationException">Expected code did not arrive, or does not suspend.</exception>
    public void LetOthersRun()
    {
        while (_expected > 0 || _present > 0)
        {
            _turn.Release();
            if (!_left.Wait(Patience))
                throw new InvalidOperationException("Code that resumed on another thread did not arrive or did not suspend.");
        }
    }

    /// <summary>The run is over: code of it that resumes now goes its own way.</summary>
    public void Dispose()
    {
        _isOver = true;
        _turn.Release(short.MaxValue);
    }

    private void Enter()
    {
        if (IsOwn || _isOver)
            return;
        lock (_lock)
            _present++;
        _turn.Wait();
    }

    private void Leave()
    {
        if (IsOwn || _isOver)
            return;
        lock (_lock)
        {
            _present--;
            if (_expected > 0)
                _expected--;
        }

        _left.Release();
    }
}
