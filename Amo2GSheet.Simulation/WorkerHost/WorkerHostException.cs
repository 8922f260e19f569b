namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>The worker cannot be run, or does not do what it was asked; the message says why.</summary>
/// <param name="message">What happened.</param>
/// <param name="innerException">What caused it.</param>
internal sealed class WorkerHostException(string message, Exception? innerException = null) : Exception(message, innerException);
