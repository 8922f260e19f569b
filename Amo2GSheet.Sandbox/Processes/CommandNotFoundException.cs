namespace Amo2GSheet.Sandbox.Processes;

/// <summary>A program that was to be started is not installed on this machine, or not on its PATH.</summary>
public sealed class CommandNotFoundException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public CommandNotFoundException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="command">The program that was looked for.</param>
    public CommandNotFoundException(string command)
        : this(command, null)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="command">The program that was looked for.</param>
    /// <param name="innerException">What the system said.</param>
    public CommandNotFoundException(string command, Exception? innerException)
        : base($"'{command}' was not found: it is not installed, or not on the PATH.", innerException)
    {
        Command = command;
    }

    /// <summary>The program that was looked for.</summary>
    public string Command { get; } = string.Empty;
}
