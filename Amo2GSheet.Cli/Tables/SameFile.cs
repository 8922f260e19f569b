namespace Amo2GSheet.Cli.Tables;

/// <summary>Whether two paths lead to one file, through whatever symbolic links.</summary>
internal static class SameFile
{
    private static readonly StringComparison Comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>True for two spellings of one file that exists. Hard links are two files here.</summary>
    public static bool Is(string one, string other) =>
        File.Exists(one) && File.Exists(other) && string.Equals(Resolve(one), Resolve(other), Comparison);

    private static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder)
            return full;
        var file = new FileInfo(Path.Combine(Resolve(folder), Path.GetFileName(full)));
        return file.LinkTarget is { } target ? Resolve(Path.Combine(file.DirectoryName!, target)) : file.FullName;
    }
}
