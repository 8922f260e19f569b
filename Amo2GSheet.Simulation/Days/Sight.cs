namespace Amo2GSheet.Simulation.Days;

/// <summary>When a process looked at the sheet: what happened before, it could know; what happened after, it could not.</summary>
/// <param name="time">The run's clock.</param>
internal sealed class Sight(VirtualTime time)
{
    private bool _acted;
    private bool _asking;
    private DateTimeOffset _asked;
    private DateTimeOffset _firstAsked;

    /// <summary>The moment of which the process's last answered read of cells tells.</summary>
    public DateTimeOffset Read { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>When the last write was begun: until then the process could still have looked again.</summary>
    public DateTimeOffset WriteBegun { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The moment of which the first read of the pass tells: its plan rests on it. Null before that read.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>Leads that were moved since then without anybody's approval: what one plan moves, however many calls it takes.</summary>
    public HashSet<long> Moved { get; } = [];

    /// <summary>A pass begins.</summary>
    public void Begin() => (First, _acted) = (null, false);

    /// <summary>The process changes something, or asks amoCRM: its plan stands, or begins to.</summary>
    public void Acts() => _acted |= First is not null;

    /// <summary>Cells were read.</summary>
    public void Saw()
    {
        Moved.Clear();
        _asking = false;
        Read = time.GetUtcNow();
        // Two reads in a row are one look: the first only told that columns had moved. A read that became too old, whose age counts from the
        // question, is not repeated so soon.
        if (First is null || (!_acted && _asked - _firstAsked < TimeSpan.FromSeconds(1)))
            (First, _firstAsked) = (Read, _asked);
    }

    /// <summary>Tabs are listed: what was read before is not planned with. After a write nothing is planned any more.</summary>
    public void ListsTabs()
    {
        if (!_acted)
            First = null;
    }

    /// <summary>A request sets out.</summary>
    public void SetsOut(bool isWrite)
    {
        if (!isWrite)
        {
            // A question that is repeated until it is answered is as old as its first try.
            if (!_asking)
                _asked = time.GetUtcNow();
            _asking = true;
            return;
        }

        Acts();
        WriteBegun = time.GetUtcNow();
    }
}
