namespace Amo2GSheet.Sandbox.Azurite;

/// <summary>Azurite cannot be had on this machine; the message says what to install or to set instead.</summary>
public sealed class AzuriteUnavailableException : Exception
{
    private const string Remedy =
        " Install Node.js 20 or newer, with npm, from https://nodejs.org, or do without it: the demo keeps its tables in a file, and "
        + $"{AzuriteOptions.TablesVariable} may name the connection string of a storage account or of an emulator that already runs.";

    /// <summary>Creates the exception without a cause.</summary>
    public AzuriteUnavailableException()
        : this("Azurite, the emulator of Azure Table Storage, is not available.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What is wrong, as a sentence; what to do about it is added.</param>
    public AzuriteUnavailableException(string problem)
        : this(problem, null)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What is wrong, as a sentence; what to do about it is added.</param>
    /// <param name="innerException">What the system said.</param>
    public AzuriteUnavailableException(string problem, Exception? innerException)
        : base(problem + Remedy, innerException)
    {
    }
}
