using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Pipelines, stages, field definitions, users, loss reasons and the account as v4 shows them.</summary>
internal static class DictionaryJson
{
    public static JsonObject Pipeline(AmoPipeline pipeline, AmoSeed seed, string baseUrl) => new()
    {
        ["id"] = pipeline.Id,
        ["name"] = pipeline.Name,
        ["sort"] = Position(seed.Pipelines, pipeline),
        ["is_main"] = pipeline.IsMain,
        ["is_unsorted_on"] = pipeline.IsUnsortedOn,
        ["is_archive"] = pipeline.IsArchive,
        ["account_id"] = seed.Account.Id,
        ["_links"] = AmoHal.Self($"{baseUrl}/api/v4/leads/pipelines/{pipeline.Id}"),
        ["_embedded"] = AmoHal.Embedded("statuses", pipeline.Stages.Select(stage => Stage(stage, pipeline, seed, baseUrl))),
    };

    public static JsonObject Stage(AmoStage stage, AmoPipeline pipeline, AmoSeed seed, string baseUrl) => new()
    {
        ["id"] = stage.Id,
        ["name"] = stage.Name,
        ["sort"] = stage.Sort,
        ["is_editable"] = stage.Type == 0 && !stage.IsClosing,
        ["pipeline_id"] = pipeline.Id,
        ["color"] = stage.Color,
        ["type"] = stage.Type,
        ["account_id"] = seed.Account.Id,
        ["_links"] = AmoHal.Self($"{baseUrl}/api/v4/leads/pipelines/{pipeline.Id}/statuses/{stage.Id}"),
    };

    public static JsonObject Field(AmoField field, AmoSeed seed, string baseUrl) => new()
    {
        ["id"] = field.Id,
        ["name"] = field.Name,
        ["type"] = field.Type,
        ["account_id"] = seed.Account.Id,
        ["code"] = field.Code,
        ["sort"] = Position([.. seed.Fields.Where(other => other.Kind == field.Kind)], field),
        ["is_api_only"] = false,
        ["enums"] = FieldTypes.HasOptions(field.Type)
            ? new JsonArray([.. field.Options.Select((option, index) => (JsonNode)Option(option, index))])
            : null,
        ["group_id"] = null,
        ["required_statuses"] = new JsonArray(),
        ["hidden_statuses"] = new JsonArray(),
        ["is_deletable"] = field.Code is null,
        ["is_predefined"] = field.Code is not null,
        ["entity_type"] = field.Kind.Plural(),
        ["tracking_callback"] = null,
        ["remind"] = null,
        ["chained_lists"] = null,
        ["nested"] = null,
        ["currency"] = field.Type == "monetary" ? "UZS" : null,
        ["_links"] = AmoHal.Self($"{baseUrl}/api/v4/{field.Kind.Plural()}/custom_fields/{field.Id}"),
    };

    public static JsonObject User(AmoUser user, string baseUrl)
    {
        var rights = new JsonObject();
        foreach (var entity in (string[])["leads", "contacts", "companies"])
            rights[entity] = Rights(user, ["view", "edit", "add", "delete", "export"]);
        rights["tasks"] = Rights(user, ["edit", "delete"]);
        rights["mail_access"] = user.IsAdmin;
        rights["catalog_access"] = user.IsAdmin;
        rights["files_access"] = user.IsAdmin;
        rights["status_rights"] = new JsonArray();
        rights["catalog_rights"] = null;
        rights["is_admin"] = user.IsAdmin;
        rights["is_free"] = false;
        rights["is_active"] = user.IsActive;
        rights["group_id"] = null;
        rights["role_id"] = null;
        return new JsonObject
        {
            ["id"] = user.Id,
            ["name"] = user.Name,
            ["email"] = user.Email,
            ["lang"] = "ru",
            ["rights"] = rights,
            ["_links"] = AmoHal.Self($"{baseUrl}/api/v4/users/{user.Id}"),
        };
    }

    public static JsonObject LossReason(AmoLossReason reason, AmoSeed seed, string baseUrl) => new()
    {
        ["id"] = reason.Id,
        ["name"] = reason.Name,
        ["sort"] = Position(seed.LossReasons, reason),
        ["created_at"] = seed.Account.CreatedAt,
        ["updated_at"] = seed.Account.CreatedAt,
        ["_links"] = AmoHal.Self($"{baseUrl}/api/v4/leads/loss_reasons/{reason.Id}"),
    };

    public static JsonObject Account(AmoSeed seed, long userId, DateTimeOffset now, string baseUrl, IReadOnlySet<string> with)
    {
        var account = seed.Account;
        var body = new JsonObject
        {
            ["id"] = account.Id,
            ["name"] = account.Name,
            ["subdomain"] = account.Subdomain,
            ["created_at"] = account.CreatedAt,
            ["created_by"] = 0,
            ["updated_at"] = account.CreatedAt,
            ["updated_by"] = 0,
            ["current_user_id"] = userId,
            ["country"] = "UZ",
            ["currency"] = "UZS",
            ["currency_symbol"] = "сўм",
            ["customers_mode"] = "disabled",
            ["is_unsorted_on"] = true,
            ["mobile_feature_version"] = 0,
            ["is_loss_reason_enabled"] = true,
            ["is_helpbot_enabled"] = false,
            ["is_technical_account"] = false,
            ["contact_name_display_order"] = 1,
        };
        if (with.Contains("amojo_id"))
            body["amojo_id"] = $"{new Guid((int)account.Id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)}";
        if (with.Contains("uuid"))
            body["uuid"] = $"{new Guid((int)account.Id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11)}";
        if (with.Contains("version"))
            body["version"] = 13;
        if (with.Contains("is_api_filter_enabled"))
            body["is_api_filter_enabled"] = true;
        if (with.Contains("drive_url"))
            body["drive_url"] = baseUrl;
        body["_links"] = AmoHal.Self($"{baseUrl}/api/v4/account");
        var embedded = new JsonObject();
        if (with.Contains("users_groups"))
            embedded["users_groups"] = new JsonArray(new JsonObject { ["id"] = 0, ["name"] = "Отдел продаж", ["uuid"] = null });
        if (with.Contains("task_types"))
            embedded["task_types"] = new JsonArray(new JsonObject { ["id"] = 1, ["name"] = "Связаться", ["code"] = "FOLLOW_UP" });
        if (with.Contains("datetime_settings"))
            embedded["datetime_settings"] = Dates(account.TimeZone, now);
        if (embedded.Count > 0)
            body["_embedded"] = embedded;
        return body;
    }

    private static JsonObject Dates(TimeZoneInfo zone, DateTimeOffset now)
    {
        var offset = zone.GetUtcOffset(now);
        return new JsonObject
        {
            ["date_pattern"] = "d.m.Y H:i",
            ["short_date_pattern"] = "d.m.Y",
            ["short_time_pattern"] = "H:i",
            ["date_formant"] = "d.m.Y",
            ["time_format"] = "H:i:s",
            ["timezone"] = zone.Id,
            ["timezone_offset"] = $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}",
        };
    }

    private static JsonObject Option(AmoFieldOption option, int index)
    {
        var shown = new JsonObject { ["id"] = option.Id, ["value"] = option.Value, ["sort"] = (index + 1) * 500 };
        if (option.Code is { } code)
            shown["code"] = code;
        return shown;
    }

    private static JsonObject Rights(AmoUser user, string[] actions)
    {
        var rights = new JsonObject();
        foreach (var action in actions)
            rights[action] = user.IsAdmin || action != "delete" ? "A" : "D";
        return rights;
    }

    private static int Position<T>(IReadOnlyList<T> all, T item)
        where T : notnull
    {
        for (var index = 0; index < all.Count; index++)
        {
            if (all[index].Equals(item))
                return index + 1;
        }
        return 0;
    }
}
