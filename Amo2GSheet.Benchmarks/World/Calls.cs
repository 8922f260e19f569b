namespace Amo2GSheet.Benchmarks.World;

/// <summary>Calls by the simulators' own counters, and requests to the table store.</summary>
/// <param name="LeadReads"><c>GET /api/v4/leads</c>.</param>
/// <param name="ContactReads"><c>GET /api/v4/contacts</c>.</param>
/// <param name="Patches"><c>PATCH /api/v4/leads</c>.</param>
/// <param name="Amo">All calls to amoCRM.</param>
/// <param name="SheetReads">Calls that count against Google's quota of reads.</param>
/// <param name="SheetWrites">Calls that count against Google's quota of writes.</param>
/// <param name="Storage">Requests to the table store; a transaction is one.</param>
internal sealed record Calls(long LeadReads, long ContactReads, long Patches, long Amo, long SheetReads, long SheetWrites, long Storage)
{
    public static Calls operator -(Calls after, Calls before) => new(
        after.LeadReads - before.LeadReads,
        after.ContactReads - before.ContactReads,
        after.Patches - before.Patches,
        after.Amo - before.Amo,
        after.SheetReads - before.SheetReads,
        after.SheetWrites - before.SheetWrites,
        after.Storage - before.Storage);
}
