namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>A subscription.</summary>
internal sealed class AmoWebhook(long id, string destination, long createdBy, long createdAt)
{
    public long Id { get; } = id;

    public string Destination { get; } = destination;

    public long CreatedBy { get; } = createdBy;

    public long CreatedAt { get; } = createdAt;

    public long UpdatedAt { get; set; } = createdAt;

    public int Sort { get; set; } = 1;

    public bool IsDisabled { get; set; }

    public IReadOnlyList<string> Settings { get; set; } = [];

    /// <summary>When answers were invalid, oldest first.</summary>
    public Queue<DateTimeOffset> Failures { get; } = new();
}

/// <summary>The registry of subscriptions: one per destination. Guarded by the world's lock.</summary>
internal sealed class AmoWebhooks(Func<AmoSwitches> switches)
{
    public const int Maximum = 100;

    public static readonly IReadOnlySet<string> KnownSettings = new[]
        {
            "status_lead", "add_task", "update_task", "delete_task", "responsible_task", "add_talk", "update_talk", "add_message",
            "add_customer", "update_customer", "delete_customer", "responsible_customer", "note_customer", "add_chat_template_review",
        }
        .Concat(EntityKinds.All.SelectMany(kind => new[] { "add", "update", "delete", "restore", "responsible", "note" }
            .Select(action => $"{action}_{kind.Singular()}")))
        .ToHashSet(StringComparer.Ordinal);

    private readonly List<AmoWebhook> _all = [];
    private long _lastId = 41_000;

    public IReadOnlyList<AmoWebhook> All => _all;

    public AmoWebhook? Find(string destination) => _all.Find(hook => hook.Destination == destination);

    public AmoWebhook? Find(long id) => _all.Find(hook => hook.Id == id);

    public AmoWebhook Install(string destination, IReadOnlyList<string> settings, int? sort, long by, long now)
    {
        var hook = Find(destination);
        if (hook is null)
            _all.Add(hook = new AmoWebhook(++_lastId, destination, by, now));
        else if (switches().WebhookSettingsMerge)
            settings = [.. hook.Settings.Union(settings)];
        hook.Settings = settings;
        hook.Sort = sort ?? hook.Sort;
        hook.UpdatedAt = now;
        // Saving the hook in the settings switches it on again; whether the API does too is not documented.
        if (switches().WebhookPostEnables)
            Enable(hook);
        return hook;
    }

    public static void Enable(AmoWebhook hook)
    {
        hook.IsDisabled = false;
        hook.Failures.Clear();
    }

    public bool Remove(string destination) => _all.RemoveAll(hook => hook.Destination == destination) > 0;
}
