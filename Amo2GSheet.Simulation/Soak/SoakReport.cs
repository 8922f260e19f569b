namespace Amo2GSheet.Simulation.Soak;

/// <summary>What a soak came to.</summary>
/// <param name="Ok">Nothing lost, nothing doubled, nothing waiting, memory flat, no error in the log.</param>
/// <param name="Seed">Makes the same choices again.</param>
/// <param name="Seconds">How long people worked.</param>
/// <param name="RestSeconds">How long the system took to come to rest afterwards; null when it did not.</param>
/// <param name="Leads">Leads that people had to do with.</param>
/// <param name="Rows">Rows in the end.</param>
/// <param name="Deeds">What people and misfortunes did, and how often.</param>
/// <param name="Memory">The memory of the service.</param>
/// <param name="Calls">Requests of the service to amoCRM and Google.</param>
/// <param name="Violations">What is not as it should be, a sentence each.</param>
internal sealed record SoakReport(
    bool Ok, int Seed, int Seconds, double? RestSeconds, int Leads, int Rows, IReadOnlyDictionary<string, int> Deeds, MemoryReport Memory, SoakCalls Calls,
    IReadOnlyList<string> Violations);

/// <summary>Requests of the service.</summary>
/// <param name="Amo">To amoCRM.</param>
/// <param name="Sheets">To Google.</param>
internal sealed record SoakCalls(long Amo, long Sheets);
