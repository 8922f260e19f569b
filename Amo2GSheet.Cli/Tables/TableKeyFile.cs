using Amo2GSheet.EmbeddedTables;

namespace Amo2GSheet.Cli.Tables;

/// <summary>The key of the connection string, in a file beside the tables, so that the connection string stays the same.</summary>
internal static class TableKeyFile
{
    /// <summary>Reads the key; the first time, creates it.</summary>
    /// <exception cref="TableFileException">The file does not hold a key.</exception>
    public static string ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);
        var key = File.ReadAllText(path).Trim();
        return TableServer.IsKey(key)
            ? key
            : throw new TableFileException($"{path} does not hold a key: remove it, and give the programs that use these tables the new connection string.");
    }

    /// <summary>Writes the file beside its place first: under its own name it is complete, whenever the process ends.</summary>
    private static void Create(string path)
    {
        var written = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(written, options))
            {
                using var writer = new StreamWriter(stream);
                writer.WriteLine(TableServer.NewKey());
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(written, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first: its key is the one.
        }
        finally
        {
            File.Delete(written);
        }
    }
}
