namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Everything that changes in an account. Touched only under the world's lock.</summary>
internal sealed class AmoState
{
    private const int VersionsKept = 8;

    private readonly Dictionary<EntityKind, SortedDictionary<long, AmoEntity>> _tables;
    private readonly Dictionary<(EntityKind, long), List<(DateTimeOffset Until, AmoEntity Version)>> _past = [];
    private readonly Dictionary<EntityKind, long> _lastIds = [];

    private readonly long _beginning;

    public AmoState(AmoSeed seed, AmoIntegration integration, AmoSwitches switches, long now)
    {
        (Seed, Switches, _beginning) = (seed, switches, now);
        _tables = EntityKinds.All.ToDictionary(kind => kind, _ => new SortedDictionary<long, AmoEntity>());
        foreach (var entity in seed.Entities)
        {
            _tables[entity.Kind][entity.Id] = entity;
            foreach (var tag in entity.Tags)
                Tags.Learn(tag);
        }
        foreach (var (kind, table) in _tables)
            _lastIds[kind] = table.Count == 0 ? 10_000_000L * ((int)kind + 1) : table.Keys.Max();
        foreach (var move in seed.Past.OrderBy(move => move.At))
            Replay(move);
        Tokens = new AmoTokens(integration, seed, () => Switches);
        Limits = new AmoLimits(() => Switches);
        Webhooks = new AmoWebhooks(() => Switches);
        Queue = new WebhookQueue(Webhooks, Faults);
    }

    public AmoSeed Seed { get; set; }

    public AmoSwitches Switches { get; set; }

    public AmoTokens Tokens { get; }

    public AmoLimits Limits { get; }

    public AmoFaults Faults { get; } = new();

    public AmoEvents Events { get; } = new();

    public AmoWebhooks Webhooks { get; }

    public WebhookQueue Queue { get; }

    public AmoTags Tags { get; } = new();

    /// <summary>The administrator who installed everything.</summary>
    public long AdminId => Seed.Users.First(user => user.IsAdmin && user.IsActive).Id;

    public IReadOnlyDictionary<long, AmoEntity> Table(EntityKind kind) => _tables[kind];

    public long NextId(EntityKind kind) => _lastIds[kind] += 2;

    public void Put(AmoEntity entity, DateTimeOffset now)
    {
        if (_tables[entity.Kind].TryGetValue(entity.Id, out var before))
        {
            var key = (entity.Kind, entity.Id);
            if (!_past.TryGetValue(key, out var versions))
                _past[key] = versions = [];
            versions.Add((now, before));
            if (versions.Count > VersionsKept)
                versions.RemoveAt(0);
        }
        _tables[entity.Kind][entity.Id] = entity;
    }

    /// <summary>The version in force at a moment, as a reader of a lagging replica sees it; the oldest kept one at worst.</summary>
    public AmoEntity AsOf(AmoEntity current, DateTimeOffset moment)
    {
        if (!_past.TryGetValue((current.Kind, current.Id), out var versions))
            return current;
        foreach (var (until, version) in versions)
        {
            if (until > moment)
                return version;
        }
        return current;
    }

    /// <summary>Leads that a contact or company stands in.</summary>
    public IReadOnlyList<long> LeadsOf(AmoEntity card) => card.Kind switch
    {
        EntityKind.Lead => [],
        EntityKind.Contact => [.. Live().Where(lead => lead.Contacts.Any(link => link.Id == card.Id)).Select(lead => lead.Id)],
        _ => [.. Live().Where(lead => lead.CompanyId == card.Id).Select(lead => lead.Id)],
    };

    /// <summary>Closed before the beginning: of no interest to whoever looks at what goes on, as amoCRM's own board leaves closed leads out.</summary>
    public bool IsBygone(AmoEntity lead) => lead.ClosedAt < _beginning;

    private void Replay(AmoPastMove move)
    {
        var (before, at) = (_tables[EntityKind.Lead][move.LeadId], move.At.ToUnixTimeSeconds());
        var after = before with { StatusId = move.StatusId, UpdatedAt = at, ClosedAt = move.StatusId is AmoStage.Won or AmoStage.Lost ? at : null };
        _tables[EntityKind.Lead][move.LeadId] = after;
        Events.Record(before, after, Seed, Switches, at);
    }

    private IEnumerable<AmoEntity> Live() => _tables[EntityKind.Lead].Values.Where(lead => lead.IsLive);
}
