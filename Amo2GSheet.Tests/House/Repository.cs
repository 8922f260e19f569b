namespace Amo2GSheet.Tests.House;

/// <summary>The files of the repository that the tests run in.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Top { get; } = Find();

    /// <summary>The text of a file.</summary>
    /// <param name="path">Path from the top.</param>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Top, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Amo2GSheet.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
