using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>What an administrator does in the account's settings, with pipelines, stages and fields by name.</summary>
internal static class ControlAccount
{
    public static void Map(RouteGroupBuilder control, AmoWorld world)
    {
        control.MapPost("/rename", async (HttpContext http) =>
        {
            var words = await AmoControlApi.ReadAsync(http);
            world.Administer(seed => Renamed(seed, words, Text(words, "to") ?? throw new ArgumentException("to must say the new name")));
            return Results.NoContent();
        });
        control.MapDelete("/fields", async (HttpContext http) =>
        {
            var field = Field(world.Seed, Text(await AmoControlApi.ReadAsync(http), "field"));
            world.Administer(seed => seed with { Fields = [.. seed.Fields.Where(other => other.Id != field.Id)] });
            return Results.NoContent();
        });
    }

    private static AmoSeed Renamed(AmoSeed seed, JsonObject words, string name)
    {
        if (Text(words, "field") is { } field)
        {
            var id = Field(seed, field).Id;
            return seed with { Fields = [.. seed.Fields.Select(other => other.Id == id ? other with { Name = name } : other)] };
        }

        var pipeline = seed.Pipelines.FirstOrDefault(pipeline => pipeline.Name == Text(words, "pipeline"))
            ?? throw new ArgumentException("pipeline, or field, must name one of the account's");
        if (Text(words, "stage") is not { } stage)
            return Put(pipeline with { Name = name });
        return pipeline.Stages.Any(other => other.Name == stage)
            ? Put(pipeline with { Stages = [.. pipeline.Stages.Select(other => other.Name == stage ? other with { Name = name } : other)] })
            : throw new ArgumentException($"Pipeline {pipeline.Name} has no stage {stage}");

        AmoSeed Put(AmoPipeline changed) => seed with { Pipelines = [.. seed.Pipelines.Select(other => other.Id == changed.Id ? changed : other)] };
    }

    private static AmoField Field(AmoSeed seed, string? name) => seed.Fields.FirstOrDefault(field => field.Kind == EntityKind.Lead && field.Name == name)
        ?? throw new ArgumentException($"Leads have no field {name}");

    private static string? Text(JsonObject words, string key) => words[key]?.GetValue<string>();
}
