using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Consent, the token endpoint and the discovery of the account's host.</summary>
internal static class OAuthRoutes
{
    public static void Map(IEndpointRouteBuilder routes, AmoGate gate)
    {
        routes.MapPost("/oauth2/access_token", gate.OpenPublic(ExchangeAsync));
        routes.MapGet("/oauth2/account/current/subdomain", gate.OpenPublic(call => Task.FromResult(Subdomain(call))));
        routes.MapGet("/oauth2/account/subdomain", gate.Open(call => AmoReply.Json(Host(call))));
    }

    /// <summary>The consent page of an administrator who always says yes; with <c>deny=1</c>, always no.</summary>
    public static void MapConsent(IEndpointRouteBuilder routes, AmoWorld world) => routes.MapGet("/oauth", (HttpContext http) =>
    {
        var integration = world.With(state => state.Tokens.Integration);
        var query = http.Request.Query;
        if (query["client_id"] != integration.ClientId)
            return Results.BadRequest("Unknown client_id");
        var account = world.Seed.Account;
        var state = query["state"].ToString();
        var parts = new List<string>();
        if (query.ContainsKey("deny"))
            parts.Add("error=access_denied");
        else
            parts.AddRange([$"code={world.MakeCode()}", $"referer={account.Subdomain}.{account.TopDomain}", "platform=1"]);
        if (state.Length > 0)
            parts.Add($"state={Uri.EscapeDataString(state)}");
        parts.Add($"client_id={integration.ClientId}");
        var mark = integration.RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return Results.Redirect($"{integration.RedirectUri}{mark}{string.Join('&', parts)}");
    });

    private static async Task<AmoReply> ExchangeAsync(AmoCall call)
    {
        var request = await ReadAsync(call);
        var host = call.Http.Request.Host.Value ?? "";
        var reply = call.World.With(state => state.Tokens.Exchange(request, host, call.World.Now));
        return reply.Status == 200 ? AmoReply.Json(reply.Body) : AmoReply.Problem(reply.Status, reply.Body);
    }

    /// <summary>JSON or form, whatever the content type says; anything else is an empty request.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(AmoCall call)
    {
        using var reader = new StreamReader(call.Http.Request.Body);
        var text = (await reader.ReadToEndAsync(call.Http.RequestAborted)).Trim();
        if (!text.StartsWith('{'))
        {
            return call.World.Switches.TokenFormBodies
                ? AmoQuery.Parse(text).Items.GroupBy(item => item.Name).ToDictionary(group => group.Key, group => group.Last().Value)
                : new Dictionary<string, string>();
        }
        try
        {
            return JsonNode.Parse(text)!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "");
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>();
        }
    }

    private static AmoReply Subdomain(AmoCall call)
    {
        var refresh = call.Http.Request.Headers["X-Refresh-Token"].ToString();
        return call.World.With(state => state.Tokens.IsLiveRefresh(refresh, call.World.Now))
            ? AmoReply.Json(Host(call))
            : AmoReply.Problem(401, "Unauthorized", "Invalid refresh token");
    }

    private static JsonObject Host(AmoCall call)
    {
        var account = call.World.Seed.Account;
        return new JsonObject
        {
            ["id"] = account.Id,
            ["subdomain"] = account.Subdomain,
            ["domain"] = $"{account.Subdomain}.{account.TopDomain}",
            ["top_level_domain"] = account.TopDomain[(account.TopDomain.LastIndexOf('.') + 1)..],
        };
    }
}
