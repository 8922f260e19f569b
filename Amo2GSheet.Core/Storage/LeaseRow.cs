using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage;

/// <summary>A lease as stored, and the rules by which it changes hands.</summary>
/// <param name="Owner">Who holds it; empty when it was given back.</param>
/// <param name="LastOwner">Who holds it or held it last. It stays when the lease is given back, and tells whether it was elsewhere since.</param>
/// <param name="Until">Until when it is held.</param>
/// <param name="Version">The stored version; null when there is no row yet.</param>
internal sealed record LeaseRow(string Owner, string LastOwner, DateTimeOffset Until, string? Version)
{
    public static readonly LeaseRow Never = new("", "", default, null);

    public bool CanBeTakenBy(string owner, DateTimeOffset now) => Owner.Length == 0 || Owner == owner || Until <= now;

    public LeaseRow TakenBy(string owner, DateTimeOffset until) => this with { Owner = owner, LastOwner = owner, Until = until };

    public LeaseRow GivenBack(DateTimeOffset now) => this with { Owner = "", Until = now };

    /// <summary>The lease that its new holder gets.</summary>
    /// <param name="name">The lease's name.</param>
    /// <param name="undisturbed">Whether the holder was also the last holder.</param>
    public Lease Held(string name, bool undisturbed) => new(name, Owner, Until, undisturbed, Version!);

    /// <summary>The row that a holder's lease stands for.</summary>
    public static LeaseRow Of(Lease lease) => new(lease.Owner, lease.Owner, lease.Until, lease.Version);
}
