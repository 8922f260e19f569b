using System.Globalization;
using System.Text.Json;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>One item of a write that went through.</summary>
/// <param name="Entity">The new version.</param>
/// <param name="RequestId">What the client calls it; the index when it did not say.</param>
/// <param name="IsNamed">Whether the client said.</param>
internal sealed record WrittenItem(AmoEntity Entity, string RequestId, bool IsNamed);

/// <summary>What became of a batch: items, or errors and no effect at all.</summary>
internal sealed record WriteOutcome(IReadOnlyList<WrittenItem> Items, IReadOnlyList<ItemError> Errors);

/// <summary>Two versions of a card; no version before means that it is new.</summary>
internal sealed record EntityChange(AmoEntity? Before, AmoEntity After);

/// <summary>Writes cards: judges all of a batch first, then commits it with its events and webhooks.</summary>
internal sealed class EntityWriter(AmoState state, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();

    private long Now => _now.ToUnixTimeSeconds();

    public WriteOutcome Write(EntityKind kind, JsonElement items, bool isNew, long actorId, int? onlyFirst)
    {
        if (items.ValueKind != JsonValueKind.Array)
            return new WriteOutcome([], [ItemError.InvalidType("0", "", "array")]);
        var errors = new List<ItemError>();
        var written = new List<WrittenItem>();
        var changes = new Dictionary<long, EntityChange>();
        var context = new WriteContext(state.Seed, state.Switches, Now, actorId, (of, id) => state.Table(of).GetValueOrDefault(id), state.Tags);
        var index = 0;
        foreach (var item in items.EnumerateArray().Take(onlyFirst ?? int.MaxValue))
        {
            var requestId = RequestId(item) ?? index.ToString(CultureInfo.InvariantCulture);
            index++;
            if (Begin(kind, item, isNew, requestId, actorId, changes, errors) is not { } before)
                continue;
            var patch = new EntityPatch(context, requestId, errors);
            var after = patch.Apply(before, item);
            if (isNew)
                after = patch.Links(after, item);
            changes[after.Id] = new EntityChange(isNew ? null : changes.GetValueOrDefault(after.Id)?.Before ?? before, after);
            written.Add(new WrittenItem(after, requestId, RequestId(item) is not null));
        }
        if (errors.Count > 0)
            return new WriteOutcome([], errors);
        Commit([.. changes.Values]);
        return new WriteOutcome([.. written.Select(item => item with { Entity = state.Table(kind)[item.Entity.Id] })], []);
    }

    /// <summary>Makes changes visible, and tells the history and the subscribers.</summary>
    public void Commit(IReadOnlyList<EntityChange> changes)
    {
        var items = new List<HookItem>();
        foreach (var change in changes)
        {
            if (change.Before is { } before && IsSame(before, change.After) && !state.Switches.NoChangeBumps)
                continue;
            state.Put(change.After, _now);
            state.Events.Record(change.Before, change.After, state.Seed, state.Switches, Now);
            var linked = state.Webhooks.All.Count == 0 ? [] : state.LeadsOf(change.After);
            items.AddRange(Actions(change).Select(action => new HookItem(action, change.Before, change.After, linked)));
        }
        foreach (var hook in state.Webhooks.All.Where(hook => !hook.IsDisabled))
        {
            var wanted = items.Where(item => hook.Settings.Contains(item.Setting)).ToArray();
            foreach (var group in state.Switches.WebhookBatches ? wanted.Chunk(Math.Max(1, wanted.Length)) : wanted.Chunk(1))
                state.Queue.Add(hook, WebhookBody.Compose(state.Seed, state.Switches, group), _now);
        }
    }

    private AmoEntity? Begin(
        EntityKind kind, JsonElement item, bool isNew, string requestId, long actorId, Dictionary<long, EntityChange> changes, List<ItemError> errors)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            errors.Add(ItemError.InvalidType(requestId, "", "array"));
            return null;
        }
        if (isNew)
            return Blank(kind, actorId);
        if (!item.TryGetProperty("id", out var given))
            errors.Add(ItemError.Missing(requestId, "id"));
        else if (!given.TryInt(out var id))
            errors.Add(ItemError.InvalidType(requestId, "id", "int"));
        else if (state.Table(kind).GetValueOrDefault(id) is { IsLive: true } known)
            return changes.GetValueOrDefault(id)?.After ?? known;
        else if (state.Switches.RefuseUnknownIds)
            errors.Add(ItemError.NotSupported(requestId, "id"));
        return null;
    }

    private AmoEntity Blank(EntityKind kind, long actorId)
    {
        var main = state.Seed.Pipelines.First(pipeline => pipeline.IsMain);
        return new AmoEntity
        {
            Kind = kind,
            Id = state.NextId(kind),
            PipelineId = kind == EntityKind.Lead ? main.Id : 0,
            StatusId = kind == EntityKind.Lead ? main.FirstStage.Id : 0,
            ResponsibleUserId = actorId == 0 ? state.AdminId : actorId,
            CreatedBy = actorId,
            CreatedAt = Now,
            UpdatedAt = Now,
        };
    }

    private List<string> Actions(EntityChange change)
    {
        if (change.Before is not { } before)
            return ["add"];
        var after = change.After;
        if (after.IsDeleted != before.IsDeleted)
            return [after.IsDeleted ? "delete" : "restore"];
        var actions = new List<string>();
        var isMoved = (before.StatusId, before.PipelineId) != (after.StatusId, after.PipelineId);
        if (isMoved && state.Switches.StageHooks != StageHooks.UpdateOnly)
            actions.Add("status");
        if (before.ResponsibleUserId != after.ResponsibleUserId)
            actions.Add("responsible");
        if (!isMoved || state.Switches.StageHooks != StageHooks.StatusOnly)
            actions.Add("update");
        return actions;
    }

    private static bool IsSame(AmoEntity before, AmoEntity after)
    {
        var aligned = after with { UpdatedAt = before.UpdatedAt, UpdatedBy = before.UpdatedBy, Fields = before.Fields, Tags = before.Tags };
        return aligned == before
            && before.Tags.SequenceEqual(after.Tags)
            && before.Fields.Count == after.Fields.Count
            && before.Fields.All(field => after.Fields.TryGetValue(field.Key, out var values) && values.SequenceEqual(field.Value));
    }

    /// <summary>What the client calls an item; null when it does not say.</summary>
    public static string? RequestId(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("request_id", out var id))
            return null;
        return id.ValueKind switch
        {
            JsonValueKind.String => id.GetString(),
            JsonValueKind.Number => id.GetRawText(),
            _ => null,
        };
    }
}
