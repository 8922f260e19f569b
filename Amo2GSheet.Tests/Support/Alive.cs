using System.Diagnostics;

namespace Amo2GSheet.Tests.Support;

internal static class Alive
{
    /// <summary>Whether a process with this id runs.</summary>
    public static bool Is(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
