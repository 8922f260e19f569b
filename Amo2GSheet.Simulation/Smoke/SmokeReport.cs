using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>What a smoke run came to: the one line of JSON that programs read.</summary>
/// <param name="Ok">Every step held, and every webhook of the measurement was answered with 200.</param>
/// <param name="Steps">The story's steps, in order.</param>
/// <param name="WebhookAckMs">How fast webhooks were answered; null when it was not measured.</param>
/// <param name="Calls">Requests of the whole run; null when they were not counted.</param>
internal sealed record SmokeReport(bool Ok, IReadOnlyList<SmokeStep> Steps, AckMs? WebhookAckMs, CallTotals? Calls)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The sandbox did not come up, or was stopped.</summary>
    public static SmokeReport NotPlayed { get; } = new(false, [], null, null);

    /// <summary>The report as one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>One step.</summary>
/// <param name="Name">What was to happen.</param>
/// <param name="Ok">It did.</param>
/// <param name="Ms">How long it took.</param>
/// <param name="Why">What was seen instead; null when it held.</param>
internal sealed record SmokeStep(string Name, bool Ok, long Ms, string? Why = null);

/// <summary>Time until webhooks were answered, their lead ids stored, in milliseconds from the moment each was due.</summary>
/// <param name="P50">Half of them were not slower.</param>
/// <param name="P99">One in a hundred was slower.</param>
internal sealed record AckMs(double P50, double P99)
{
    /// <summary>Percentiles by nearest rank.</summary>
    /// <param name="times">Milliseconds, in any order; at least one.</param>
    public static AckMs Of(IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        return new AckMs(At(0.50), At(0.99));

        double At(double part) => Math.Round(sorted[(int)Math.Ceiling(part * sorted.Length) - 1], 1);
    }
}

/// <summary>Requests that the service made.</summary>
/// <param name="Amo">To amoCRM.</param>
/// <param name="Sheets">To Google Sheets, reads and writes.</param>
/// <param name="Storage">To Table Storage; what a killed process sent in its last moments is not in it.</param>
internal sealed record CallTotals(long Amo, long Sheets, long Storage);
