using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// What people did and what the service did, effect by effect, seen from outside. What must never happen is found here in the moment when
/// it happens; what must hold at rest is <see cref="RestChecks"/>'s.
/// </summary>
/// <param name="time">The run's clock.</param>
/// <param name="trace">Hears of everything.</param>
/// <param name="brake">How many leads one pass may move.</param>
/// <param name="lines">Shows the sheet as it stands.</param>
/// <param name="announced">Tells which write the service has announced for a lead's row and not noted as done; null for none.</param>
internal sealed class History(VirtualTime time, Trace trace, int brake, Func<IReadOnlyList<Line>> lines, Func<long, Intent?> announced)
{
    /// <summary>So many leads of a tab may always move.</summary>
    private const int LeastOfTab = 10;

    /// <summary>So many rows that say again what they said before are an old version of the sheet.</summary>
    private const int RestoredRows = 3;

    /// <summary>A second, by which positions may be old when a write sets out (docs/decisions.md), and the way of the answer that brought them.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1.8);

    /// <summary>A lead that came to the trigger stage so shortly before its row was written may have come back there meanwhile.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(10);

    /// <summary>The brake's window, less what clocks differ by.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(10);

    private readonly Dictionary<long, LeadStory> _leads = [];
    private readonly List<(DateTimeOffset At, long Lead)> _moved = [];

    /// <summary>What must not happen, and did.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>How often a person typed into the very cell that was being written at that moment: Google offers no precondition.</summary>
    public int Collisions { get; private set; }

    /// <summary>All leads that anything happened to.</summary>
    public IEnumerable<LeadStory> Leads => _leads.Values.OrderBy(story => story.Lead);

    /// <summary>The story of a lead.</summary>
    public LeadStory Of(long lead) => _leads.TryGetValue(lead, out var story) ? story : _leads[lead] = new LeadStory(lead);

    /// <summary>Writes a violation down.</summary>
    public void Violate(string sentence)
    {
        Violations.Add(sentence);
        trace.Tell("CHECK", sentence);
    }

    /// <summary>A person did something in the sheet.</summary>
    public void PersonDid(IReadOnlyList<Line> before, IReadOnlyList<Line> after)
    {
        var now = time.GetUtcNow();
        foreach (var (lead, was, lines) in ByLead(before, after))
        {
            var story = Of(lead);
            if (lines.Count < was.Count)
                (story.RowRemovedAt, story.Removed) = (now, was[0]);
            if (lines.Count > was.Count && was.Count > 0)
                story.WasDoubled = true;
            if (lines.Count > was.Count)
                story.PersonPutAt = now;
            // What a line says of a lead after people touched it, and no line of that lead said before, is an edit of theirs.
            foreach (var line in lines.Where(line => !was.Any(old => old.Status == line.Status && old.Number == line.Number)))
            {
                var old = was.FirstOrDefault(old => old.Tab == line.Tab && old.Index == line.Index) ?? (was.Count > 0 ? was[0] : story.Removed);
                story.Edits.Add(new CellsEdit(now, line.Status, line.Number, old?.Status, old?.Number ?? "", IsTop: ReferenceEquals(line, lines[0]))
                {
                    IsAmbiguous = old?.Status != line.Status && IsAmbiguous(announced(lead), line.Status),
                    StatusBeneath = old?.Status == line.Status ? story.Overwritten : null,
                });
                if (old?.Status != line.Status)
                    story.Overwritten = null;
                trace.Tell("person", $"{lead}: «{old?.Status}» {old?.Number} → «{line.Status}» {line.Number}");
            }
        }
    }

    /// <summary>A manager moved a lead.</summary>
    public void ManagerMoved(long lead, Stage? from, Stage to)
    {
        trace.Tell("manager", $"{lead}: {from} → {to}");
        Of(lead).Moves.Add(new StageMove(time.GetUtcNow(), from, to, ByService: false));
    }

    /// <summary>
    /// Invariant 2: a move by the service follows from an edit in the lead's own row that no later one replaced and no earlier move used up.
    /// Rule 16: more of them than the brake allows only when a person approved them.
    /// </summary>
    public void ServiceMoved(string who, Sight sight, IReadOnlyDictionary<long, Stage> before, IReadOnlyDictionary<long, Stage> after)
    {
        foreach (var (lead, to) in after)
        {
            if (!before.TryGetValue(lead, out var from) || from == to)
                continue;
            var story = Of(lead);
            story.Moves.Add(new StageMove(time.GetUtcNow(), from, to, ByService: true));
            trace.Tell(who, $"MOVES {lead}: {from} → {to}");
            if (!story.IsOpen)
                Violate($"2: lead {lead} was moved {from} → {to} by a row that a person typed, and it awaited no order");
            if (story.Justify(from, to, sight.Read) is { } why)
                Violate($"2: lead {lead} was moved {from} → {to}: {why}");
            if (story.IsApproved)
            {
                _moved.Clear();
                continue;
            }

            sight.Moved.Add(lead);
            if (!StageOracle.IsSent(to))
                _moved.Add((time.GetUtcNow(), lead));
        }

        CheckWindow();
        var restored = sight.Moved.Count(lead => Of(lead).Edits.FindLast(edit => edit.At <= sight.Read) is { IsRestored: true });
        if (restored >= RestoredRows)
            Violate($"16: {restored} leads were moved by one pass because an old version of the sheet was brought back, and nobody approved them");

        if (sight.Moved.Count > brake)
            Violate($"16: {sight.Moved.Count} leads were moved by one pass, the brake allows {brake}, and nobody approved them");
        if (sight.Moved.Count <= LeastOfTab)
            return;
        foreach (var tab in lines().GroupBy(line => line.Tab))
        {
            var leads = tab.Select(line => line.Lead).ToHashSet();
            var moved = leads.Count(sight.Moved.Contains);
            if (moved > LeastOfTab && moved * 5 > leads.Count)
                Violate($"16: {moved} leads of the {leads.Count} of a tab were moved by one pass, more than a fifth, and nobody approved them");
        }
    }

    /// <summary>
    /// Rule 16 over the window: the limit is 60 % of a tab. Rows that people deleted since are not seen here, so a little more than the limit
    /// may be none.
    /// </summary>
    private void CheckWindow()
    {
        _moved.RemoveAll(move => move.At < time.GetUtcNow() - Window);
        var moved = _moved.Select(move => move.Lead).ToHashSet();
        if (moved.Count <= LeastOfTab + 2)
            return;
        foreach (var tab in lines().GroupBy(line => line.Tab))
        {
            var leads = tab.Select(line => line.Lead).ToHashSet();
            if (leads.Count(moved.Contains) is var many && many > LeastOfTab + 2 && many * 100 > leads.Count * 75)
                Violate($"16: {many} leads of the {leads.Count} of a tab were moved within ten minutes, more than three quarters, and nobody approved them");
        }
    }

    /// <summary>The service announces writes. What a person typed after its last look may be the very text.</summary>
    public void Announced(IReadOnlyCollection<Base> bases, DateTimeOffset seen)
    {
        foreach (var known in bases.Where(known => known.Intent is not null))
        {
            foreach (var edit in Of(known.Lead.Value).Edits.Where(edit => edit.At > seen && edit.Status != edit.StatusBefore && IsAmbiguous(known.Intent, edit.Status)))
                edit.IsAmbiguous = true;
        }
    }

    private static bool IsAmbiguous(Intent? open, string status) => open is not null && (open.Status == status || open.StatusBefore == status);

    /// <summary>A person approved edits that the brake held.</summary>
    public void Approved(IEnumerable<HeldLead> leads)
    {
        foreach (var held in leads)
            Of(held.Lead).IsApproved = true;
    }

    /// <summary>A person discarded edits that the brake held.</summary>
    /// <param name="leads">What was held.</param>
    /// <param name="since">When it was held: what was typed after that is another edit.</param>
    public void Discarded(IEnumerable<HeldLead> leads, DateTimeOffset since)
    {
        foreach (var held in leads)
            Of(held.Lead).Discard(held.Status, held.OrderNumber, since);
    }

    /// <summary>A pass came to its end with nothing left over: what it saw is settled, and nothing may follow from it any more.</summary>
    /// <param name="sight">When the pass looked.</param>
    /// <param name="bases">What the service has noted down.</param>
    public void PassSettled(Sight sight, IReadOnlyCollection<Base> bases)
    {
        // What is held waits for a person; what was refused because the lead is gone is told again when the lead comes back.
        var open = bases.Where(known => known.Held is not null || known.LeadGone).Select(known => known.Lead.Value).ToHashSet();
        var unborn = bases.Where(known => known.Intent is { Kind: IntentKind.Append }).Select(known => known.Lead.Value).ToHashSet();
        foreach (var known in bases)
        {
            if (known is { Missing: true, Stage: { } stage } && !StageOracle.IsTrigger(new Stage(stage.PipelineId, stage.StatusId)))
                Of(known.Lead.Value).RowlessSince = time.GetUtcNow();
        }

        foreach (var story in _leads.Values)
        {
            story.IsRowKnown |= story.RowAppendedAt is not null && !unborn.Contains(story.Lead);
            if (open.Contains(story.Lead))
                continue;
            story.IsApproved = false;
            story.Settle(sight.First);
        }
    }

    /// <summary>Invariant 1: no row twice. What was typed under the service's hands is counted, not judged.</summary>
    public void ServiceWrote(string who, Sight sight, IReadOnlyList<Line> before, IReadOnlyList<Line> after)
    {
        var now = time.GetUtcNow();
        foreach (var (lead, was, lines) in ByLead(before, after))
        {
            var story = Of(lead);
            if (lines.Count > was.Count)
            {
                trace.Tell(who, $"APPENDS {lead}");
                if (!story.Moves.Exists(move => StageOracle.IsTrigger(move.To) && !(story.IsRowKnown && move.At < story.RowAppendedAt - OnTheWay)))
                    Violate($"1: lead {lead} got a row and came to no trigger stage {(story.RowAppendedAt is null ? "" : "since its last one")}");
                // A row that a person put back after the last look could not be known.
                if (was.Count > 0 && !(story.PersonPutAt > sight.Read))
                    Violate($"1: lead {lead} got a row and had one already");
                (story.RowAppendedAt, story.IsRowKnown) = (now, false);
            }

            foreach (var line in lines)
            {
                var old = was.FirstOrDefault(old => old.Tab == line.Tab && old.Index == line.Index);
                if (old is null || (old.Status == line.Status && old.Number == line.Number))
                    continue;
                if (old.Status != line.Status)
                    story.Overwritten = old.Status;
                trace.Tell(who, $"WRITES {lead}: «{old.Status}» {old.Number} → «{line.Status}» {line.Number}");
                if (story.Edits is [.., var edit] && edit.At > sight.Read && edit.Status == old.Status && edit.Number == old.Number)
                {
                    edit.StatusAfterHit = line.Status;
                    Collisions++;
                    if (sight.WriteBegun - sight.Read > Freshness)
                        Violate($"3: lead {lead}: an edit was overwritten by a write that rested on a reading {(sight.WriteBegun - sight.Read).TotalSeconds} s old");
                }
            }
        }
    }

    private static IEnumerable<(long Lead, IReadOnlyList<Line> Was, IReadOnlyList<Line> Is)> ByLead(IReadOnlyList<Line> before, IReadOnlyList<Line> after)
    {
        var was = before.ToLookup(line => line.Lead);
        var now = after.ToLookup(line => line.Lead);
        return before.Concat(after).Select(line => line.Lead).Distinct().Select(lead =>
            (lead, (IReadOnlyList<Line>)[.. was[lead]], (IReadOnlyList<Line>)[.. now[lead]]));
    }
}
