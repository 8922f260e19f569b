using System.Diagnostics.CodeAnalysis;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Chance that spreads tries, injected like the clock, so that a run can be repeated.</summary>
/// <param name="Next">A fraction of one, anew at each call.</param>
internal sealed record Jitter(Func<double> Next)
{
    /// <summary>The process's own chance.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "It spreads calls in time; nothing secret hangs on it.")]
    public static Jitter Own { get; } = new(Random.Shared.NextDouble);
}
