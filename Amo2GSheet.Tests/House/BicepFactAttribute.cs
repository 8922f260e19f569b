using System.Reflection;
using System.Runtime.InteropServices;

namespace Amo2GSheet.Tests.House;

/// <summary>A test that runs the Bicep compiler, which comes as a package for Linux on x64 only; skipped, and said so, elsewhere.</summary>
public sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute()
    {
        // On Linux x64 a missing compiler is a failure, and the test says so by running.
        if (Path is null && !(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64))
            Skip = "The Bicep compiler is there on Linux x64 only.";
    }

    /// <summary>The compiler; null where there is none.</summary>
    internal static string? Path { get; } = typeof(BicepFactAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(data => data.Key == "Bicep")?.Value;
}
