using System.Text.Json;
using System.Xml.Linq;

namespace Amo2GSheet.Tests.Support;

public sealed class SolutionFilterTests
{
    [Fact]
    public void The_filter_holds_every_project_that_a_plain_build_builds()
    {
        var top = Top();
        var built = XDocument.Load(Path.Combine(top, "Amo2GSheet.slnx")).Descendants("Project")
            .Where(project => project.Element("Build")?.Attribute("Project")?.Value != "false")
            .Select(project => project.Attribute("Path")!.Value);

        using var filter = JsonDocument.Parse(File.ReadAllText(Path.Combine(top, "Amo2GSheet.Restorable.slnf")));
        var filtered = filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(project => project.GetString()!);

        Assert.Equal(built.Order(StringComparer.Ordinal), filtered.Order(StringComparer.Ordinal));
    }

    private static string Top()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Amo2GSheet.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run from a checkout.");
        }

        return folder.FullName;
    }
}
