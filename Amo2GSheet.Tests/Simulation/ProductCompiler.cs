using Amo2GSheet.Tests.House;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>
/// Compiles one of the product's projects in memory, with one text of its sources replaced, as the build does it: references, generators,
/// sources and switches are those that the build of the tests has written down.
/// </summary>
internal sealed class ProductCompiler
{
    private readonly CSharpParseOptions _parse;
    private readonly CSharpCompilation _original;
    private readonly GeneratorDriver _generators;

    private ProductCompiler(CSharpParseOptions parse, CSharpCompilation original, GeneratorDriver generators) =>
        (_parse, _original, _generators) = (parse, original, generators);

    /// <summary>Reads a project's sources.</summary>
    /// <param name="project">The project's name, and its folder's.</param>
    public static ProductCompiler Of(string project)
    {
        var folder = Path.Combine(Repository.Top, project);
        var written = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "mutants", $"{project}.rsp"));
        var arguments = CSharpCommandLineParser.Default.Parse(written, folder, sdkDirectory: null);
        var parse = arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None);
        var compilation = CSharpCompilation.Create(
            project,
            arguments.SourceFiles.Select(file => Parse(File.ReadAllText(file.Path), file.Path, parse)),
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(Path.GetFullPath(reference.Reference, folder))),
            // A mutant may leave a variable unused: it shall run, not please.
            arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Suppress).WithSpecificDiagnosticOptions([]));
        var generators = GeneratorAssemblies.GeneratorsOf(arguments.AnalyzerReferences.Select(analyzer => Path.GetFullPath(analyzer.FilePath, folder)));
        // What they make of the unmutated sources is kept, so that each mutant costs them one file only.
        var driver = CSharpGeneratorDriver.Create(generators, parseOptions: parse).RunGenerators(compilation);
        return new ProductCompiler(parse, compilation, driver);
    }

    /// <summary>Compiles.</summary>
    /// <param name="mutant">What to replace; null compiles the project as it is.</param>
    /// <returns>The assembly.</returns>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public byte[] Compile(Mutant? mutant)
    {
        var compilation = mutant is null ? _original : Mutate(mutant);
        _generators.RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _);
        using var assembly = new MemoryStream();
        var result = whole.Emit(assembly);
        return result.Success
            ? assembly.ToArray()
            : throw new InvalidOperationException(
                $"{mutant?.Name ?? "The unmutated code"} does not compile: {string.Join('\n', result.Diagnostics.Where(found => found.Severity is DiagnosticSeverity.Error).Take(5))}");
    }

    private CSharpCompilation Mutate(Mutant mutant)
    {
        var path = Path.GetFullPath(mutant.File, Repository.Top);
        var tree = _original.SyntaxTrees.Single(tree => Path.GetFullPath(tree.FilePath) == path);
        return _original.ReplaceSyntaxTree(tree, Parse(mutant.Apply(), tree.FilePath, _parse));
    }

    private static SyntaxTree Parse(string text, string path, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), options, path);
}
