using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>Questions to SQLite's layer of files.</summary>
/// <seealso href="https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html"/>
internal static class SqliteFileControl
{
    // SQLITE_FCNTL_HAS_MOVED
    private const int HasMovedQuestion = 20;

    /// <summary>Whether the path of a connection no longer leads to the file that it opened. One look at the path.</summary>
    /// <remarks>
    /// Waits while another thread uses the connection. Where SQLite does not know, as on Windows, which keeps an open file in its place, the answer
    /// is no.
    /// </remarks>
    public static bool HasMoved(SqliteConnection connection) =>
        FileControl(connection.Handle!, "main\0"u8.ToArray(), HasMovedQuestion, out var moved) == 0 && moved != 0;

    // The SQLite library that the provider brings along; the provider itself does not pass this function on.
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int FileControl(SafeHandle database, byte[] name, int question, out int answer);
}
