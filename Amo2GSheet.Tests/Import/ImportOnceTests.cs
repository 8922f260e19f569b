using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Tests.Cli;

namespace Amo2GSheet.Tests.Import;

/// <summary>A row becomes one lead, whatever happens and however often it is imported.</summary>
public sealed class ImportOnceTests : IAsyncLifetime
{
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task The_same_workbook_twice_creates_nothing_twice_and_sends_nothing()
    {
        await _bench.RunAsync(Rows(3));
        _bench.Calls.Reset();

        var run = await _bench.RunAsync(Rows(3));

        Assert.Equal(0, run.Code);
        Assert.Contains("3 rows: 3 skipped.", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, _bench.Calls.Count(ImportBench.Post));
        Assert.Equal(3, _bench.Made.Count);
    }

    [Fact]
    public async Task An_extended_and_resaved_workbook_brings_its_new_rows_only()
    {
        await _bench.RunAsync(new Xlsx().Row("Ф.И.О.", "Телефон", "Дата заказа").Row("Али", "998901234567", "05.06.2026").Row("Боб", "931234567", null));

        // Columns in another order, a number for a text, a real date for a typed one, an empty column more.
        var run = await _bench.RunAsync(new Xlsx("Другой лист").Row("Дата заказа", "Пусто", "Ф.И.О.", "Телефон")
            .Row(null, null, "Вера", 937654321).Row(null, null, "боб", 931234567).Row(Xlsx.Styled(46178), null, "Али ", 998901234567));

        Assert.Contains("3 rows: 1 created, 2 skipped.", run.Out, StringComparison.Ordinal);
        Assert.Equal(["Али", "Боб", "Вера"], _bench.Made.Select(lead => lead.Name));
    }

    [Fact]
    public async Task Two_equal_rows_are_two_leads_and_a_third_one_later_is_a_third()
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Статус").Row("Али").Row("Али"));
        Assert.Equal(2, _bench.Made.Count);

        var run = await _bench.RunAsync(new Xlsx().Row("ФИО", "Статус").Row("Али").Row("Али").Row("Али"));

        Assert.Contains("3 rows: 1 created, 2 skipped.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_made_after_the_import_makes_no_row_new()
    {
        var workbook = new Xlsx().Row("ФИО", "Ответственный").Row("Али", "Тимур");
        await _bench.RunAsync(workbook);
        _bench.World.With<AmoSeed>(state => state.Seed = state.Seed with { Fields = [.. state.Seed.Fields, new AmoField(1, EntityKind.Lead, "Ответственный", "text", null, [])] });

        Assert.Contains("1 skipped", (await _bench.RunAsync(workbook)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AmoFaults.AnswerLost)]
    [InlineData(AmoFaults.PartialBatch)]
    [InlineData(AmoFaults.GatewayTimeout)]
    public async Task An_answer_that_is_lost_is_looked_for_and_never_sent_again_blindly(string fault)
    {
        _bench.Fault(fault);

        var run = await _bench.RunAsync(Rows(7));

        Assert.Equal(0, run.Code);
        Assert.Contains("7 rows: 7 created.", run.Out, StringComparison.Ordinal);
        Assert.Equal(Names(7), _bench.Made.Select(lead => lead.Name));
        Assert.All(await _bench.EntriesAsync(), entry => Assert.NotNull(entry.Lead));
    }

    [Theory]
    [InlineData(AmoFaults.AnswerLost, 7)]
    [InlineData(AmoFaults.GatewayTimeout, 0)]
    [InlineData(AmoFaults.ServerError, 0)]
    [InlineData(AmoFaults.Forbidden, 0)]
    public async Task A_run_that_dies_in_the_middle_is_finished_by_the_next_one(string fault, int madeBefore)
    {
        _bench.Fault(fault);
        // The look dies, too: the rows stay announced.
        _bench.Fault(AmoFaults.ServerError, 3, ImportBench.List);
        var died = await _bench.RunAsync(Rows(7));
        Assert.Equal(1, died.Code);
        Assert.Equal(madeBefore, _bench.Made.Count);
        Assert.All(await _bench.EntriesAsync(), entry => Assert.Null(entry.Lead));
        _bench.World.With(state =>
        {
            state.Faults.Remove(null);
            state.Limits.Reset();
            return true;
        });

        var run = await _bench.RunAsync(Rows(7));

        Assert.Equal(0, run.Code);
        Assert.Equal(Names(7), _bench.Made.Select(lead => lead.Name));
        Assert.Contains(madeBefore == 0 ? "7 created." : "7 skipped.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_waited_for_before_it_is_sent_again()
    {
        _bench.Fault(AmoFaults.GatewayTimeout);

        await _bench.RunAsync(Rows(1));

        Assert.Contains(_bench.Time.Delays, delay => delay > TimeSpan.FromSeconds(60));
        Assert.Single(_bench.Made);
    }

    [Fact]
    public async Task A_lead_that_was_changed_before_it_was_found_leaves_its_row_to_a_person()
    {
        await DieAfterTheEffectAsync(Rows(1));
        var lead = _bench.Made.Single();
        _bench.Edit(lead.Id, """{"name":"Переименован"}""");

        var run = await _bench.RunAsync(Rows(1));

        Assert.Equal(1, run.Code);
        Assert.Contains($"its lead may be {lead.Id}, which was changed since", run.Out, StringComparison.Ordinal);
        Assert.Single(_bench.Made);

        Assert.Equal(0, (await _bench.RunAsync(Rows(1), "--send-unclear")).Code);
        Assert.Equal(2, _bench.Made.Count);
    }

    [Fact]
    public async Task A_lead_without_the_import_s_tag_that_says_the_same_is_not_taken_for_ours()
    {
        await DieAfterTheEffectAsync(Rows(1));
        var lead = _bench.Made.Single();
        _bench.Edit(lead.Id, """{"_embedded":{"tags":null}}""");

        var run = await _bench.RunAsync(Rows(1));

        Assert.Contains($"its lead may be {lead.Id}, which says the same", run.Out, StringComparison.Ordinal);
        Assert.Empty(_bench.Made);
    }

    [Fact]
    public async Task One_bad_lead_of_a_batch_is_taken_out_by_its_request_id_and_not_noted_as_created()
    {
        // A year that is a date to us and out of range to amoCRM.
        var workbook = new Xlsx().Row("ФИО", "Дата заказа").Row("Али", "05.06.2026").Row("Боб", "01.01.0003").Row("Вера", "06.06.2026");

        var run = await _bench.RunAsync(workbook);

        Assert.Equal(1, run.Code);
        Assert.Contains("amoCRM: InvalidType at «Дата заказа»", run.Out, StringComparison.Ordinal);
        Assert.Contains("3 rows: 2 created, 1 refused.", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await _bench.EntriesAsync()).Count);
        Assert.Equal(2, _bench.Calls.Count(ImportBench.Post));
    }

    [Fact]
    public async Task A_batch_that_is_too_heavy_is_halved_and_the_smaller_size_is_kept()
    {
        _bench.Switch(new AmoSwitches { GatewayTimeoutAbove = 13 });

        var run = await _bench.RunAsync(Rows(100));

        Assert.Equal(0, run.Code);
        Assert.Equal(Names(100), _bench.Made.Select(lead => lead.Name));
        // 50 and 25 are refused once; then 13 and less: 13+12, 13+12 and 13+13+13+11.
        Assert.Equal(2 + 4 + 4, _bench.Calls.Count(ImportBench.Post));
    }

    [Fact]
    public async Task A_lead_that_duplicate_control_put_together_counts_as_created_with_a_remark()
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Телефон").Row("Али", 998901112233));
        _bench.Switch(new AmoSwitches { DuplicateControl = true });

        var run = await _bench.RunAsync(new Xlsx().Row("ФИО", "Телефон").Row("Али В.", 998901112233));

        Assert.Equal(0, run.Code);
        Assert.Contains("amoCRM put it together with what was there before", run.Out, StringComparison.Ordinal);
        Assert.Single(_bench.World.Leads(), lead => lead.Name == "Али В.");
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_anywhere()
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Статус").Row("Али"));
        var entries = await _bench.EntriesAsync();
        _bench.Calls.Reset();

        var run = await _bench.RunAsync(new Xlsx().Row("ФИО", "Регион").Row("Али").Row("Боб").Row("Вера", "Луна"), "--dry-run");

        Assert.Equal(1, run.Code);
        Assert.Contains("3 rows: 1 skipped, 1 refused, 1 would be created.", run.Out, StringComparison.Ordinal);
        Assert.All(_bench.Calls.Snapshot(), route => Assert.StartsWith("GET ", route.Route, StringComparison.Ordinal));
        Assert.Equal(entries, await _bench.EntriesAsync());
    }

    [Fact]
    public async Task A_dry_run_after_a_lost_answer_looks_and_notes_nothing()
    {
        await DieAfterTheEffectAsync(Rows(2));
        var entries = await _bench.EntriesAsync();

        var run = await _bench.RunAsync(Rows(2), "--dry-run");

        Assert.Contains("2 rows: 2 skipped.", run.Out, StringComparison.Ordinal);
        Assert.Equal(entries.ToHashSet(), (await _bench.EntriesAsync()).ToHashSet());
    }

    [Fact]
    public async Task A_thousand_rows_and_one_are_twenty_one_calls_half_a_second_apart()
    {
        var run = await _bench.RunAsync(Rows(1_001));

        Assert.Equal(0, run.Code);
        Assert.Contains("1001 rows: 1001 created.", run.Out, StringComparison.Ordinal);
        Assert.Equal(21, _bench.Calls.Count(ImportBench.Post));
        Assert.Equal(1_001, _bench.Made.Count);
        Assert.True(_bench.Time.Delays.Count(delay => delay == TimeSpan.FromSeconds(0.5)) >= 20);
        Assert.Contains("900 of 1001 rows", run.Error, StringComparison.Ordinal);
    }

    private async Task<CliRun> DieAfterTheEffectAsync(Xlsx workbook)
    {
        _bench.Fault(AmoFaults.AnswerLost);
        _bench.Fault(AmoFaults.ServerError, 3, ImportBench.List);
        return await _bench.RunAsync(workbook);
    }

    private static Xlsx Rows(int count)
    {
        var workbook = new Xlsx().Row("Ф.И.О.", "Контактный номер", "Бюджет сделки", "Дата заказа");
        foreach (var name in Names(count))
            workbook.Row(name, 998901234567, 100, "05.06.2026");
        return workbook;
    }

    private static IEnumerable<string> Names(int count) => Enumerable.Range(1, count).Select(number => $"Клиент {number}");
}
