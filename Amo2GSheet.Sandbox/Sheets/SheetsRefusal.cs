using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>A request that Google would answer with an error envelope. Thrown by the world, written by the HTTP face.</summary>
internal sealed class SheetsRefusal(int code, string status, string message, JsonArray? details = null) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Code { get; } = code;

    /// <summary>`INVALID_ARGUMENT`, `NOT_FOUND`, …</summary>
    public string Status { get; } = status;

    public JsonArray? Details { get; } = details;

    /// <summary>The same refusal, told from inside a list: `Invalid requests[2].updateCells: …`.</summary>
    public SheetsRefusal Inside(string place) => new(Code, Status, $"Invalid {place}: {Message}", (JsonArray?)Details?.DeepClone());

    public JsonObject ToJson()
    {
        var error = new JsonObject { ["code"] = Code, ["message"] = Message, ["status"] = Status };
        if (Details is not null)
            error["details"] = Details.DeepClone();
        return new JsonObject { ["error"] = error };
    }

    public static SheetsRefusal Bad(string message) => new(400, "INVALID_ARGUMENT", message);

    /// <summary>400 with BadRequest details, as the front of every Google API answers malformed JSON.</summary>
    public static SheetsRefusal BadField(string message, string field, string? description = null)
    {
        var violation = new JsonObject { ["field"] = field, ["description"] = description ?? message };
        return new SheetsRefusal(400, "INVALID_ARGUMENT", message,
        [
            new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.BadRequest",
                ["fieldViolations"] = new JsonArray(violation),
            },
        ]);
    }

    public static SheetsRefusal UnparsableRange(string range) => Bad($"Unable to parse range: {range}");

    public static SheetsRefusal OutsideGrid(string range, int rows, int columns) =>
        Bad($"Range ({range}) exceeds grid limits. Max rows: {rows}, max columns: {columns}");

    public static SheetsRefusal NoGrid(int sheetId) => Bad($"No grid with id: {sheetId}");

    public static SheetsRefusal NoMask() => Bad("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");

    public static SheetsRefusal ProtectedCell() => Bad(
        "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.");

    public static SheetsRefusal CellTooLong() =>
        Bad("Your input contains more than the maximum of 50000 characters in a single cell.");

    public static SheetsRefusal TooManyCells() =>
        Bad("This action would increase the number of cells in the workbook above the limit of 10000000 cells.");

    public static SheetsRefusal BrokenRule(string cell) =>
        Bad($"The data you entered in cell {cell} violates the data validation rules set on this cell.");

    public static SheetsRefusal Forbidden() => new(403, "PERMISSION_DENIED", "The caller does not have permission");

    public static SheetsRefusal NotFound() => new(404, "NOT_FOUND", "Requested entity was not found.");

    public static SheetsRefusal Unauthenticated() => new(
        401, "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.");

    public static SheetsRefusal ScopeTooSmall() =>
        new(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.");

    public static SheetsRefusal NoCredentials() => new(
        403, "PERMISSION_DENIED",
        "Method doesn't allow unregistered callers (callers without established identity).");

    public static SheetsRefusal Internal() => new(500, "INTERNAL", "Internal error encountered.");

    public static SheetsRefusal Unavailable() => new(503, "UNAVAILABLE", "The service is currently unavailable.");

    /// <summary>The simulator's own limit, told in words that cannot be taken for Google's.</summary>
    public static SheetsRefusal NotModelled(string what) =>
        new(501, "UNIMPLEMENTED", $"This simulator does not model {what}.");
}
