namespace Amo2GSheet.Core.Storage;

/// <summary>The tables cannot be made, for a reason that their operator can fix.</summary>
/// <param name="message">Which setting to check; nothing of its value but the host's name.</param>
/// <param name="cause">What Azure's client said.</param>
public sealed class TablesUnavailableException(string message, Exception cause) : Exception(message, cause);
