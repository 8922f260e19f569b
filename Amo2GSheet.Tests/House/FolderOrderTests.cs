using System.Text.RegularExpressions;

namespace Amo2GSheet.Tests.House;

/// <summary>The house keeps its order: folders of Core know each other one way only, projects too.</summary>
public sealed partial class FolderOrderTests
{
    private static readonly string[] CoreFolders = ["Leads", "Pipelines", "Sheets", "AmoCrm", "State", "Sync", "Kpi", "Storage"];
    private static readonly string Root = FindRoot();

    [Fact]
    public void Folders_of_Core_use_only_those_before_them()
    {
        var wrong = Sources("Amo2GSheet.Core")
            .Select(file => (File: Path.GetRelativePath(Path.Combine(Root, "Amo2GSheet.Core"), file), Text: File.ReadAllText(file)))
            .Where(source => source.File.Contains(Path.DirectorySeparatorChar))
            .SelectMany(source => CoreName().Matches(source.Text).Select(match => (source.File, Used: match.Groups[1].Value)))
            .Where(use => CoreFolders.Contains(use.Used) && Place(use.Used) > Place(use.File.Split(Path.DirectorySeparatorChar)[0]))
            .Select(use => $"{use.File} uses {use.Used}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_of_Core_has_its_place()
    {
        var folders = Directory.GetDirectories(Path.Combine(Root, "Amo2GSheet.Core")).Select(Path.GetFileName).Except(["bin", "obj"]);

        Assert.Empty(folders.Except(CoreFolders));
    }

    [Theory]
    [InlineData("Amo2GSheet.Core")]
    [InlineData("Amo2GSheet.GoogleSheets", "Amo2GSheet.GoogleSheets.StandIn", "Amo2GSheet.Core")]
    [InlineData("Amo2GSheet.GoogleSheets.StandIn")]
    [InlineData("Amo2GSheet.Functions", "Amo2GSheet.Core", "Amo2GSheet.GoogleSheets")]
    [InlineData("Amo2GSheet.SelfHost", "Amo2GSheet.Functions", "Amo2GSheet.EmbeddedTables")]
    [InlineData("Amo2GSheet.Sandbox")]
    [InlineData("Amo2GSheet.Simulation", "Amo2GSheet.EmbeddedTables", "Amo2GSheet.Sandbox", "Amo2GSheet.SelfHost")]
    [InlineData("Amo2GSheet.EmbeddedTables")]
    public void Projects_reference_only_what_the_design_says(string project, params string[] allowed)
    {
        var file = File.ReadAllText(Path.Combine(Root, project, $"{project}.csproj"));

        Assert.Equal(allowed, ProjectReference().Matches(file).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Core_knows_neither_Functions_nor_Google_s_packages()
    {
        Assert.DoesNotContain(Sources("Amo2GSheet.Core"), file => File.ReadAllText(file) is var text
            && (text.Contains("Google.Apis", StringComparison.Ordinal) || text.Contains("Microsoft.Azure.Functions", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_source_file_is_longer_than_three_hundred_lines()
    {
        var projects = Directory.GetDirectories(Root, "Amo2GSheet.*").Select(Path.GetFileName);

        Assert.DoesNotContain(projects.SelectMany(project => Sources(project!)), file => File.ReadLines(file).Count() > 300);
    }

    private static int Place(string folder) => Array.IndexOf(CoreFolders, folder);

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !GeneratedFolder().IsMatch(file));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Amo2GSheet.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }

    [GeneratedRegex(@"Amo2GSheet\.Core\.([A-Za-z]+)")]
    private static partial Regex CoreName();

    [GeneratedRegex(@"<ProjectReference Include=""\.\./[^/]+/([^""]+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex GeneratedFolder();
}
