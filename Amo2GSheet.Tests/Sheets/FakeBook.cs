using System.Text.Json;
using System.Text.Json.Nodes;
using Amo2GSheet.Tests.GoogleSheets;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>As much of a spreadsheet as the adapter reads: lists tabs, and answers grid ranges as Google does (zeros left out, ends trimmed).</summary>
internal sealed class FakeBook
{
    internal sealed record FakeTab(int Id, string Title, List<object?[]> Lines)
    {
        internal string Title { get; set; } = Title;

        /// <summary>Listed, but left out of answers.</summary>
        internal bool Mute { get; set; }
    }

    internal List<FakeTab> Tabs { get; } = [];

    internal FakeTab Add(int id, string title, params object?[][] lines)
    {
        var tab = new FakeTab(id, title, [.. lines]);
        Tabs.Add(tab);
        return tab;
    }

    internal string Answer(WireCall call) => call.Uri.AbsolutePath switch
    {
        "/v4/spreadsheets/book" => new JsonObject { ["sheets"] = new JsonArray([.. Tabs.Select((tab, index) => List(tab, index))]) }.ToJsonString(),
        "/v4/spreadsheets/book/values:batchGetByDataFilter" => Read(JsonNode.Parse(call.Body)!),
        "/v4/spreadsheets/book:getByDataFilter" => ReadCells(JsonNode.Parse(call.Body)!),
        _ => throw new InvalidOperationException($"Surprise call: {call.Uri}"),
    };

    private static JsonObject List(FakeTab tab, int index) => new()
    {
        ["properties"] = new JsonObject
        {
            ["sheetId"] = tab.Id,
            ["title"] = tab.Title,
            ["index"] = index,
            ["gridProperties"] = new JsonObject { ["rowCount"] = 1000, ["columnCount"] = 26 },
        },
    };

    private string Read(JsonNode body)
    {
        Assert.Equal(("COLUMNS", "UNFORMATTED_VALUE"), ((string?)body["majorDimension"], (string?)body["valueRenderOption"]));
        var ranges = new JsonArray();
        foreach (var filter in body["dataFilters"]!.AsArray())
        {
            var echo = filter!["gridRange"]!.DeepClone().AsObject();
            if (Tabs.Find(found => found.Id == (int)echo["sheetId"]!) is not { Mute: false } tab)
                continue;

            var values = (int?)echo["endRowIndex"] == 1
                ? tab.Lines[0].Select(cell => new[] { cell }).ToArray()
                : echo["endColumnIndex"] is null
                ? [.. Enumerable.Range(0, tab.Lines.Max(line => line.Length)).Select(column =>
                    tab.Lines.Skip((int)echo["startRowIndex"]!).Select(line => line.ElementAtOrDefault(column)).ToArray())]
                : [tab.Lines.Select(line => line.ElementAtOrDefault((int)echo["startColumnIndex"]!)).ToArray()];
            foreach (var zero in echo.Where(pair => (int?)pair.Value == 0).Select(pair => pair.Key).ToList())
                echo.Remove(zero);
            ranges.Add(new JsonObject
            {
                ["valueRange"] = new JsonObject
                {
                    ["range"] = $"'{tab.Title.Replace("'", "''", StringComparison.Ordinal)}'!A1:Z1000",
                    ["values"] = JsonSerializer.SerializeToNode(values.Select(Trim)),
                },
                ["dataFilters"] = new JsonArray(new JsonObject { ["gridRange"] = echo }),
            });
        }

        return new JsonObject { ["valueRanges"] = ranges }.ToJsonString();
    }

    /// <summary>Cells without formats; a text that begins with # is an error, and one that ends with … has another value than its plain one.</summary>
    private string ReadCells(JsonNode body)
    {
        var sheets = new JsonArray();
        foreach (var range in body["dataFilters"]!.AsArray().Select(filter => filter!["gridRange"]!))
        {
            var (tab, first, end, column) = ((int)range["sheetId"]!, (int)range["startRowIndex"]!, (int)range["endRowIndex"]!, (int)range["startColumnIndex"]!);
            var lines = Tabs.Find(found => found.Id == tab)!.Lines.Take(end).Skip(first);
            sheets.Add(new JsonObject
            {
                ["properties"] = new JsonObject { ["sheetId"] = tab },
                ["data"] = new JsonArray(new JsonObject
                {
                    ["startRow"] = first,
                    ["startColumn"] = column,
                    ["rowData"] = new JsonArray([.. lines.Select(line => new JsonObject { ["values"] = new JsonArray(Cell(line.ElementAtOrDefault(column))) })]),
                }),
            });
        }

        return new JsonObject { ["sheets"] = sheets }.ToJsonString();
    }

    private static JsonObject Cell(object? value) => value switch
    {
        null => [],
        string text when text.StartsWith('#') => new JsonObject { ["effectiveValue"] = new JsonObject { ["errorValue"] = new JsonObject { ["type"] = "NAME" } } },
        string text when text.EndsWith('…') => new JsonObject { ["effectiveValue"] = new JsonObject { ["stringValue"] = text[..^1] } },
        string text => new JsonObject { ["effectiveValue"] = new JsonObject { ["stringValue"] = text } },
        bool truth => new JsonObject { ["effectiveValue"] = new JsonObject { ["boolValue"] = truth } },
        _ => new JsonObject { ["effectiveValue"] = new JsonObject { ["numberValue"] = Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) } },
    };

    private static object[] Trim(object?[] cells) =>
        [.. cells.Take(Array.FindLastIndex(cells, cell => cell is not null) + 1).Select(cell => cell ?? "")];
}
