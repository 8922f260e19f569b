namespace Amo2GSheet.Core.Sync;

/// <summary>How a pass ended; never a mere true or false.</summary>
public enum PassResult
{
    /// <summary>Nothing had changed.</summary>
    Idle,

    /// <summary>Changes were made, or leads were found to be where they should be.</summary>
    Done,

    /// <summary>What could be done was done; the rest needs a person: a tab's header, a protected range.</summary>
    Partial,

    /// <summary>Another worker holds the pass lease; it does the work.</summary>
    LeaseHeld,

    /// <summary>amoCRM or Google could not be used for now; what waits, waits on.</summary>
    Unavailable,

    /// <summary>A person has to act: log in again, share the spreadsheet, mend the header.</summary>
    Blocked,

    /// <summary>Another worker moved on meanwhile; the next pass reads again.</summary>
    Conflict,

    /// <summary>Something unforeseen; see the log.</summary>
    Failed,
}

/// <summary>What a pass came to.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="At">When it ended.</param>
/// <param name="Pass">Its id.</param>
/// <param name="Detail">A sentence for the operator; null when all is well.</param>
public sealed record PassOutcome(PassResult Result, DateTimeOffset At, string Pass, string? Detail = null)
{
    /// <summary>Something that works and that the operator should know; null when there is nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>Leads changed in amoCRM.</summary>
    public int Pushed { get; init; }

    /// <summary>Rows appended or changed.</summary>
    public int Written { get; init; }

    /// <summary>Leads that the next pass has to look at again.</summary>
    public int Postponed { get; init; }

    /// <summary>The next pass should come in two seconds: a lead passed several stages within one second, or a write missed its row.</summary>
    public bool LookAgain { get; init; }

    /// <summary>More entries wait than one pass takes: run again at once.</summary>
    public bool More { get; init; }
}
