using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>
/// Puts all mutants of a file into it, so that one compilation bears them all: a method or property with a mistake becomes several, itself
/// and one for each mistake, and one in its place that asks the switch which of them is on.
/// </summary>
/// <param name="mutants">All mutants; a mutant's number is its place among them, from 1.</param>
internal sealed class MutantWeaver(IReadOnlyList<Mutant> mutants)
{
    /// <summary>The switch's full name.</summary>
    public const string Switch = "Amo2GSheet.MutantSwitch";

    /// <summary>The switch: the number of the mutant that is on; 0 is the code as it is.</summary>
    public const string SwitchSource = "namespace Amo2GSheet { public static class MutantSwitch { public static int On; } }";

    private static readonly SyntaxKind[] OfTheOriginal =
    [
        SyntaxKind.StaticKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.UnsafeKeyword,
    ];

    /// <summary>Weaves the mutants of one file.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="path">Its path from the repository's top.</param>
    public SyntaxNode Weave(SyntaxTree tree, string path)
    {
        var root = tree.GetRoot();
        var text = tree.GetText().ToString();
        var byMember = mutants.Where(mutant => mutant.File == path).GroupBy(mutant => MemberOf(root, text, mutant)).ToList();
        return root.ReplaceNodes(
            byMember.Select(member => member.Key.Parent!),
            (type, rewritten) => Woven((TypeDeclarationSyntax)type, byMember.Where(member => member.Key.Parent == type), text));
    }

    private TypeDeclarationSyntax Woven(TypeDeclarationSyntax type, IEnumerable<IGrouping<MemberDeclarationSyntax, Mutant>> mutated, string text)
    {
        var members = mutated.ToDictionary(member => member.Key, member => member.ToList());
        return type.WithMembers(List(type.Members.SelectMany(member => members.TryGetValue(member, out var own) ? Switched(member, own, text) : [member])));
    }

    private IEnumerable<MemberDeclarationSyntax> Switched(MemberDeclarationSyntax member, IReadOnlyList<Mutant> own, string text)
    {
        var numbers = own.Select(mutant => mutants.ToList().IndexOf(mutant) + 1).ToList();
        yield return Chooser(member, numbers);
        yield return Named(member, 0);
        foreach (var (mutant, number) in own.Zip(numbers))
        {
            var at = text.IndexOf(mutant.Original, StringComparison.Ordinal) - member.SpanStart;
            var changed = member.ToString().Remove(at, mutant.Original.Length).Insert(at, mutant.Replacement);
            var parsed = ParseMemberDeclaration(changed, options: (CSharpParseOptions)member.SyntaxTree.Options)!;
            // Whatever the compiler has against it, it names the mutant.
            yield return Named(parsed, number).WithLeadingTrivia(ParseLeadingTrivia($"\n#line 1 \"{mutant.Name}\"\n"));
        }
    }

    /// <summary>A private member that does the work, under a name of its own.</summary>
    private static MemberDeclarationSyntax Named(MemberDeclarationSyntax member, int number)
    {
        var bare = member.WithAttributeLists([]).WithModifiers(
            [Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(Space), .. member.Modifiers.Where(modifier => OfTheOriginal.Contains(modifier.Kind()))]);
        return bare switch
        {
            MethodDeclarationSyntax method => method.WithIdentifier(Identifier($"{method.Identifier.Text}__{number}")).WithExplicitInterfaceSpecifier(null),
            PropertyDeclarationSyntax property => property.WithIdentifier(Identifier($"{property.Identifier.Text}__{number}")),
            _ => throw Unfit(member),
        };
    }

    /// <summary>The member under its own name: it hands over to the one that is on.</summary>
    private static MemberDeclarationSyntax Chooser(MemberDeclarationSyntax member, IReadOnlyList<int> numbers)
    {
        var (name, call) = member switch
        {
            MethodDeclarationSyntax method => (method.Identifier.Text, $"{method.TypeParameterList}({string.Join(", ", method.ParameterList.Parameters.Select(Argument))})"),
            PropertyDeclarationSyntax { ExpressionBody: not null } property => (property.Identifier.Text, ""),
            _ => throw Unfit(member),
        };
        var choice = $"global::{Switch}.On switch {{ {string.Concat(numbers.Select(number => $"{number} => {name}__{number}{call}, "))}_ => {name}__0{call} }}";
        var isVoid = member is MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } };
        var body = isVoid
            ? $"{{ switch (global::{Switch}.On) {{ {string.Concat(numbers.Select(number => $"case {number}: {name}__{number}{call}; break; "))}default: {name}__0{call}; break; }} }}"
            : $"=> {choice};";
        var modifiers = TokenList(member.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword)));
        var head = member switch
        {
            MethodDeclarationSyntax method => method.WithModifiers(modifiers).WithBody(null).WithExpressionBody(null).WithSemicolonToken(default).WithoutTrivia().ToString(),
            PropertyDeclarationSyntax property => property.WithModifiers(modifiers).WithExpressionBody(null).WithSemicolonToken(default).WithoutTrivia().ToString(),
            _ => throw Unfit(member),
        };
        return ParseMemberDeclaration($"\n#line default\n{head} {body}\n", options: (CSharpParseOptions)member.SyntaxTree.Options)!;
    }

    private static string Argument(ParameterSyntax parameter) =>
        $"{string.Concat(parameter.Modifiers.Where(modifier => modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword).Select(modifier => $"{modifier.Text} "))}{parameter.Identifier.Text}";

    private static MemberDeclarationSyntax MemberOf(SyntaxNode root, string text, Mutant mutant)
    {
        var at = text.IndexOf(mutant.Original, StringComparison.Ordinal);
        if (at < 0)
            throw new InvalidOperationException($"{mutant}: its text does not stand in {mutant.File}.");
        return root.FindNode(new TextSpan(at, mutant.Original.Length)).AncestorsAndSelf()
            .FirstOrDefault(node => node is MethodDeclarationSyntax or PropertyDeclarationSyntax) as MemberDeclarationSyntax
            ?? throw new InvalidOperationException($"{mutant}: its text stands in no method or property.");
    }

    private static InvalidOperationException Unfit(MemberDeclarationSyntax member) => new($"No switch can be made of {member.Kind()}.");
}
