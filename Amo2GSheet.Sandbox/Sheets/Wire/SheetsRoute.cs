namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// Finds the API's method in a raw request path. Segments are decoded first and the method suffix split off after, because clients send
/// `:append` with a literal or an encoded colon.
/// </summary>
internal static class SheetsRoute
{
    private const string Id = "v4/spreadsheets/{id}";

    private static readonly Dictionary<string, SheetsMethod> Methods = new[]
    {
        Read("GET v4/spreadsheets/{id}", null, "Spreadsheet", SpreadsheetMethods.Get),
        Read($"GET {Id}/values/{{range}}", null, "ValueRange", ValueMethods.Get),
        Read($"GET {Id}/values:batchGet", null, "BatchGetValuesResponse", ValueMethods.BatchGet),
        Filtered($"POST {Id}:getByDataFilter", "GetSpreadsheetByDataFilterRequest", "Spreadsheet", SpreadsheetMethods.GetByDataFilter),
        Filtered(
            $"POST {Id}/values:batchGetByDataFilter", "BatchGetValuesByDataFilterRequest", "BatchGetValuesByDataFilterResponse",
            ValueMethods.BatchGetByDataFilter),
        Filtered($"GET {Id}/developerMetadata/{{metadataId}}", null, "DeveloperMetadata", SpreadsheetMethods.GetMetadata),
        Filtered(
            $"POST {Id}/developerMetadata:search", "SearchDeveloperMetadataRequest", "SearchDeveloperMetadataResponse",
            SpreadsheetMethods.SearchMetadata),
        Write("POST v4/spreadsheets", "Spreadsheet", "Spreadsheet", SpreadsheetMethods.Create),
        Write($"POST {Id}:batchUpdate", "BatchUpdateSpreadsheetRequest", "BatchUpdateSpreadsheetResponse", BatchUpdate.Handle),
        Write($"PUT {Id}/values/{{range}}", "ValueRange", "UpdateValuesResponse", ValueWriteMethods.Update),
        Write($"POST {Id}/values:batchUpdate", "BatchUpdateValuesRequest", "BatchUpdateValuesResponse", ValueWriteMethods.BatchUpdate),
        Write($"POST {Id}/values/{{range}}:append", "ValueRange", "AppendValuesResponse", ValueWriteMethods.Append),
        Write($"POST {Id}/values/{{range}}:clear", "ClearValuesRequest", "ClearValuesResponse", ValueWriteMethods.Clear),
        Write($"POST {Id}/values:batchClear", "BatchClearValuesRequest", "BatchClearValuesResponse", ValueWriteMethods.BatchClear),
        Write(
            $"POST {Id}/values:batchUpdateByDataFilter", "BatchUpdateValuesByDataFilterRequest", "BatchUpdateValuesByDataFilterResponse",
            ValueWriteMethods.BatchUpdateByDataFilter),
        Write(
            $"POST {Id}/values:batchClearByDataFilter", "BatchClearValuesByDataFilterRequest", "BatchClearValuesResponse",
            ValueWriteMethods.BatchClearByDataFilter),
        Write($"POST {Id}/sheets/{{sheetId}}:copyTo", "CopySheetToAnotherSpreadsheetRequest", "SheetProperties", SpreadsheetMethods.CopyTo),
    }.ToDictionary(method => method.Label, StringComparer.Ordinal);

    /// <summary>Null when the API has no such method.</summary>
    public static (SheetsMethod Method, string SpreadsheetId, string Argument)? Find(string verb, string rawPath)
    {
        var segments = rawPath.TrimStart('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        if (segments is not ["v4", .. var rest] || rest.Length is 0 or > 4)
            return null;
        var (label, id, argument) = rest switch
        {
            ["spreadsheets"] => ("v4/spreadsheets", string.Empty, string.Empty),
            ["spreadsheets", var book] => Suffixed(book),
            ["spreadsheets", var book, var group] => ($"{Id}/{group}", book, string.Empty),
            ["spreadsheets", var book, "values", var range] => Values(verb, book, range),
            ["spreadsheets", var book, "developerMetadata", var metadata] => ($"{Id}/developerMetadata/{{metadataId}}", book, metadata),
            ["spreadsheets", var book, "sheets", var sheet] when sheet.EndsWith(":copyTo", StringComparison.Ordinal) =>
                ($"{Id}/sheets/{{sheetId}}:copyTo", book, sheet[..^":copyTo".Length]),
            _ => (string.Empty, string.Empty, string.Empty),
        };
        return Methods.TryGetValue($"{verb} {label}", out var method) ? (method, id, argument) : null;
    }

    private static (string Label, string Id, string Argument) Suffixed(string segment)
    {
        var colon = segment.LastIndexOf(':');
        return colon < 0 ? (Id, segment, string.Empty) : (Id + segment[colon..], segment[..colon], string.Empty);
    }

    private static (string Label, string Id, string Argument) Values(string verb, string book, string range)
    {
        foreach (var suffix in verb == "POST" ? new[] { ":append", ":clear" } : [])
        {
            if (range.EndsWith(suffix, StringComparison.Ordinal))
                return ($"{Id}/values/{{range}}{suffix}", book, range[..^suffix.Length]);
        }

        return ($"{Id}/values/{{range}}", book, range);
    }

    private static SheetsMethod Read(string label, string? body, string reply, Func<SheetWorld, SheetsCall, SheetsReply> handle) =>
        new(label, IsWrite: false, NeedsWriteScope: false, body, reply, handle);

    private static SheetsMethod Filtered(string label, string? body, string reply, Func<SheetWorld, SheetsCall, SheetsReply> handle) =>
        new(label, IsWrite: false, NeedsWriteScope: true, body, reply, handle);

    private static SheetsMethod Write(string label, string body, string reply, Func<SheetWorld, SheetsCall, SheetsReply> handle) =>
        new(label, IsWrite: true, NeedsWriteScope: true, body, reply, handle);
}
