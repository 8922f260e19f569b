namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>The sandbox cannot go on, for a reason that the person at the keyboard can mend; the message says how.</summary>
/// <param name="message">One sentence.</param>
internal sealed class SandboxException(string message) : Exception(message);
