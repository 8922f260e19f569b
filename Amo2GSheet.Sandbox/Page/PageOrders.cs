using System.Text.Json;
using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>
/// What is done on the page goes to the two worlds as their people's doing, with the words and rules of their control APIs; a mistake is
/// 400 with <c>{"error": "…"}</c>.
/// </summary>
internal sealed class PageOrders(SandboxPageOptions options, Deeds deeds, PageFaults faults, Action ring)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public void Map(IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("").AddEndpointFilter(AnswerAsync);
        var amo = options.Amo.World;
        orders.MapPost("/leads", async (HttpContext http) => Lead(ControlCards.Add(amo, await AmoControlApi.ReadAsync(http))["id"]!.GetValue<long>()));
        orders.MapPatch("/leads/{id:long}", async (long id, HttpContext http) =>
        {
            var words = await AmoControlApi.ReadAsync(http);
            deeds.Note(id, options.TimeProvider.GetUtcNow());
            ControlCards.Edit(amo, id, words);
            return Lead(id);
        });
        orders.MapDelete("/leads/{id:long}", (long id) =>
        {
            deeds.Note(id, options.TimeProvider.GetUtcNow());
            amo.Delete(EntityKind.Lead, id);
            return Lead(id);
        });
        orders.MapPost("/edits", async (HttpContext http) =>
        {
            var edits = (await AmoControlApi.ReadAsync(http))["edits"].Deserialize<List<PersonEdit>>(Web) ?? throw new ArgumentException("edits must be a list.");
            NoteLeads(edits);
            options.Sheets.World.Do(options.SpreadsheetId, edits);
            return Results.NoContent();
        });
        orders.MapPut("/faults/{key}", async (string key, HttpContext http) =>
        {
            faults.Set(key, IsOn(await AmoControlApi.ReadAsync(http), "on"));
            return Results.NoContent();
        });
        orders.MapPut("/service", async (HttpContext http) =>
        {
            // Not the request's own token: a page that is closed meanwhile must not leave a half-started service.
            if (IsOn(await AmoControlApi.ReadAsync(http), "running"))
                await options.Service.StartAsync(CancellationToken.None);
            else
                await options.Service.KillAsync();
            return Results.NoContent();
        });
    }

    private IResult Lead(long id)
    {
        deeds.Note(id, options.TimeProvider.GetUtcNow());
        return Results.Json(new JsonObject { ["id"] = id });
    }

    /// <summary>From typing into a row, or deleting it, its lead's latency is counted.</summary>
    private void NoteLeads(IEnumerable<PersonEdit> edits)
    {
        var book = options.Sheets.World.Peek(options.SpreadsheetId);
        foreach (var edit in edits)
        {
            var row = edit.Cell is null ? edit.Row - 1 : A1.ParsePlace(edit.Cell)?.Top;
            if (row is { } index && BookPicture.LeadIn(book, PersonHand.TabOf(book, edit.Tab), index) is { } lead)
                deeds.Note(lead, options.TimeProvider.GetUtcNow());
        }
    }

    private static bool IsOn(JsonObject body, string name) => body[name]?.GetValue<bool>() ?? throw new ArgumentException($"{name} must be true or false.");

    private async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception mistake) when (mistake is ArgumentException or JsonException or InvalidOperationException or FormatException)
        {
            return Results.Json(new JsonObject { ["error"] = mistake.Message }, statusCode: StatusCodes.Status400BadRequest);
        }
        finally
        {
            ring();
        }
    }
}
