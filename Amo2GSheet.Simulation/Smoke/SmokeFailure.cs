namespace Amo2GSheet.Simulation.Smoke;

/// <summary>A step of the story did not hold.</summary>
/// <param name="why">What was seen instead of what was expected.</param>
internal sealed class SmokeFailure(string why) : Exception(why);
