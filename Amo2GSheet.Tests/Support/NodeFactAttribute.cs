using Amo2GSheet.Sandbox.Azurite;

namespace Amo2GSheet.Tests.Support;

/// <summary>A test of starting Azurite itself; skipped where an existing account stands in for it, since Node may be missing there.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!string.IsNullOrWhiteSpace(AzuriteOptions.FromEnvironment().ExistingTables))
        {
            Skip = $"{AzuriteOptions.TablesVariable} is set: Azurite is not used.";
        }
    }
}
