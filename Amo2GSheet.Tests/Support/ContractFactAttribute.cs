using Xunit.Abstractions;
using Xunit.Sdk;

namespace Amo2GSheet.Tests.Support;

/// <summary>The tests of this class run on Azurite, and are skipped where there is no Node.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnAzuriteAttribute : Attribute;

/// <summary>A test of a contract, whose classes say where it runs.</summary>
[XunitTestCaseDiscoverer("Amo2GSheet.Tests.Support.ContractFactDiscoverer", "Amo2GSheet.Tests")]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>A test of a contract with data.</summary>
[XunitTestCaseDiscoverer("Amo2GSheet.Tests.Support.ContractTheoryDiscoverer", "Amo2GSheet.Tests")]
public sealed class ContractTheoryAttribute : TheoryAttribute;

/// <summary>Skips the tests of classes whose store is not there.</summary>
public sealed class ContractFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Skips(testMethod)
            ? new SkippedTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);

    internal static bool Skips(ITestMethod method) =>
        AzuriteFixture.WhyMissing is not null && method.TestClass.Class.GetCustomAttributes(typeof(OnAzuriteAttribute)).Any();
}

/// <summary>The same for tests with data.</summary>
public sealed class ContractTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        ContractFactDiscoverer.Skips(testMethod)
            ? [new SkippedTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

/// <summary>A test that does not run because there is no Node.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    [Obsolete("Called by the de-serializer.")]
    public SkippedTestCase()
    {
    }

    public SkippedTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(sink, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) => AzuriteFixture.WhyMissing;
}
