namespace Amo2GSheet.Simulation.Soak;

/// <summary>How long to soak, and how.</summary>
/// <param name="Length">How long people work and things go wrong.</param>
/// <param name="Seed">What they do: the same seed makes the same choices, though not at the same instants.</param>
/// <param name="Json">Print the report as JSON on standard output.</param>
internal sealed record SoakSettings(TimeSpan Length, int Seed, bool Json);
