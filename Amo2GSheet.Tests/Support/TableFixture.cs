namespace Amo2GSheet.Tests.Support;

/// <summary>Files for tables of tests, in memory where the system has a folder there; gone with the test process.</summary>
public static class TableFixture
{
    private static readonly Lazy<DirectoryInfo> Folder = new(() =>
    {
        const string InMemory = "/dev/shm";
        var folder = Directory.Exists(InMemory)
            ? Directory.CreateDirectory(Path.Combine(InMemory, $"amo2gsheet-tests-{Guid.NewGuid():N}"))
            : Directory.CreateTempSubdirectory("amo2gsheet-tests-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return folder;
    });

    /// <summary>A file that does not exist yet.</summary>
    public static string NewFile() => Path.Combine(Folder.Value.FullName, $"{Guid.NewGuid():N}.db");

    /// <summary>Tables of their own, for <c>AMO2GSHEET_TABLES</c>.</summary>
    public static string NewSetting() => $"sqlite:{NewFile()}";
}
