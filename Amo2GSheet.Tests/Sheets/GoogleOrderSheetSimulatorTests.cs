using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.GoogleSheets;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.Hardening.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>The adapter over HTTP against the simulator, token included: what people see in the end.</summary>
public sealed class GoogleOrderSheetSimulatorTests : IAsyncLifetime
{
    private readonly ImpatientTime _time = new();
    private GoogleSheetsSimulator _google = null!;
    private ServiceProvider _services = null!;

    private IOrderSheet Sheet => _services.GetRequiredService<IOrderSheet>();

    public async Task InitializeAsync()
    {
        _google = await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions(), CancellationToken.None);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(SuiteLog.Provider))
            .AddSingleton<TimeProvider>(_time)
            .AddGoogleOrderSheet(OrderSheetBed.Settings(
                ("GOOGLE_SHEET_ID", DemoSpreadsheet.Id),
                ("GOOGLE_SHEETS_BASE_URL", _google.BaseUri.AbsoluteUri),
                ("GOOGLE_SERVICE_ACCOUNT_JSON", _google.CreateServiceAccountKey(DemoSpreadsheet.ServiceAccount))))
            .BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _google.DisposeAsync();
    }

    [Fact]
    public async Task Rows_are_appended_found_again_and_edited()
    {
        var tab = await ReadActiveAsync();
        Assert.Equal("BAHODIR HUSANOV", (await ReadAsync()).Staff.NameOf("134"));
        await WriteAsync(Append(tab, 501, "+998 90"), Append(tab, 502, "=1+1"));

        tab = await ReadActiveAsync();
        Assert.Equal([501, 502], tab.Rows.Select(row => row.Lead.Value));
        await WriteAsync(new CellEdit(new LeadId(502), tab.Rows[1].Address, Column(tab, OrderColumns.Status), new TextCell("Отказ"), "why"));

        var seen = _google.World.See(DemoSpreadsheet.Id, DemoSpreadsheet.OrderTab).Rows;
        Assert.Equal(["+998 90", "=1+1"], seen.Select(row => row.Values[OrderColumns.Phone]));
        Assert.Equal(["В процессе", "Отказ"], seen.Select(row => row.Values[OrderColumns.Status]));
        Assert.Equal("amo2gsheet: why", seen[1].Notes[OrderColumns.Status]);
    }

    [Fact]
    public async Task An_idle_read_is_one_call_and_a_write_is_one_call_whatever_the_number_of_rows()
    {
        await ReadAsync();
        var tab = await ReadActiveAsync();
        _google.Counters.Reset();

        await WriteAsync([.. Enumerable.Range(1, 300).Select(id => Append(tab, id, "1"))]);
        Assert.Equal(300, (await ReadActiveAsync()).Rows.Count);

        Assert.Equal((1, 1), (_google.Counters.Reads, _google.Counters.Writes));
    }

    [Fact]
    public async Task A_protected_cell_is_refused_and_all_others_are_written()
    {
        var tab = await ReadActiveAsync();
        await WriteAsync(Append(tab, 501, "1"), Append(tab, 502, "2"));
        tab = await ReadActiveAsync();
        _google.World.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "protect", Range = "A2:Z2" });

        var column = Column(tab, OrderColumns.Status);
        var refused = await WriteAsync([.. tab.Rows.Select(row => new CellEdit(row.Lead, row.Address, column, new TextCell("Отказ")))]);

        Assert.Equal(501, Assert.Single(refused).Edit.Lead.Value);
        Assert.Equal(["В процессе", "Отказ"], (await ReadActiveAsync()).Rows.Select(row => row.Status));
    }

    [Fact]
    public async Task An_inserted_column_is_followed()
    {
        var tab = await ReadActiveAsync();
        await WriteAsync(Append(tab, 501, "1"));
        _google.World.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "insertColumns", Row = 1 });

        Assert.Equal((501, "В процессе"), (await ReadActiveAsync()).Rows.Select(row => (row.Lead.Value, row.Status)).Single());
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_told_as_unknown_and_was_made_once()
    {
        await ReadAsync();
        var tab = await ReadActiveAsync();
        _google.Faults.Arm(new SheetFault { Kind = "lost" });

        await Assert.ThrowsAsync<SheetUnavailableException>(() => WriteAsync(Append(tab, 501, "1")));

        Assert.Single((await ReadActiveAsync()).Rows);
    }

    private Task<SheetSnapshot> ReadAsync() => Sheet.ReadAsync(CancellationToken.None);

    private async Task<ReadTab> ReadActiveAsync() => Assert.IsType<ReadTab>((await ReadAsync()).Active);

    private Task<IReadOnlyList<RefusedEdit>> WriteAsync(params SheetEdit[] edits) => Sheet.WriteAsync(new SheetWrite(edits), CancellationToken.None);

    private static int Column(ReadTab tab, string column) => tab.Layout.IndexOf(column)!.Value;

    private static RowAppend Append(ReadTab tab, long lead, string phone)
    {
        var cells = new CellValue?[tab.Layout.Headers.Count];
        cells[Column(tab, OrderColumns.Id)] = new NumberCell(lead);
        cells[Column(tab, OrderColumns.Phone)] = new TextCell(phone);
        cells[Column(tab, OrderColumns.Status)] = new TextCell("В процессе");
        return new RowAppend(new LeadId(lead), tab.Id, cells, Column(tab, OrderColumns.Status));
    }
}
