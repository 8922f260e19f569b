using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Cli.Import;

/// <summary>What became of a row.</summary>
internal enum ImportOutcome
{
    /// <summary>It is a lead now.</summary>
    Created,

    /// <summary>It was one before.</summary>
    Skipped,

    /// <summary>It is none, and why is said.</summary>
    Refused,

    /// <summary>A real run would send it.</summary>
    WouldCreate,

    /// <summary>It was sent once, and whether it is a lead cannot be said: a person has to look.</summary>
    Unclear,
}

/// <summary>One line of the report.</summary>
/// <param name="Row">The row's number in the sheet.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Lead">Its lead, when it is one.</param>
/// <param name="Reason">Why, or a remark; may be empty.</param>
internal sealed record ImportLine(int Row, ImportOutcome Outcome, long? Lead, string Reason);

/// <summary>Takes what became of each row, as soon as it is known, and counts.</summary>
/// <param name="line">Takes each line.</param>
/// <param name="note">Takes what is worth saying meanwhile.</param>
internal sealed class ImportReport(Action<ImportLine> line, Action<string> note)
{
    private readonly Dictionary<ImportOutcome, int> _counts = [];

    /// <summary>Whether every row is a lead or would be one.</summary>
    public bool IsClean => this[ImportOutcome.Refused] + this[ImportOutcome.Unclear] == 0;

    /// <summary>How many rows ended so.</summary>
    public int this[ImportOutcome outcome] => _counts.GetValueOrDefault(outcome);

    /// <summary>Takes a row.</summary>
    public void Add(int row, ImportOutcome outcome, LeadId? lead, string reason)
    {
        _counts[outcome] = this[outcome] + 1;
        line(new ImportLine(row, outcome, lead?.Value, reason));
    }

    /// <summary>Says something about the work.</summary>
    public void Note(string sentence) => note(sentence);
}
