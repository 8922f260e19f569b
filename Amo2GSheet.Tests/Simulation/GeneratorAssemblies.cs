using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>Loads the build's source generators; what they need beyond the compiler stands beside them.</summary>
internal sealed class GeneratorAssemblies : AssemblyLoadContext, IAnalyzerAssemblyLoader
{
    private static readonly GeneratorAssemblies Loaded = new();

    private readonly Dictionary<string, string> _paths = [];

    private GeneratorAssemblies() : base(nameof(GeneratorAssemblies))
    {
    }

    /// <summary>The generators in a compiler's list of analyzers.</summary>
    public static IReadOnlyList<ISourceGenerator> GeneratorsOf(IEnumerable<string> paths)
    {
        List<AnalyzerFileReference> references = [.. paths.Select(path => new AnalyzerFileReference(path, Loaded))];
        foreach (var reference in references)
        {
            Loaded.AddDependencyLocation(reference.FullPath);
            reference.AnalyzerLoadFailed += (_, failure) =>
                throw new InvalidOperationException($"The generators of {reference.Display} could not be loaded: {failure.Message}", failure.Exception);
        }

        return [.. references.SelectMany(reference => reference.GetGenerators(LanguageNames.CSharp))];
    }

    /// <inheritdoc />
    public void AddDependencyLocation(string fullPath) => _paths[Path.GetFileNameWithoutExtension(fullPath)] = fullPath;

    /// <inheritdoc />
    public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && _paths.TryGetValue(name, out var path) ? LoadFromAssemblyPath(path) : null;
}
