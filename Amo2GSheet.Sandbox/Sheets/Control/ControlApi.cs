using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>The people, over HTTP: `/_control/…`. Calls here cost no quota and do not count. See docs/sandbox-sheets.md.</summary>
internal static class ControlApi
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Map(WebApplication app, GoogleSheetsSimulator simulator)
    {
        var control = app.MapGroup("/_control").AddEndpointFilter(AnswerMistakesAsync);
        MapSheets(control, simulator);
        MapPeople(control, simulator);
        MapFaults(control, simulator);
        control.MapGet("/counters", () => Ok(new
        {
            reads = simulator.Counters.Reads,
            writes = simulator.Counters.Writes,
            routes = simulator.Counters.Routes,
        }));
        control.MapDelete("/counters", () => Done(simulator.Counters.Reset));
        control.MapPost("/reset", () => Done(simulator.Reset));
    }

    private static void MapSheets(RouteGroupBuilder control, GoogleSheetsSimulator simulator)
    {
        var world = simulator.World;
        control.MapGet("/spreadsheets", () => Ok(world.SpreadsheetIds.Select(id => new { id, tabs = world.Tabs(id) })));
        control.MapPost("/spreadsheets", async (HttpRequest request) =>
        {
            var wanted = await ReadAsync<NewSpreadsheet>(request);
            return Done(() => world.CreateSpreadsheet(wanted.Id, wanted.Title ?? wanted.Id, wanted.Owner ?? DemoSpreadsheet.Owner, wanted.Locale));
        });
        control.MapGet("/spreadsheets/{id}/tabs/{tab}", (string id, string tab, int? header, string? format) =>
        {
            var seen = world.See(id, Uri.UnescapeDataString(tab), header ?? 1);
            return format == "text" ? Results.Text(TextTable.Draw(seen), "text/plain; charset=utf-8") : Ok(seen);
        });
    }

    private static void MapPeople(RouteGroupBuilder control, GoogleSheetsSimulator simulator)
    {
        control.MapPost("/edits", async (HttpRequest request) =>
        {
            var wanted = await ReadAsync<EditOrder>(request);
            return Done(() => simulator.World.Do(wanted.SpreadsheetId, wanted.Edits));
        });
        control.MapPost("/share", async (HttpRequest request) =>
        {
            var wanted = await ReadAsync<ShareOrder>(request);
            ShareRole? role = wanted.Role switch
            {
                "writer" => ShareRole.Writer,
                "reader" => ShareRole.Reader,
                "none" => null,
                _ => throw new ArgumentException("A role is writer, reader or none."),
            };
            return Done(() => simulator.World.Share(wanted.SpreadsheetId, wanted.Email, role));
        });
        control.MapPost("/service-accounts", async (HttpRequest request) =>
        {
            var wanted = await ReadAsync<AccountOrder>(request);
            return Results.Text(simulator.CreateServiceAccountKey(wanted.Email), "application/json; charset=utf-8");
        });
    }

    private static void MapFaults(RouteGroupBuilder control, GoogleSheetsSimulator simulator)
    {
        var faults = simulator.Faults;
        control.MapGet("/faults", () => Ok(faults.Armed));
        control.MapPost("/faults", async (HttpRequest request) =>
        {
            var fault = await ReadAsync<SheetFault>(request);
            return Done(() => faults.Arm(fault));
        });
        control.MapDelete("/faults", () => Done(faults.Clear));
        control.MapPost("/before-next-write", async (HttpRequest request) =>
        {
            var wanted = await ReadAsync<EditOrder>(request);
            return Done(() => faults.BeforeNextWrite(wanted.SpreadsheetId, wanted.Edits));
        });
        control.MapPost("/before-next-read", async (HttpRequest request) =>
        {
            var wanted = await ReadAsync<EditOrder>(request);
            return Done(() => faults.BeforeNextRead(wanted.SpreadsheetId, wanted.Edits));
        });
    }

    private static IResult Ok(object body) => Results.Json(body, Json);

    private static IResult Done(Action work)
    {
        work();
        return Ok(new { ok = true });
    }

    private static async Task<T> ReadAsync<T>(HttpRequest request)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, Json, request.HttpContext.RequestAborted)
                ?? throw new ArgumentException("A JSON body is needed.");
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }

    private static async ValueTask<object?> AnswerMistakesAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ArgumentException exception)
        {
            return Results.Json(new { error = exception.Message }, Json, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private sealed record NewSpreadsheet(string Id, string? Title = null, string? Owner = null, string Locale = "en_US");

    private sealed record EditOrder(IReadOnlyList<PersonEdit> Edits, string SpreadsheetId = DemoSpreadsheet.Id);

    private sealed record ShareOrder(string Email, string Role = "writer", string SpreadsheetId = DemoSpreadsheet.Id);

    private sealed record AccountOrder(string Email = DemoSpreadsheet.ServiceAccount);
}
