using System.Globalization;
using System.Text.Json.Serialization;
using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>A set of edits that waits for a person (rule 16). Which edits are in it stands in the bases; here is what is told about them.</summary>
public sealed record Hold
{
    /// <summary>Samples that are kept.</summary>
    public const int MostSamples = 20;

    /// <summary>Leads of <see cref="Earlier"/> that are kept.</summary>
    public const int MostEarlier = 150;

    /// <summary>The id of the pass that made the hold.</summary>
    public required string Id { get; init; }

    /// <summary>Since when, by our clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Which limits were exceeded; none when the edits came beside a set that was being carried out.</summary>
    public IReadOnlyList<Trip> Trips { get; init; } = [];

    /// <summary>
    /// Leads that edits had moved within the window when the hold began, where a limit of the window was exceeded: they stay moved.
    /// Up to <see cref="MostEarlier"/> of them.
    /// </summary>
    public IReadOnlyList<long> Earlier { get; init; } = [];

    /// <summary>Leads that would be moved.</summary>
    public int Moves { get; init; }

    /// <summary>Leads of which only the order number would be sent.</summary>
    public int OrderNumbers { get; init; }

    /// <summary>Which leads and edits exactly: whoever decides says with it what they have seen.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Up to <see cref="MostSamples"/> of the edits.</summary>
    public IReadOnlyList<HoldSample> Samples { get; init; } = [];

    /// <summary>What a person decided; null while nobody has.</summary>
    public HoldDecision? Decision { get; init; }

    /// <summary>A newer version wrote something about the hold that this one does not know: what becomes of it is left to that version.</summary>
    [JsonIgnore]
    public bool IsOfNewerVersion => Decision?.Verdict is HoldVerdict.Unknown || Trips.Any(trip => trip.Limit is BrakeLimit.Unknown);

    /// <summary>Leads held.</summary>
    public int Leads => Moves + OrderNumbers;

    /// <summary>What pushing them would cost.</summary>
    public HoldCost Cost => HoldCost.Of(Leads);

    /// <summary>How many wait, since when and why, for a person.</summary>
    public string Sentence() => IsOfNewerVersion ? NewerVersion(Id) : string.Create(
        CultureInfo.InvariantCulture,
        $"Hold {Id}: {Moves} moves of leads and {OrderNumbers} order numbers typed in the sheet wait for a person since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z{Why()}.");

    /// <summary>What a hold of a newer version means here.</summary>
    internal static string NewerVersion(string id) =>
        $"A newer version of amo2gsheet wrote hold {id}, and this version does not know what it decided: update this one. Until then nothing typed in the sheet goes to amoCRM.";

    /// <summary>Why it is held, as the end of a sentence.</summary>
    private string Why() => Trips.Count > 0
        ? $": {string.Join("; ", Trips.Select(trip => trip.Sentence()))}"
        : ": they came beside a set that was being carried out";

    /// <summary>The same hold over the set as it is now; samples that are no longer in it go.</summary>
    internal Hold Over(HoldSet set) => this with
    {
        Moves = set.Moves,
        OrderNumbers = set.OrderNumbers,
        Fingerprint = set.Fingerprint,
        Samples = [.. Samples.Where(sample => set.Holds(sample))],
    };
}

/// <summary>One held edit, in words.</summary>
/// <param name="Lead">The lead's id.</param>
/// <param name="Tab">The tab of its row.</param>
/// <param name="From">Where the lead stands in amoCRM.</param>
/// <param name="To">Where it would be moved; null when only its order number would be sent.</param>
/// <param name="StatusBefore">The status that both sides agreed on.</param>
/// <param name="Status">The row's status.</param>
/// <param name="OrderNumberBefore">The order number that both sides agreed on.</param>
/// <param name="OrderNumber">The row's order number.</param>
public sealed record HoldSample(
    long Lead, string Tab, string From, string? To, string StatusBefore, string Status, string OrderNumberBefore, string OrderNumber)
{
    private const int LongestText = 60;

    /// <summary>A cell's text as a sample has it: a cell may hold more than all samples together.</summary>
    internal static string Short(string text) => text.Length > LongestText ? $"{text[..(LongestText - 1)]}…" : text;
}

/// <summary>What pushing a set would cost.</summary>
/// <param name="Patches">PATCHes to amoCRM.</param>
/// <param name="Reads">Reads of leads before them.</param>
public sealed record HoldCost(int Patches, int Reads)
{
    /// <summary>The cost of so many leads.</summary>
    public static HoldCost Of(int leads) => new(Calls(leads, LeadChanger.BatchSize), Calls(leads, AmoCrmClient.IdsPerCall));

    private static int Calls(int leads, int inOne) => (leads + inOne - 1) / inOne;
}

/// <summary>What a person decided about a hold.</summary>
/// <param name="Verdict">What.</param>
/// <param name="At">When, by our clock.</param>
public sealed record HoldDecision(HoldVerdict Verdict, DateTimeOffset At);

/// <summary>What is decided about a hold.</summary>
public enum HoldVerdict
{
    /// <summary>The edits are pushed to amoCRM.</summary>
    Approved,

    /// <summary>The edits are undone: the rows show again what both sides agreed on.</summary>
    Discarded,

    /// <summary>Something that only a newer version knows how to carry out.</summary>
    Unknown,
}
