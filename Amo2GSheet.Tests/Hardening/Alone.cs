namespace Amo2GSheet.Tests.Hardening;

/// <summary>Tests that measure this process's memory or threads: they run when the others are done, one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
