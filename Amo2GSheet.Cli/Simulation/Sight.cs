namespace Amo2GSheet.Cli.Simulation;

/// <summary>When a process looked at the sheet: what happened before, it could know; what happened after, it could not.</summary>
/// <param name="time">The run's clock.</param>
internal sealed class Sight(VirtualTime time)
{
    /// <summary>The moment of which the process's last answered read of cells tells.</summary>
    public DateTimeOffset Read { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>When the last write was begun: until then the process could still have looked again.</summary>
    public DateTimeOffset WriteBegun { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The moment of which the first read of the pass tells: its plan rests on it. Null before that read.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>Leads that were moved since then without anybody's approval: what one plan moves, however many calls it takes.</summary>
    public HashSet<long> Moved { get; } = [];

    /// <summary>A pass begins.</summary>
    public void Begin() => First = null;

    /// <summary>Cells were read.</summary>
    public void Saw()
    {
        Moved.Clear();
        Read = time.GetUtcNow();
        First ??= Read;
    }

    /// <summary>Tabs are listed: what was read of others before is not used.</summary>
    public void ListsTabs() => First = null;

    /// <summary>A write sets out.</summary>
    public void Writes() => WriteBegun = time.GetUtcNow();
}
