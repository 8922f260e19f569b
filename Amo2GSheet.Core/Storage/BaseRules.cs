using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage;

/// <summary>What both stores of bases hold to.</summary>
internal static class BaseRules
{
    /// <exception cref="ArgumentException">A lead stands twice among the bases: which of them were meant?</exception>
    public static void RefuseDuplicates(IReadOnlyCollection<Base> bases)
    {
        if (bases.Select(@base => @base.Lead).Distinct().Count() != bases.Count)
            throw new ArgumentException("A lead may stand only once in what is saved together.", nameof(bases));
    }

    /// <summary>amoCRM's times are whole seconds; so are they stored.</summary>
    public static DateTimeOffset ToTheSecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
