namespace Amo2GSheet.Functions.Dashboard;

/// <summary>
/// The line before the check of a password. A check keeps a core busy for a tenth of a second, and the sync needs one too: so one is checked at
/// a time, the next wait in a line without a thread, and a line that is full is told to whoever comes last.
/// </summary>
internal sealed class PasswordLine : IDisposable
{
    /// <summary>How many stand in the line, the one that is being checked among them.</summary>
    public const int Places = 20;

    private readonly SemaphoreSlim _places = new(Places);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Takes a place; whoever disposes of it leaves the line.</summary>
    /// <returns>The place; null when the line is full.</returns>
    public Place? TryStand() => _places.Wait(0) ? new Place(this) : null;

    /// <inheritdoc />
    public void Dispose()
    {
        _places.Dispose();
        _one.Dispose();
    }

    /// <summary>A place in the line.</summary>
    public sealed class Place(PasswordLine line) : IDisposable
    {
        /// <summary>Waits for this one's turn, which lasts until it is disposed of.</summary>
        public async Task<Turn> WaitAsync(CancellationToken cancellationToken)
        {
            await line._one.WaitAsync(cancellationToken);
            return new Turn(line);
        }

        /// <summary>Leaves the line.</summary>
        public void Dispose() => line._places.Release();
    }

    /// <summary>The time in which nobody else's password is checked.</summary>
    public sealed class Turn(PasswordLine line) : IDisposable
    {
        /// <summary>Lets the next one in.</summary>
        public void Dispose() => line._one.Release();
    }
}
