using System.Text;
using Amo2GSheet.Tests.House;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>
/// Compiles Core in memory with all mutants in it, as the build does it: references, generators, sources and switches are those that the
/// build of the tests has written down.
/// </summary>
internal static class ProductCompiler
{
    /// <summary>The project that is mutated, and its folder.</summary>
    public const string Project = "Amo2GSheet.Core";

    /// <summary>Compiles.</summary>
    /// <returns>The assembly.</returns>
    /// <exception cref="InvalidOperationException">A mutant does not compile, or its text is not there.</exception>
    public static byte[] Compile(IReadOnlyList<Mutant> mutants)
    {
        var folder = Path.Combine(Repository.Top, Project);
        var written = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "mutants", $"{Project}.rsp"));
        var arguments = CSharpCommandLineParser.Default.Parse(written, folder, sdkDirectory: null);
        // The build has looked for everything; a mutant may leave a variable unused: it shall run, not please.
        var parse = arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None)
            .WithFeatures([.. arguments.ParseOptions.Features, KeyValuePair.Create("run-nullable-analysis", "never")]);
        var options = arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Suppress).WithSpecificDiagnosticOptions([]);
        var weaver = new MutantWeaver(mutants);
        var compilation = CSharpCompilation.Create(
            Project,
            [.. arguments.SourceFiles.Select(file => Woven(file.Path)), Parse(MutantWeaver.SwitchSource, "")],
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(Path.GetFullPath(reference.Reference, folder))),
            options);
        var generators = GeneratorAssemblies.GeneratorsOf(arguments.AnalyzerReferences.Select(analyzer => Path.GetFullPath(analyzer.FilePath, folder)));
        CSharpGeneratorDriver.Create(generators, parseOptions: parse).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _);
        using var assembly = new MemoryStream();
        var result = whole.Emit(assembly);
        return result.Success
            ? assembly.ToArray()
            : throw new InvalidOperationException(
                $"Mutants do not compile: {string.Join('\n', result.Diagnostics.Where(found => found.Severity is DiagnosticSeverity.Error).Take(10))}");

        SyntaxTree Woven(string path)
        {
            var tree = Parse(File.ReadAllText(path).ReplaceLineEndings("\n"), path);
            var file = Path.GetRelativePath(Repository.Top, Path.GetFullPath(path)).Replace('\\', '/');
            return mutants.Any(mutant => mutant.File == file) ? Parse(weaver.Weave(tree, file).ToFullString(), path) : tree;
        }

        SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), parse, path);
    }
}
