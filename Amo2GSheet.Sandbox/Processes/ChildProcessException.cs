namespace Amo2GSheet.Sandbox.Processes;

/// <summary>A child process could not be started, ended too early, or did not answer. The message ends with its last output.</summary>
public sealed class ChildProcessException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ChildProcessException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, and the child's last output.</param>
    public ChildProcessException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, and the child's last output.</param>
    /// <param name="innerException">What the system said.</param>
    public ChildProcessException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
