using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>spreadsheets.batchUpdate: every request in order, all or none.</summary>
internal static class BatchUpdate
{
    private static readonly Dictionary<string, Func<BookEdit, JsonElement, JsonObject?>> Kinds = new(StringComparer.Ordinal)
    {
        ["addSheet"] = TabRequests.Add,
        ["deleteSheet"] = TabRequests.Delete,
        ["duplicateSheet"] = TabRequests.Duplicate,
        ["updateSheetProperties"] = TabRequests.Update,
        ["updateSpreadsheetProperties"] = TabRequests.UpdateBook,
        ["insertDimension"] = DimensionRequests.Insert,
        ["deleteDimension"] = DimensionRequests.Delete,
        ["appendDimension"] = DimensionRequests.Append,
        ["moveDimension"] = DimensionRequests.Move,
        ["updateDimensionProperties"] = DimensionRequests.Update,
        ["autoResizeDimensions"] = DimensionRequests.AutoResize,
        ["updateCells"] = CellRequests.Update,
        ["appendCells"] = CellRequests.Append,
        ["repeatCell"] = CellRequests.Repeat,
        ["insertRange"] = InsertRangeRequest.Insert,
        ["setDataValidation"] = CellRequests.SetValidation,
        ["sortRange"] = SortRequest.Sort,
        ["addProtectedRange"] = ProtectionRequests.Add,
        ["updateProtectedRange"] = ProtectionRequests.Update,
        ["deleteProtectedRange"] = ProtectionRequests.Delete,
        ["addConditionalFormatRule"] = ProtectionRequests.AddConditionalFormat,
        ["deleteConditionalFormatRule"] = ProtectionRequests.DeleteConditionalFormat,
        ["createDeveloperMetadata"] = MetadataRequests.Create,
        ["updateDeveloperMetadata"] = MetadataRequests.Update,
        ["deleteDeveloperMetadata"] = MetadataRequests.Delete,
    };

    public static SheetsReply Handle(SheetWorld world, SheetsCall call) => Replies.Json(world.Change(call.SpreadsheetId, call.Who, edit =>
    {
        var replies = new JsonArray();
        foreach (var (request, i) in call.Body.Items("requests").Select((request, i) => (request, i)))
            replies.Add(One(edit, request, i) ?? []);
        if (replies.Count == 0)
            throw SheetsRefusal.Bad("Must specify at least one request.");

        var reply = new JsonObject { ["spreadsheetId"] = edit.Book.Id, ["replies"] = replies };
        if (call.Body.Flag("includeSpreadsheetInResponse"))
        {
            var places = call.Body.Items("responseRanges").Select(range => edit.Find(range.GetString()!)).ToList();
            reply["updatedSpreadsheet"] = new BookView(edit.Book, edit.Who, edit.Switches)
                .ToJson(places, call.Body.Flag("responseIncludeGridData"), FieldMask.All);
        }

        return reply;
    }));

    private static JsonObject? One(BookEdit edit, JsonElement request, int index)
    {
        var kinds = request.EnumerateObject().Where(kind => kind.Value.ValueKind == JsonValueKind.Object).ToList();
        if (kinds.Count != 1)
            throw SheetsRefusal.Bad($"Invalid requests[{index}]: {(kinds.Count == 0 ? "No request set." : "Only one request kind may be set.")}");
        var kind = kinds[0];
        if (!Kinds.TryGetValue(kind.Name, out var handle))
            throw SheetsRefusal.NotModelled($"the request '{kind.Name}'");
        try
        {
            return handle(edit, kind.Value);
        }
        catch (SheetsRefusal refusal)
        {
            throw refusal.Inside($"requests[{index}].{kind.Name}");
        }
    }
}
