namespace Amo2GSheet.SelfHost;

/// <summary>Where this machine's user keeps the state of the service, unless a setting says otherwise.</summary>
/// <seealso href="https://specifications.freedesktop.org/basedir-spec/latest/"/>
/// <seealso href="https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#RuntimeDirectory="/>
internal static class StateDirectory
{
    private const string Folder = "amo2gsheet";
    private const string File = "tables.db";

    /// <summary>The file of the tables: in systemd's <c>STATE_DIRECTORY</c>, else in <c>$XDG_STATE_HOME/amo2gsheet</c>, else in <c>~/.local/state/amo2gsheet</c>.</summary>
    /// <param name="environment">Reads a variable of the environment.</param>
    public static string TableFile(Func<string, string?> environment)
    {
        // systemd separates several folders by colons; the first is the unit's own.
        if (environment("STATE_DIRECTORY") is { Length: > 0 } given)
            return Path.Combine(given.Split(':')[0], File);
        // A relative path in it is to be ignored, says the specification.
        var state = environment("XDG_STATE_HOME") is { } home && Path.IsPathRooted(home)
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, Folder, File);
    }

    /// <summary>Makes the folder of the default file, for its owner only. The folder of a file that a setting names has to be there.</summary>
    public static void EnsureFor(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (Path.GetFileName(folder) != Folder || Path.GetFileName(file) != File || Directory.Exists(folder))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
