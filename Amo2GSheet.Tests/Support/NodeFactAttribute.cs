namespace Amo2GSheet.Tests.Support;

/// <summary>A test that needs Azurite; skipped where there is no Node.</summary>
public sealed class AzuriteFactAttribute : FactAttribute
{
    public AzuriteFactAttribute() => Skip = AzuriteFixture.WhyMissing;
}

/// <summary>A test of starting Azurite itself; skipped also where an existing account stands in for it.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = AzuriteFixture.HasAccount ? "AMO2GSHEET_TABLES is set: Azurite is not used." : AzuriteFixture.WhyMissing;
}
