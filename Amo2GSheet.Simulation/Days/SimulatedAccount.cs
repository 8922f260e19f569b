using System.Collections.Immutable;
using System.Globalization;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// The account of a run: the demo's pipelines and fields, and leads whose price and address tell whose they are, so that a value in a
/// stranger's row shows.
/// </summary>
internal static class SimulatedAccount
{
    private const int FirstLeads = 7;
    private const long FirstLead = 40_100_001;
    private const long FirstContact = 50_100_001;

    /// <summary>Makes the account.</summary>
    public static AmoSeed Make(DateTimeOffset now)
    {
        var demo = DemoAccount.Make(now);
        var at = now.AddDays(-1).ToUnixTimeSeconds();
        long[] pipelines = [DemoAccount.Sotuv1, DemoAccount.Sotuv1, DemoAccount.Sotuv1, DemoAccount.Sotuv2, DemoAccount.Sotuv2, DemoAccount.Sotuv3, DemoAccount.Recruiting];
        var contacts = Enumerable.Range(0, FirstLeads).Select(index => new AmoEntity
        {
            Kind = EntityKind.Contact,
            Id = FirstContact + (2 * index),
            Name = string.Create(CultureInfo.InvariantCulture, $"Клиент {index}"),
            ResponsibleUserId = DemoAccount.AdminId,
            CreatedAt = at,
            UpdatedAt = at,
            Fields = ImmutableDictionary<long, ImmutableArray<FieldValue>>.Empty.Add(DemoFields.Phone, [new FieldValue($"+99890{index:d7}", EnumCode: "WORK")]),
        });
        var leads = Enumerable.Range(0, FirstLeads).Select(index => new AmoEntity
        {
            Kind = EntityKind.Lead,
            Id = FirstLead + (2 * index),
            Name = string.Create(CultureInfo.InvariantCulture, $"Сделка {index}"),
            PipelineId = pipelines[index],
            StatusId = DemoAccount.Stage(pipelines[index], DemoAccount.Consultation),
            Price = PriceOf(FirstLead + (2 * index), 0),
            ResponsibleUserId = DemoAccount.AdminId,
            CreatedAt = at,
            UpdatedAt = at,
            Contacts = [new ContactLink(FirstContact + (2 * index), true)],
            Fields = ImmutableDictionary<long, ImmutableArray<FieldValue>>.Empty.Add(DemoFields.Address, [new FieldValue(AddressOf(FirstLead + (2 * index), 0))]),
        });
        return demo with { Entities = [.. contacts, .. leads] };
    }

    /// <summary>A price that only this lead has.</summary>
    public static decimal PriceOf(long lead, int version) => ((lead % 1_000_000) * 1_000) + version;

    /// <summary>An address that only this lead has.</summary>
    public static string AddressOf(long lead, int version) => string.Create(CultureInfo.InvariantCulture, $"Адрес {lead}, {version}");

    /// <summary>Whether a cell's budget and address can be this lead's; blank ones can.</summary>
    public static bool IsOwn(long lead, string budget, string address) =>
        (budget.Length == 0 || (decimal.TryParse(budget.Replace(" ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var price) && Math.Floor(price / 1_000) == lead % 1_000_000))
        && (address.Length == 0 || address.StartsWith(string.Create(CultureInfo.InvariantCulture, $"Адрес {lead},"), StringComparison.Ordinal));
}
