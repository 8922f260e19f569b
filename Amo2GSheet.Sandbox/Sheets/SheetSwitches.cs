namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>What is not known for sure about Google's server. Each default is the assumed answer; tests can try the other one.</summary>
public sealed record SheetSwitches
{
    /// <summary>Tab titles in ranges match without regard to case, and are unique without regard to case.</summary>
    public bool TitlesIgnoreCase { get; init; } = true;

    /// <summary>Returned ranges quote titles that have letters outside ASCII (`'Лист1'!A1`).</summary>
    public bool QuoteNonAsciiTitles { get; init; } = true;

    /// <summary>A values read that starts inside the grid and ends outside is cut to the grid; false: 400.</summary>
    public bool ClampReads { get; init; } = true;

    /// <summary>Row metadata goes with its record through sortRange and a person's sort; false: it stays with the row number.</summary>
    public bool MetadataFollowsSort { get; init; }

    /// <summary>Strict validation refuses API writes (400); false: only people are stopped.</summary>
    public bool EnforceValidationOnApiWrites { get; init; }

    /// <summary>A data filter that matches nothing is 400; false: it adds nothing to the answer.</summary>
    public bool UnmatchedFilterIsError { get; init; }

    /// <summary>USER_ENTERED keeps text as typed in a cell formatted as plain text.</summary>
    public bool TextFormatKeepsText { get; init; } = true;

    /// <summary>USER_ENTERED `+919876543210` becomes a number and loses its plus; false: it becomes the formula `=+919876543210`.</summary>
    public bool PlusNumberIsNumber { get; init; } = true;

    /// <summary>duplicateSheet carries validation and protection over.</summary>
    public bool DuplicateKeepsRules { get; init; } = true;

    /// <summary>duplicateSheet carries developer metadata over (with new ids).</summary>
    public bool DuplicateKeepsMetadata { get; init; }

    /// <summary>`Retry-After` in seconds on 429; null: no such header.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>A 401 carries `WWW-Authenticate`.</summary>
    public bool ChallengeOn401 { get; init; } = true;
}
