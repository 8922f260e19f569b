using System.Collections.Concurrent;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Simulation.Sandbox;
using Amo2GSheet.Simulation.Smoke;

namespace Amo2GSheet.Simulation.Soak;

/// <summary>Everybody who plays in the soak, and what they remember. All of them speak HTTP.</summary>
internal sealed class SoakCast : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly ConcurrentDictionary<long, SoakLead> _leads = [];
    private readonly ConcurrentDictionary<string, int> _deeds = [];

    /// <param name="world">The started sandbox.</param>
    /// <param name="settings">How to soak.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends every request.</param>
    public SoakCast(SandboxWorld world, SoakSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        (World, Settings, Time) = (world, settings, time);
        Manager = new Manager(_http, world.Amo.BaseUri, world.ControlToken, world.Webhook, cancellationToken);
        Clerk = new Clerk(_http, world.Sheets.BaseUri, world.ControlToken, cancellationToken);
        Service = new ServiceCalls(_http, world.Service, world.Key, cancellationToken);
        Journal = new LeadJournal(_http, world.Service, world.Key, cancellationToken);
        Account = DemoAccount.Make(time.GetUtcNow());
        Words = SandboxBook.Of(Account);
    }

    public SandboxWorld World { get; }

    public SoakSettings Settings { get; }

    public TimeProvider Time { get; }

    public Manager Manager { get; }

    public Clerk Clerk { get; }

    public ServiceCalls Service { get; }

    public LeadJournal Journal { get; }

    /// <summary>The account's pipelines and stages.</summary>
    public AmoSeed Account { get; }

    /// <summary>What its stages are called in the sheet.</summary>
    public PipelineBook Words { get; }

    /// <summary>The leads that people know of.</summary>
    public IReadOnlyCollection<SoakLead> Leads => [.. _leads.Values];

    /// <summary>How often people and misfortunes did what.</summary>
    public IReadOnlyDictionary<string, int> Deeds => new SortedDictionary<string, int>(_deeds, StringComparer.Ordinal);

    /// <summary>A lead's memory; made when nobody knew it.</summary>
    public SoakLead Of(long lead) => _leads.GetOrAdd(lead, id => new SoakLead(id));

    public bool Knows(long lead) => _leads.ContainsKey(lead);

    public void Count(string deed) => _deeds.AddOrUpdate(deed, 1, (_, count) => count + 1);

    /// <summary>Both sides as they are now; rows that are there are noted.</summary>
    public async Task<SoakView> LookAsync()
    {
        var rows = (await Clerk.LookAsync()).Rows;
        var view = new SoakView(await Manager.LookAtAllAsync(), rows, Words);
        foreach (var lead in view.IdsInRows.Where(Knows))
            Of(lead).RowSeen = true;
        return view;
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();
}
