using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Days;

/// <summary>What a seed decides before a run begins: how many workers, how people work, and what is not known of both services.</summary>
internal sealed record Scenario
{
    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>How many workers run side by side.</summary>
    public required int Workers { get; init; }

    /// <summary>How often each looks at the sheet.</summary>
    public required TimeSpan Poll { get; init; }

    /// <summary>How long people work and things go wrong.</summary>
    public required TimeSpan Story { get; init; }

    /// <summary>When the run begins.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>How many things people do.</summary>
    public required int Deeds { get; init; }

    /// <summary>How many leads come at once, and how many rows are then pasted over at once; mostly none.</summary>
    public required int Crowd { get; init; }

    /// <summary>The rows are pasted over in three parts, some seconds apart, of which each alone is small enough for one pass.</summary>
    public required bool CrowdComesInParts { get; init; }

    /// <summary>How much goes wrong: 0 is nothing, 1 a bad day.</summary>
    public required double FaultRate { get; init; }

    /// <summary>Who wins a conflict.</summary>
    public required bool SheetWins { get; init; }

    /// <summary>Clocks of the workers against amoCRM's.</summary>
    public required IReadOnlyList<TimeSpan> Skews { get; init; }

    /// <summary>The month ends in the middle.</summary>
    public required bool MonthEnds { get; init; }

    /// <summary>amoCRM is asked for what no webhook told. Where it is not, every webhook comes, and must do all of the work.</summary>
    public required bool CatchesUp { get; init; }

    /// <summary>What is not known of amoCRM.</summary>
    public required AmoSwitches Amo { get; init; }

    /// <summary>What is not known of Google Sheets.</summary>
    public required SheetSwitches Sheets { get; init; }

    /// <summary>Clerks took the text format off the order numbers, and now and then type what is none.</summary>
    public required bool HasPlainNumbers { get; init; }

    /// <summary>A script sorts the tabs again and again for a while.</summary>
    public required bool HasSortingScript { get; init; }

    /// <summary>A person types the id of a lead that has no row.</summary>
    public required bool HasTypedIds { get; init; }

    /// <summary>A person brings an old version of the sheet back.</summary>
    public required bool RestoresVersion { get; init; }

    /// <summary>How many leads one pass may move (<c>BRAKE_MAX_MOVES</c>).</summary>
    public required int BrakeMaxMoves { get; init; }

    /// <summary>Both services' limits are on.</summary>
    public required bool Limits { get; init; }

    /// <summary>What a seed means.</summary>
    public static Scenario Of(int seed)
    {
        var chance = new Chance(seed);
        var many = new Chance(seed ^ 0xC40D);
        var crowd = many.Is(0.04) ? many.Number(13, 26) : 0;
        var workers = chance.Of([1, 1, 2, 3]);
        var story = chance.Time(30, 110);
        var monthEnds = chance.Is(0.25);
        var limits = chance.Is(0.2);
        // The account's zone is five hours ahead.
        var turn = new DateTimeOffset(2026, 5, 31, 19, 0, 0, TimeSpan.Zero);
        return new Scenario
        {
            Seed = seed,
            Workers = workers,
            Poll = TimeSpan.FromSeconds(chance.Of([5, 10, 20])),
            Story = story,
            Start = monthEnds ? turn - chance.Time(10, story.TotalSeconds) : turn.AddDays(-chance.Number(3, 20)).AddMinutes(chance.Number(0, 600)),
            Deeds = chance.Number(6, 30),
            Crowd = crowd,
            FaultRate = chance.Of([0, 0.3, 1, 1, 2]),
            SheetWins = chance.Is(0.5),
            Skews = [.. Enumerable.Range(0, workers).Select(_ => chance.Is(0.3) ? chance.Time(0, 6) - TimeSpan.FromSeconds(3) : TimeSpan.Zero)],
            MonthEnds = monthEnds,
            Limits = limits,
            CatchesUp = chance.Is(0.85),
            HasPlainNumbers = many.Is(0.5),
            HasSortingScript = many.Is(0.1),
            CrowdComesInParts = many.Is(0.5),
            HasTypedIds = many.Is(0.15),
            RestoresVersion = many.Is(0.15),
            // Where many come at once, it is the share of a tab that brakes.
            BrakeMaxMoves = chance.Of([50, 50, 50, 1, 0]) is var moves && crowd > 0 ? 50 : moves,
            Amo = new AmoSwitches
            {
                Limits = limits,
                ViolationsBeforeBlock = 0,
                LimitAnswersHtml = chance.Is(0.3),
                RetryAfterSeconds = chance.Of([1, 3, 60]),
                Rotation = chance.Of([RotationMode.Strict, RotationMode.Grace]),
                AccessTokenSeconds = chance.Of([86_400, 86_400, 330, 420]),
                RefuseUnknownIds = chance.Is(0.5),
                NoChangeBumps = chance.Is(0.5),
                StatusAloneChangesPipeline = chance.Is(0.5),
                DeletedReadableById = chance.Is(0.5),
                NumericAsString = chance.Is(0.5),
                GatewayTimeoutAbove = chance.Of([0, 0, 1, 3]),
                EventsPageLimit = chance.Of([100, 250]),
                EventsOldestFirst = chance.Is(0.5),
                FilterBoundsInclusive = chance.Is(0.5),
                MergeEvents = chance.Of([MergeEvents.Survivor, MergeEvents.Loser]),
                // Of a merge that tells nothing about the lead that is gone nobody can know (docs/simulation.md).
                MergeDeletes = true,
                RestoreBumps = chance.Is(0.5),
                StageHooks = chance.Of([StageHooks.Both, StageHooks.StatusOnly, StageHooks.UpdateOnly]),
                WebhookAccountFirst = chance.Is(0.5),
                WebhookBatches = chance.Is(0.5),
                OldPipelineAlways = chance.Is(0.5),
                WebhookModifiedByZero = chance.Is(0.5),
                WebhookDatesUtc = chance.Is(0.5),
            },
            Sheets = new SheetSwitches
            {
                TitlesIgnoreCase = chance.Is(0.5),
                QuoteNonAsciiTitles = chance.Is(0.5),
                ClampReads = chance.Is(0.5),
                MetadataFollowsSort = chance.Is(0.5),
                EnforceValidationOnApiWrites = false,
                UnmatchedFilterIsError = chance.Is(0.5),
                TextFormatKeepsText = chance.Is(0.5),
                PlusNumberIsNumber = chance.Is(0.5),
                DuplicateKeepsRules = chance.Is(0.5),
                RetryAfterSeconds = chance.Of<int?>([null, 2, 30]),
                ChallengeOn401 = chance.Is(0.5),
            },
        };
    }
}
