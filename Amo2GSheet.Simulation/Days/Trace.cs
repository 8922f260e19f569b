using System.Globalization;

namespace Amo2GSheet.Simulation.Days;

/// <summary>What happened in a run, line by line, for whoever replays a seed. Costs nothing unless somebody listens.</summary>
/// <param name="time">The run's clock.</param>
/// <param name="listener">Takes the lines; null when nobody listens.</param>
internal sealed class Trace(VirtualTime time, Action<string>? listener)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private ulong _digest = 14_695_981_039_346_656_037;

    /// <summary>Whether somebody listens.</summary>
    public bool IsOn => listener is not null;

    /// <summary>A number over all steps so far: equal runs have equal ones.</summary>
    public ulong Digest => _digest;

    /// <summary>A step of a process; part of the digest.</summary>
    public void Step(string who, string what)
    {
        foreach (var letter in what)
            _digest = unchecked((_digest ^ letter) * 1_099_511_628_211);
        _digest = unchecked((_digest ^ (ulong)(time.GetUtcNow() - _start).Ticks) * 1_099_511_628_211);
        Tell(who, what);
    }

    /// <summary>Tells something.</summary>
    public void Tell(string who, string what) =>
        listener?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{(time.GetUtcNow() - _start).TotalSeconds,9:f3}  {who,-8} {what}"));
}
