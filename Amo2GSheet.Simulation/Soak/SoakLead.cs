namespace Amo2GSheet.Simulation.Soak;

/// <summary>What the people of the soak did to one lead: by this it is judged in the end.</summary>
/// <param name="id">The lead.</param>
internal sealed class SoakLead(long id)
{
    public long Id { get; } = id;

    /// <summary>It came to a trigger stage, so that a row is owed.</summary>
    public bool Triggered { get; set; }

    /// <summary>Its row was seen. Before that no manager takes it away from the trigger stage: a lead that was there for an instant need not be seen.</summary>
    public bool RowSeen { get; set; }

    /// <summary>A clerk deleted its row.</summary>
    public bool RowDeleted { get; set; }

    /// <summary>It was deleted, or merged into another lead.</summary>
    public bool Gone { get; set; }

    /// <summary>Another lead was merged into it, and may have left it an order number that no row has.</summary>
    public bool Merged { get; set; }

    /// <summary>The last choice of a status or stage.</summary>
    public SoakEdit? Choice { get; set; }

    /// <summary>The last order number typed.</summary>
    public SoakEdit? Number { get; set; }
}

/// <summary>Who made an edit.</summary>
internal enum SoakHand
{
    Manager,
    Clerk,
}

/// <summary>One edit.</summary>
/// <param name="By">Who made it.</param>
/// <param name="Text">What was typed; of a manager's the stage, <c>pipeline:status</c>.</param>
/// <param name="At">When.</param>
/// <param name="Contested">
/// The other side had changed the same lead and was not yet followed: who wins is decided by instants, so that only agreement is asked for.
/// </param>
internal sealed record SoakEdit(SoakHand By, string Text, DateTimeOffset At, bool Contested);
