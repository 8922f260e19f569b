using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Simulation.Days;

/// <summary>The people of amoCRM: they add, move, edit, delete, restore and merge leads.</summary>
/// <param name="world">The run's world.</param>
/// <param name="chance">Their chance.</param>
internal sealed class Managers(World world, Chance chance)
{
    private static readonly long[] Steps =
        [DemoAccount.Consultation, DemoAccount.Thinking, DemoAccount.Order, DemoAccount.Trigger, DemoAccount.Sent, DemoAccount.Reject, AmoStage.Won, AmoStage.Lost];

    private readonly Dictionary<long, int> _versions = [];

    private AmoWorld Amo => world.Amo.World;

    /// <summary>Does one thing.</summary>
    public void Act()
    {
        var leads = Amo.Leads();
        if (leads.Count == 0)
        {
            Add();
            return;
        }

        var lead = chance.Of(leads);
        switch (chance.Number(0, 100))
        {
            case < 35:
                Move(lead, lead.PipelineId, DemoAccount.Trigger);
                break;
            case < 60:
                Move(lead, lead.PipelineId, chance.Of(Steps));
                break;
            case < 65:
                Move(lead, chance.Of([DemoAccount.Sotuv1, DemoAccount.Sotuv2, DemoAccount.Sotuv3, DemoAccount.Recruiting]), chance.Of(Steps));
                break;
            case < 75:
                Edit(lead.Id);
                break;
            case < 88:
                Add();
                break;
            case < 92:
                Delete(lead);
                break;
            case < 95:
                Restore();
                break;
            default:
                Merge(lead, chance.Of(leads));
                break;
        }
    }

    private void Move(AmoEntity lead, long pipeline, long step)
    {
        var stage = Amo.Seed.Pipelines.First(one => one.Id == pipeline).Stage(step is AmoStage.Won or AmoStage.Lost ? step : pipeline + step);
        if (stage is null)
            return;
        world.History.ManagerMoved(lead.Id, Stage.Of(lead), new Stage(pipeline, stage.Id));
        Amo.MoveLead(lead.Id, stage.Id, pipeline);
    }

    private void Edit(long lead)
    {
        var version = _versions[lead] = _versions.GetValueOrDefault(lead) + 1;
        world.Trace.Tell("manager", $"{lead}: edits, version {version}");
        if (chance.Is(0.5))
            Amo.SetLeadField(lead, DemoFields.Address, SimulatedAccount.AddressOf(lead, version));
        else
            Amo.EditOne(EntityKind.Lead, new JsonObject { ["id"] = lead, ["price"] = (long)SimulatedAccount.PriceOf(lead, version) });
    }

    /// <summary>Brings a list of leads straight to the trigger stage.</summary>
    public void Import(int leads)
    {
        for (var lead = 0; lead < leads; lead++)
            Add(DemoAccount.Sotuv1, DemoAccount.Trigger);
    }

    private void Add() => Add(
        chance.Of([DemoAccount.Sotuv1, DemoAccount.Sotuv1, DemoAccount.Sotuv2, DemoAccount.Sotuv3]),
        chance.Of([DemoAccount.Trigger, DemoAccount.Trigger, DemoAccount.Consultation]));

    private void Add(long pipeline, long step)
    {
        var stage = pipeline + step;
        var id = Amo.With(state => state.Table(EntityKind.Lead).Keys.DefaultIfEmpty(0).Max()) + 2;
        var lead = Amo.AddOne(EntityKind.Lead, new JsonObject
        {
            ["name"] = "Новая",
            ["pipeline_id"] = pipeline,
            ["status_id"] = stage,
            ["price"] = (long)SimulatedAccount.PriceOf(id, 0),
            ["custom_fields_values"] = new JsonArray(new JsonObject
            {
                ["field_id"] = DemoFields.Address,
                ["values"] = new JsonArray(new JsonObject { ["value"] = SimulatedAccount.AddressOf(id, 0) }),
            }),
        });
        world.History.ManagerMoved(lead.Id, null, new Stage(pipeline, stage));
    }

    private void Delete(AmoEntity lead)
    {
        world.Trace.Tell("manager", $"{lead.Id}: deletes");
        world.History.Of(lead.Id).WasLost = true;
        Amo.Delete(EntityKind.Lead, lead.Id);
    }

    private void Restore()
    {
        var lost = world.History.Leads.Where(story => story.WasLost)
            .Select(story => Amo.Find(EntityKind.Lead, story.Lead)).Where(lead => lead is { IsDeleted: true, MergedInto: null }).ToList();
        if (lost.Count == 0)
            return;
        var lead = chance.Of(lost)!;
        world.Trace.Tell("manager", $"{lead.Id}: restores");
        Amo.Restore(EntityKind.Lead, lead.Id);
    }

    private void Merge(AmoEntity survivor, AmoEntity loser)
    {
        if (survivor.Id == loser.Id)
            return;
        world.Trace.Tell("manager", $"{survivor.Id}: swallows {loser.Id}");
        world.History.Of(loser.Id).WasLost = true;
        world.History.Of(survivor.Id).Swallowed = true;
        Amo.MergeLeads(survivor.Id, loser.Id);
    }
}
