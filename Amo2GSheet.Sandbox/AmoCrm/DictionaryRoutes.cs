using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>What an administrator set up: account, users, pipelines, fields, loss reasons.</summary>
internal static class DictionaryRoutes
{
    public static void Map(IEndpointRouteBuilder routes, AmoGate gate)
    {
        routes.MapGet("/api/v4/account", gate.Open(call => AmoReply.Hal(DictionaryJson.Account(
            call.World.Seed, call.Bearer.UserId, call.World.Time.GetUtcNow(), call.BaseUrl, call.Query.With))));
        routes.MapGet("/api/v4/users", gate.Open(Users));
        routes.MapGet("/api/v4/users/{id:long}", gate.Open(call =>
            One(call.World.Seed.Users.FirstOrDefault(user => user.Id == call.Id()), user => DictionaryJson.User(user, call.BaseUrl))));
        routes.MapGet("/api/v4/leads/loss_reasons", gate.Open(LossReasons));
        routes.MapGet("/api/v4/leads/loss_reasons/{id:long}", gate.Open(call => One(
            call.World.Seed.LossReasons.FirstOrDefault(reason => reason.Id == call.Id()),
            reason => DictionaryJson.LossReason(reason, call.World.Seed, call.BaseUrl))));
        routes.MapGet("/api/v4/leads/pipelines", gate.Open(call => Pipelines(call, call.World.Seed.Pipelines)));
        routes.MapGet("/api/v4/leads/pipelines/{id:long}", gate.Open(PipelineById));
        routes.MapGet("/api/v4/leads/pipelines/{id:long}/statuses", gate.Open(Stages));
        routes.MapGet("/api/v4/leads/pipelines/{id:long}/statuses/{status:long}", gate.Open(StageById));
        foreach (var kind in EntityKinds.All)
        {
            var root = $"/api/v4/{kind.Plural()}/custom_fields";
            routes.MapGet(root, gate.Open(call => Fields(call, kind)));
            routes.MapGet(root + "/{id:long}", gate.Open(call => One(
                call.World.Seed.Fields.FirstOrDefault(field => field.Kind == kind && field.Id == call.Id()),
                field => DictionaryJson.Field(field, call.World.Seed, call.BaseUrl))));
        }
    }

    private static AmoReply One<T>(T? found, Func<T, JsonObject> render)
        where T : class => found is null ? AmoReply.NotFound() : AmoReply.Hal(render(found));

    private static AmoReply Users(AmoCall call)
    {
        var users = call.World.Seed.Users;
        return Paged(call, "users", users, user => DictionaryJson.User(user, call.BaseUrl), hasPageCount: true);
    }

    private static AmoReply LossReasons(AmoCall call)
    {
        var seed = call.World.Seed;
        return Paged(call, "loss_reasons", seed.LossReasons, reason => DictionaryJson.LossReason(reason, seed, call.BaseUrl), hasPageCount: false);
    }

    private static AmoReply Fields(AmoCall call, EntityKind kind)
    {
        var seed = call.World.Seed;
        var types = call.Query.Filter("type").Select(item => item.Value).ToHashSet(StringComparer.Ordinal);
        var fields = seed.Fields.Where(field => field.Kind == kind && (types.Count == 0 || types.Contains(field.Type)));
        if (call.Query.Order is { IsDescending: true })
            fields = fields.Reverse();
        return Paged(call, "custom_fields", [.. fields], field => DictionaryJson.Field(field, seed, call.BaseUrl), hasPageCount: true);
    }

    private static AmoReply Paged<T>(AmoCall call, string name, IReadOnlyList<T> all, Func<T, JsonObject> render, bool hasPageCount)
    {
        var limit = call.Query.Limit();
        var skip = (call.Query.Page - 1) * limit;
        var page = all.Skip(skip).Take(limit).Select(render).ToArray();
        if (page.Length == 0)
            return AmoReply.NoContent;
        var body = AmoHal.Page(call.Url, call.Query, limit, skip + limit < all.Count, name, page);
        body.Insert(0, "_total_items", all.Count);
        if (hasPageCount)
            body.Insert(2, "_page_count", (all.Count + limit - 1) / limit);
        return AmoReply.Hal(body);
    }

    private static AmoReply Pipelines(AmoCall call, IReadOnlyList<AmoPipeline> pipelines) => AmoReply.Hal(AmoHal.Whole(
        call.Url, "pipelines", [.. pipelines.Select(pipeline => DictionaryJson.Pipeline(pipeline, call.World.Seed, call.BaseUrl))]));

    private static AmoReply PipelineById(AmoCall call)
    {
        if (Find(call) is not { } pipeline)
            return AmoReply.NotFound();
        return call.World.Switches.PipelineByIdWrapped
            ? Pipelines(call, [pipeline])
            : AmoReply.Hal(DictionaryJson.Pipeline(pipeline, call.World.Seed, call.BaseUrl));
    }

    private static AmoReply Stages(AmoCall call) => Find(call) is not { } pipeline
        ? AmoReply.NotFound()
        : AmoReply.Hal(AmoHal.Whole(
            call.Url, "statuses", [.. pipeline.Stages.Select(stage => DictionaryJson.Stage(stage, pipeline, call.World.Seed, call.BaseUrl))]));

    private static AmoReply StageById(AmoCall call) => Find(call) is { } pipeline && pipeline.Stage(call.Id("status")) is { } stage
        ? AmoReply.Hal(DictionaryJson.Stage(stage, pipeline, call.World.Seed, call.BaseUrl))
        : AmoReply.NotFound();

    private static AmoPipeline? Find(AmoCall call) => call.World.Seed.Pipelines.FirstOrDefault(pipeline => pipeline.Id == call.Id());
}
