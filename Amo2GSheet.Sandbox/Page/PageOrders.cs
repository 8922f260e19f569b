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
        orders.MapPost("/leads", async (HttpContext http) =>
        {
            var (at, words) = (Now, await AmoControlApi.ReadAsync(http));
            return Done(at, ControlCards.Add(amo, words)["id"]!.GetValue<long>());
        });
        orders.MapPatch("/leads/{id:long}", async (long id, HttpContext http) =>
        {
            var (at, words) = (Now, await AmoControlApi.ReadAsync(http));
            ControlCards.Edit(amo, id, words);
            return Done(at, id);
        });
        orders.MapDelete("/leads/{id:long}", (long id) =>
        {
            var at = Now;
            return Done(at, amo.Delete(EntityKind.Lead, id).Id);
        });
        orders.MapPost("/edits", async (HttpContext http) =>
        {
            var edits = (await AmoControlApi.ReadAsync(http))["edits"].Deserialize<List<PersonEdit>>(Web) ?? throw new ArgumentException("edits must be a list.");
            // Looked up before: a row that is deleted can be asked no more.
            var (at, leads) = (Now, LeadsIn(edits));
            options.Sheets.World.Do(options.SpreadsheetId, edits);
            return Done(at, [.. leads]);
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

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    /// <summary>From here on the leads' latency is counted.</summary>
    private IResult Done(DateTimeOffset at, params long[] leads)
    {
        foreach (var lead in leads)
            deeds.Note(lead, at);
        return Results.NoContent();
    }

    /// <summary>The leads whose rows are typed into, or deleted.</summary>
    private List<long> LeadsIn(IEnumerable<PersonEdit> edits)
    {
        var book = options.Sheets.World.Peek(options.SpreadsheetId);
        return
        [
            .. from edit in edits
               let row = edit.Cell is null ? edit.Row - 1 : A1.ParsePlace(edit.Cell)?.Top
               where row is not null
               let lead = BookPicture.LeadIn(book, PersonHand.TabOf(book, edit.Tab), row.Value)
               where lead is not null
               select lead.Value,
        ];
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
