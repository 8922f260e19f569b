using System.Globalization;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Simulation.Smoke;

namespace Amo2GSheet.Simulation.Soak;

/// <summary>Managers in amoCRM: they add, move, edit, delete and merge leads.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="random">What they choose.</param>
internal sealed class SoakManagers(SoakCast cast, Random random)
{
    /// <summary>As long as the service may take to follow a clerk, or to refresh a row, over its worst misfortune.</summary>
    private static readonly TimeSpan Following = TimeSpan.FromSeconds(45);

    private readonly AmoPipeline[] _pipelines = [.. cast.Account.Pipelines.Where(pipeline => cast.Words.InScope(pipeline.Id))];
    private int _added;

    /// <summary>A new order, at the trigger stage.</summary>
    public async Task AddAsync()
    {
        var pipeline = Pick(_pipelines);
        var seen = await cast.Manager.AddAsync(new
        {
            name = string.Create(CultureInfo.InvariantCulture, $"Заказ {++_added}"),
            pipeline = pipeline.Name,
            status = TriggerOf(pipeline).Name,
            price = random.Next(1, 100) * 10_000,
            contact = new { name = $"Клиент {_added}", phones = new[] { $"+99890{_added:D7}" } },
        });
        cast.Of(seen.Id).Triggered = true;
        cast.Count("lead added");
    }

    /// <summary>One deed.</summary>
    public Task ActAsync(SoakView view) => random.Next(100) switch
    {
        < 28 => AddAsync(),
        < 36 => BringAsync(view),
        < 76 => OnLeadAsync(view, MoveAsync),
        < 92 => OnLeadAsync(view, EditAsync),
        < 96 => OnLeadAsync(view, DeleteAsync),
        _ => OnLeadAsync(view, MergeAsync),
    };

    /// <summary>A lead that never was an order becomes one.</summary>
    private async Task BringAsync(SoakView view)
    {
        var waiting = view.Leads.Where(lead => !lead.IsDeleted && cast.Words.InScope(lead.PipelineId) && !cast.Knows(lead.Id)).ToList();
        if (waiting.Count == 0)
        {
            await AddAsync();
            return;
        }

        var lead = Pick(waiting);
        await cast.Manager.MoveAsync(lead.Id, lead.PipelineId, TriggerOf(_pipelines.Single(pipeline => pipeline.Id == lead.PipelineId)).Id);
        cast.Of(lead.Id).Triggered = true;
        cast.Count("lead brought to the trigger stage");
    }

    private async Task OnLeadAsync(SoakView view, Func<SoakView, SoakLead, SeenLead, Task> deed)
    {
        var known = cast.Leads.Where(lead => lead is { RowSeen: true, Gone: false }).OrderBy(lead => lead.Id).ToList();
        if (known.Count > 0 && Pick(known) is var lead && view.Lead(lead.Id) is { IsDeleted: false } seen)
            await deed(view, lead, seen);
    }

    private async Task MoveAsync(SoakView view, SoakLead lead, SeenLead seen)
    {
        var pipeline = random.Next(12) == 0 ? Pick(_pipelines) : _pipelines.Single(pipeline => pipeline.Id == seen.PipelineId);
        var stage = Pick(pipeline.Stages.Where(stage => stage.Type == 0).ToList());
        var at = cast.Time.GetUtcNow();
        var key = new StageKey(pipeline.Id, stage.Id);
        if (key == SoakView.StageOf(seen))
            return;
        var contested = !IsSettled(view, lead, seen) || (lead.Choice is { By: SoakHand.Clerk } choice && at - choice.At < Following)
            || (lead.Number is { } number && at - number.At < Following);
        await cast.Manager.MoveAsync(lead.Id, pipeline.Id, stage.Id);
        lead.Choice = new SoakEdit(SoakHand.Manager, key.ToString(), at, contested);
        lead.Triggered |= cast.Words.IsTrigger(key);
        cast.Count("lead moved");
    }

    private async Task EditAsync(SoakView view, SoakLead lead, SeenLead seen)
    {
        await cast.Manager.EditAsync(lead.Id, new { price = random.Next(1, 100) * 10_000, fields = new Dictionary<string, string> { ["Адрес"] = $"Дом {random.Next(100)}" } });
        cast.Count("lead edited");
    }

    private async Task DeleteAsync(SoakView view, SoakLead lead, SeenLead seen)
    {
        await cast.Manager.DeleteAsync(lead.Id);
        lead.Gone = true;
        cast.Count("lead deleted");
    }

    private async Task MergeAsync(SoakView view, SoakLead lead, SeenLead seen)
    {
        var others = cast.Leads.Where(other => other is { RowSeen: true, Gone: false } && other.Id != lead.Id).OrderBy(other => other.Id).ToList();
        if (others.Count == 0)
            return;
        var other = Pick(others);
        await cast.Manager.MergeAsync(lead.Id, other.Id);
        (lead.Merged, other.Gone) = (true, true);
        cast.Count("leads merged");
    }

    private static bool IsSettled(SoakView view, SoakLead lead, SeenLead seen) =>
        view.RowsOf(lead.Id) is [var row] && view.Agrees(row, seen);

    private AmoStage TriggerOf(AmoPipeline pipeline) => pipeline.Stages.First(stage => cast.Words.IsTrigger(new StageKey(pipeline.Id, stage.Id)));

    private T Pick<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
