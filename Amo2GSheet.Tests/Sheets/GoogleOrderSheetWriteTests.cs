using System.Net;
using System.Text.Json.Nodes;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.GoogleSheets;
using Amo2GSheet.Tests.GoogleSheets;

namespace Amo2GSheet.Tests.Sheets;

public sealed class GoogleOrderSheetWriteTests : IDisposable
{
    private const string Done = """{"replies":[]}""";

    private readonly OrderSheetBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Everything_goes_in_one_call_typed_and_masked()
    {
        _bed.Wire.Answer("""{"sheets":[{"properties":{"sheetId":0},"data":[{"startRow":5,"rowData":[{"values":[{"note":"theirs\namo2gsheet: old"}]}]}]}]}""").Answer(Done);

        var refused = await _bed.WriteAsync(
            Status(7, line: 4, "Отказ", note: "why"),
            new CellEdit(new LeadId(8), At(5), 0, null, Note: ""),
            new CellEdit(new LeadId(8), At(5), 2, CellValue.Empty),
            new RowAppend(new LeadId(9), new TabId(0), [new TextCell("=1+1"), new NumberCell(9), null, new TextCell("+998")], StatusColumn: 3));

        Assert.Empty(refused);
        Assert.Equal("/v4/spreadsheets/book:getByDataFilter", _bed.Wire.Calls[0].Uri.AbsolutePath);
        var call = _bed.Wire.Calls[^1];
        Assert.Equal(2, _bed.Wire.Calls.Count);
        Assert.Equal("/v4/spreadsheets/book:batchUpdate", call.PathAndQuery);
        Json.Same(
            """
            {"requests":[
              {"updateCells":{"start":{"sheetId":0,"rowIndex":4,"columnIndex":3},"fields":"userEnteredValue,note",
                "rows":[{"values":[{"userEnteredValue":{"stringValue":"Отказ"},"note":"amo2gsheet: why"}]}]}},
              {"updateCells":{"start":{"sheetId":0,"rowIndex":5,"columnIndex":0},"fields":"note","rows":[{"values":[{"note":"theirs"}]}]}},
              {"updateCells":{"start":{"sheetId":0,"rowIndex":5,"columnIndex":2},"fields":"userEnteredValue","rows":[{"values":[{}]}]}},
              {"appendCells":{"sheetId":0,"fields":"userEnteredValue","rows":[{"values":[
                {"userEnteredValue":{"stringValue":"=1+1"}},{"userEnteredValue":{"numberValue":9.0}},{},{"userEnteredValue":{"stringValue":"+998"}}]}]}},
              {"setDataValidation":{"range":{"sheetId":0,"startRowIndex":1,"startColumnIndex":3,"endColumnIndex":4},
                "rule":{"strict":true,"showCustomUi":true,"condition":{"type":"ONE_OF_LIST","values":[{"userEnteredValue":"В процессе"},
                  {"userEnteredValue":"У курера"},{"userEnteredValue":"Успешно"},{"userEnteredValue":"Отказ"}]}}}}]}
            """,
            call.Body);
    }

    [Fact]
    public async Task Adjacent_cells_of_one_row_go_together_and_others_do_not()
    {
        _bed.Wire.Answer(Done);

        await _bed.WriteAsync(Cell(7, 4, 0), Cell(7, 4, 1), Cell(7, 4, 3), Cell(7, 5, 4), Cell(8, 5, 5));

        Assert.Equal([2, 1, 1, 1], Sent().Select(request => request!["updateCells"]!["rows"]![0]!["values"]!.AsArray().Count));
    }

    [Fact]
    public async Task The_dropdown_starts_at_the_last_known_row_because_the_next_may_not_exist()
    {
        _bed.Book.Add(0, "Sheet1", ["ID", "Заказ №", "Статус"], [1L], [2L], [3L]);
        await _bed.ReadAsync();
        await _bed.ReadAsync();
        _bed.Wire.Answer(Done);

        await _bed.WriteAsync(new RowAppend(new LeadId(9), new TabId(0), [new NumberCell(9), null, new TextCell("В процессе")], StatusColumn: 2));

        Assert.Equal(3, (int?)Sent()[^1]!["setDataValidation"]!["range"]!["startRowIndex"]);
    }

    [Fact]
    public async Task A_refused_edit_is_taken_out_and_the_rest_is_sent_again()
    {
        _bed.Wire.Refuse(HttpStatusCode.BadRequest, "Invalid requests[1].updateCells: protected").Answer(Done);
        var good = Status(7, 4, "Отказ");
        var bad = Status(8, 5, "Отказ");

        var refused = await _bed.WriteAsync(good, bad, Status(9, 6, "Отказ"));

        Assert.Equal([new RefusedEdit(bad, "Invalid requests[1].updateCells: protected")], refused);
        Assert.Equal([4, 6], Sent().Select(request => (int)request!["updateCells"]!["start"]!["rowIndex"]!));
    }

    [Fact]
    public async Task Of_a_refused_run_only_the_cell_at_fault_is_refused()
    {
        _bed.Wire.Refuse(HttpStatusCode.BadRequest, "Invalid requests[0].updateCells: protected")
            .Refuse(HttpStatusCode.BadRequest, "Invalid requests[1].updateCells: protected")
            .Answer(Done);

        var refused = await _bed.WriteAsync(Cell(7, 4, 0), Cell(7, 4, 1), Cell(7, 4, 2));

        Assert.Equal(Cell(7, 4, 1), Assert.Single(refused).Edit);
        Assert.Equal([0, 2], Sent().Select(request => (int)request!["updateCells"]!["start"]!["columnIndex"]!));
    }

    [Fact]
    public async Task A_refusal_that_names_nothing_is_found_by_halving()
    {
        _bed.Wire.Refuse(HttpStatusCode.BadRequest, "Нельзя").Answer(Done).Refuse(HttpStatusCode.BadRequest, "Нельзя")
            .Refuse(HttpStatusCode.BadRequest, "Нельзя").Answer(Done);

        var refused = await _bed.WriteAsync([.. Enumerable.Range(1, 4).Select(line => Status(line, line, "Отказ"))]);

        Assert.Equal((3L, "Нельзя"), (Assert.Single(refused).Edit.Lead.Value, refused[0].Reason));
        Assert.Equal([4, 2, 2, 1, 1], _bed.Wire.Calls.Select(call => Requests(call).Count));
    }

    [Fact]
    public async Task A_sheet_that_refuses_everything_costs_a_bounded_number_of_calls_and_every_edit_is_reported_once()
    {
        _bed.Wire.Otherwise = _ => throw new InvalidOperationException("Too many calls.");
        for (var call = 0; call < SheetWriter.MostCalls; call++)
            _bed.Wire.Refuse(HttpStatusCode.BadRequest, "Invalid requests[0].updateCells: protected");
        SheetEdit[] edits = [.. Enumerable.Range(1, 100).Select(line => Status(line, line, "Отказ"))];

        var refused = await _bed.WriteAsync(edits);

        Assert.Equal(edits.ToHashSet(), refused.Select(edit => edit.Edit).ToHashSet());
        Assert.Equal(100, refused.Count);
    }

    [Fact]
    public async Task A_refused_dropdown_does_not_stop_the_row()
    {
        _bed.Wire.Refuse(HttpStatusCode.BadRequest, "Invalid requests[1].setDataValidation: protected").Answer(Done);

        Assert.Empty(await _bed.WriteAsync(new RowAppend(new LeadId(9), new TabId(0), [new NumberCell(9)], StatusColumn: 2)));
        Assert.NotNull(Assert.Single(Sent())!["appendCells"]);
    }

    private JsonArray Sent() => Requests(_bed.Wire.Calls[^1]);

    private static JsonArray Requests(WireCall call) => JsonNode.Parse(call.Body)!["requests"]!.AsArray();

    private static RowAddress At(int line) => new(new TabId(0), line);

    private static CellEdit Status(long lead, int line, string status, string? note = null) =>
        new(new LeadId(lead), At(line), 3, new TextCell(status), note);

    private static CellEdit Cell(long lead, int line, int column) => new(new LeadId(lead), At(line), column, new TextCell("x"));
}
