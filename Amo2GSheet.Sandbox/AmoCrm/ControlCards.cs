using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Control calls on cards, in a person's words: stages and fields by name, phones as they are spoken.</summary>
internal static class ControlCards
{
    public static void Map(RouteGroupBuilder control, AmoWorld world)
    {
        control.MapGet("/state", (string? format) => format == "text"
            ? Results.Text(Listing(world), "text/plain; charset=utf-8")
            : Results.Json(State(world)));
        control.MapPost("/leads", async (HttpContext http) =>
        {
            // A body in braces: as an expression this would be a RequestDelegate, whose answer is thrown away.
            return Results.Json(Add(world, await AmoControlApi.ReadAsync(http)));
        });
        control.MapPatch("/leads/{id:long}", async (long id, HttpContext http) => Edit(world, id, await AmoControlApi.ReadAsync(http)));
        control.MapPost("/leads/{id:long}/move", async (long id, HttpContext http) => Edit(world, id, await AmoControlApi.ReadAsync(http)));
        control.MapGet("/leads/{id:long}", (long id) => Show(world, id));
        control.MapDelete("/leads/{id:long}", (long id) => Shown(world, world.Delete(EntityKind.Lead, id)));
        control.MapPost("/leads/{id:long}/restore", (long id) => Shown(world, world.Restore(EntityKind.Lead, id)));
        control.MapPost("/leads/{id:long}/merge", async (long id, HttpContext http) =>
        {
            var loser = (await AmoControlApi.ReadAsync(http))["with"]?.GetValue<long>() ?? throw new ArgumentException("with must name the other lead");
            return Shown(world, world.MergeLeads(id, loser));
        });
    }

    /// <summary>Shows a lead, or says that there is none.</summary>
    public static IResult Show(AmoWorld world, long id) => world.Find(EntityKind.Lead, id) is { } lead ? Shown(world, lead) : Results.NotFound();

    /// <summary>Changes a lead, its stage among the rest.</summary>
    /// <exception cref="ArgumentException">No such lead, or it does not take the words.</exception>
    public static IResult Edit(AmoWorld world, long id, JsonObject words)
    {
        var lead = world.Find(EntityKind.Lead, id) ?? throw new ArgumentException($"There is no lead {id}");
        var item = ControlWords.LeadItem(words, world.Seed, lead.PipelineId);
        item["id"] = id;
        return Shown(world, world.EditOne(EntityKind.Lead, item));
    }

    /// <summary>Adds a lead, and the people and the firm that are named with it.</summary>
    /// <exception cref="ArgumentException">It does not take the words.</exception>
    public static JsonObject Add(AmoWorld world, JsonObject words)
    {
        var seed = world.Seed;
        var item = ControlWords.LeadItem(words, seed, seed.Pipelines.First(pipeline => pipeline.IsMain).Id);
        var embedded = new JsonObject();
        if (words["company"] is { } company)
        {
            var id = world.AddOne(EntityKind.Company, new JsonObject { ["name"] = company.GetValue<string>() }).Id;
            embedded["companies"] = new JsonArray(new JsonObject { ["id"] = id });
        }
        IEnumerable<JsonNode?> people = words["contacts"] as JsonArray ?? (words["contact"] is { } one ? new JsonArray(one.DeepClone()) : []);
        var contacts = people.OfType<JsonObject>()
            .Select(person => (JsonNode)new JsonObject { ["id"] = world.AddOne(EntityKind.Contact, ControlWords.ContactItem(person)).Id });
        embedded["contacts"] = new JsonArray([.. contacts]);
        item["_embedded"] = embedded;
        return Json(world, world.AddOne(EntityKind.Lead, item));
    }

    private static IResult Shown(AmoWorld world, AmoEntity lead) => Results.Json(Json(world, lead));

    private static JsonObject State(AmoWorld world) => new()
    {
        ["now"] = world.Now,
        ["leads"] = new JsonArray([.. world.With(state => state.Table(EntityKind.Lead).Values.ToArray()).Select(lead => (JsonNode)Json(world, lead))]),
    };

    /// <summary>The leads as people see them in a terminal, one line each: id, pipeline and stage, name.</summary>
    private static string Listing(AmoWorld world)
    {
        var lines = world.With(state => state.Table(EntityKind.Lead).Values.Where(lead => lead.IsLive && !state.IsBygone(lead)).ToArray())
            .Select(lead => (lead, pipeline: world.Seed.Pipelines.FirstOrDefault(candidate => candidate.Id == lead.PipelineId)))
            .Select(at => (at.lead.Id, Stage: $"{at.pipeline?.Name} / {at.pipeline?.Stage(at.lead.StatusId)?.Name}", at.lead.Name))
            .ToList();
        var width = lines.Select(line => line.Stage.Length).DefaultIfEmpty().Max();
        return string.Concat(lines.Select(line => $"{line.Id}  {line.Stage.PadRight(width)}  {line.Name}\n"));
    }

    private static JsonObject Json(AmoWorld world, AmoEntity lead)
    {
        var seed = world.Seed;
        var pipeline = seed.Pipelines.FirstOrDefault(candidate => candidate.Id == lead.PipelineId);
        var fields = new JsonObject();
        foreach (var field in seed.Fields.Where(field => field.Kind == EntityKind.Lead && lead.Fields.ContainsKey(field.Id)))
            fields[field.Name] = string.Join(", ", lead.Fields[field.Id].Select(value => value.Text));
        return new JsonObject
        {
            ["id"] = lead.Id,
            ["name"] = lead.Name,
            ["price"] = lead.Price,
            ["pipeline_id"] = lead.PipelineId,
            ["pipeline"] = pipeline?.Name,
            ["status_id"] = lead.StatusId,
            ["status"] = pipeline?.Stage(lead.StatusId)?.Name,
            ["updated_at"] = lead.UpdatedAt,
            ["updated_by"] = lead.UpdatedBy,
            ["closed_at"] = lead.ClosedAt,
            ["is_deleted"] = lead.IsDeleted,
            ["merged_into"] = lead.MergedInto,
            ["contacts"] = new JsonArray([.. lead.Contacts.Select(link => (JsonNode)link.Id)]),
            ["company"] = lead.CompanyId,
            ["fields"] = fields,
        };
    }
}
