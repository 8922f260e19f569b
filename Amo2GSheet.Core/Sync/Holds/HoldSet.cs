using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>The edits of one hold, as the bases have them.</summary>
internal sealed class HoldSet
{
    private readonly Dictionary<long, HeldEdit> _edits;

    private HoldSet(IEnumerable<Base> held)
    {
        Bases = [.. held.OrderBy(@base => @base.Lead)];
        _edits = Bases.ToDictionary(@base => @base.Lead.Value, @base => @base.Held!);
        Moves = _edits.Values.Count(edit => edit.Goal is not null);
        Fingerprint = FingerprintOf(Bases);
    }

    /// <summary>The bases that bear the hold's mark, by lead.</summary>
    public IReadOnlyList<Base> Bases { get; }

    /// <summary>Leads that would be moved.</summary>
    public int Moves { get; }

    /// <summary>Leads of which only the order number would be sent.</summary>
    public int OrderNumbers => Bases.Count - Moves;

    /// <summary>Which leads and edits exactly. Where a lead stands in amoCRM is no part of it: an approval is of what was typed.</summary>
    public string Fingerprint { get; }

    /// <summary>The sets of all holds that have any edits, by the hold's id.</summary>
    public static IReadOnlyDictionary<string, HoldSet> ById(IEnumerable<Base> bases) => bases
        .Where(@base => @base.Held is not null)
        .GroupBy(@base => @base.Held!.Hold)
        .ToDictionary(held => held.Key, held => new HoldSet(held));

    /// <summary>The set as it will be once some of the bases are replaced.</summary>
    public static HoldSet Of(string hold, IReadOnlyDictionary<LeadId, Base> known, IReadOnlyDictionary<LeadId, Base> replaced) => new(
        known.Values.Where(@base => !replaced.ContainsKey(@base.Lead)).Concat(replaced.Values).Where(@base => @base.Held?.Hold == hold));

    /// <summary>Whether a sample still tells about an edit of the set.</summary>
    public bool Holds(HoldSample sample) =>
        _edits.GetValueOrDefault(sample.Lead) is { } edit && HoldSample.Short(edit.Status) == sample.Status && HoldSample.Short(edit.OrderNumber) == sample.OrderNumber;

    private static string FingerprintOf(IEnumerable<Base> bases)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var @base in bases)
        {
            var edit = @base.Held!;
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{@base.Lead}\u001f{edit.Goal}\u001f{edit.Status}\u001f{edit.OrderNumber}\u001e")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
