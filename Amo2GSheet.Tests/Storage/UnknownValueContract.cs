using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Tests.Support;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class UnknownValuesOnAzureTests() : UnknownValueContract(new AzureWorld());

public sealed class UnknownValuesOnSqliteTests() : UnknownValueContract(new SqliteWorld());

public sealed class UnknownValuesInMemoryTests() : UnknownValueContract(new MemoryWorld());

/// <summary>Rows of a newer version can be read, with what is in them that this version does not know.</summary>
public abstract class UnknownValueContract(TableWorld world)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 5, 0, 0, TimeSpan.Zero);
    private static readonly KpiRange Day = new(DateOnly.FromDateTime(Start.Date), DateOnly.FromDateTime(Start.Date));

    [ContractFact]
    public async Task A_base_with_an_unknown_intent_is_read_and_so_are_the_others()
    {
        var writer = await world.OpenWorkerAsync();
        await writer.Bases.SaveAsync([Some.Base(1) with { Intent = new Intent(IntentKind.Status, "a", "b") }, Some.Base(2)], default);
        await ChangeAsync(writer.Tables.Bases, $"RowKey eq '{TableKeys.Of(new LeadId(1))}'", row => row["IntentKind"] = "Paint");

        var read = await (await world.OpenWorkerAsync()).Bases.LoadAsync(undisturbed: false, default);

        Assert.Equal(2, read.Count);
        Assert.Equal(new Intent(IntentKind.Unknown, "a", "b"), read[new LeadId(1)].Intent);
        Assert.Equal(IntentKind.Unknown, (await writer.Bases.FindAsync(new LeadId(1), default))!.Intent!.Kind);
    }

    [ContractFact]
    public async Task A_base_with_an_unknown_intent_cannot_be_saved_over_what_the_newer_version_wrote()
    {
        var store = (await world.OpenWorkerAsync()).Bases;

        await Assert.ThrowsAsync<ArgumentException>(() => store.SaveAsync([Some.Base(1) with { Intent = new Intent(IntentKind.Unknown, null, "b") }], default));

        Assert.Empty(await store.LoadAsync(undisturbed: false, default));
    }

    [ContractFact]
    public async Task A_credit_of_an_unknown_kind_is_left_out_of_the_sums_and_stays_in_the_table()
    {
        var writer = await world.OpenWorkerAsync();
        await writer.Kpi.ChangeCreditsAsync([], [Credit(1, KpiKind.Zakas), Credit(2, KpiKind.Zakas)], default);
        var rows = await ChangeAsync(writer.Tables.Kpi, "Lead eq 1L", row => row["Kind"] = "Bonus");
        Assert.Equal(2, rows);

        var reader = (await world.OpenWorkerAsync()).Kpi;

        Assert.Equal([new LeadId(2)], (await reader.ReadLeadTalliesAsync(Day, default)).Keys);
        Assert.Equal([new LeadId(2)], (await reader.ReadCreditsAsync(new KpiQuery(Day), default)).Select(credit => credit.Lead));
        Assert.Equal([new LeadId(2)], (await reader.ReadCreditsAsync(new KpiQuery(Day) { Staff = new StaffCode(7) }, default)).Select(credit => credit.Lead));
        Assert.Equal(2, await ChangeAsync(writer.Tables.Kpi, "Kind eq 'Bonus'", _ => { }));
    }

    [ContractFact]
    public async Task A_lead_of_the_ledger_with_an_unknown_step_or_credit_says_so_and_keeps_its_row()
    {
        var writer = await world.OpenWorkerAsync();
        await writer.Kpi.SaveLeadsAsync([Lead(1), Lead(2), Lead(3)], default);
        await ChangeAsync(writer.Tables.Kpi, $"RowKey eq '{TableKeys.Of(new LeadId(1))}'", row => row["Moves"] = row.GetString("Moves").Replace("Order", "Refund", StringComparison.Ordinal));
        await ChangeAsync(writer.Tables.Kpi, $"RowKey eq '{TableKeys.Of(new LeadId(2))}'", row => row["Written"] = row.GetString("Written").Replace("Zakas", "Bonus", StringComparison.Ordinal));

        var read = await writer.Kpi.ReadLeadsAsync([new(1), new(2), new(3)], default);
        var all = new List<KpiLead>();
        await foreach (var lead in writer.Kpi.ReadAllLeadsAsync(default))
            all.Add(lead);

        Assert.Equal([true, true, false], read.OrderBy(lead => lead.Key).Select(lead => lead.Value.IsOfNewerVersion));
        Assert.Equal([true, true, false], all.OrderBy(lead => lead.Lead).Select(lead => lead.IsOfNewerVersion));
        await Assert.ThrowsAsync<ArgumentException>(() => writer.Kpi.SaveLeadsAsync([read[new LeadId(1)]], default));
    }

    private static KpiCredit Credit(long lead, KpiKind kind) => new()
    {
        Lead = new LeadId(lead),
        Kind = kind,
        Staff = new StaffCode(7),
        Day = Day.From,
        At = Start,
        Budget = 100,
        Move = $"move-{lead}",
    };

    private static KpiLead Lead(long lead) => new()
    {
        Lead = new LeadId(lead),
        Moves = [new KpiMove($"move-{lead}", Start, null, new StageKey(1, 2), SaleStep.Order, new KpiFacts(new StaffCode(7), 100))],
        Written = [Credit(lead, KpiKind.Zakas)],
        Settled = true,
    };

    private async Task<int> ChangeAsync(TableClient table, string filter, Action<TableEntity> change)
    {
        var changed = 0;
        await foreach (var row in table.QueryAsync<TableEntity>($"PartitionKey ge '{world.Account}' and PartitionKey lt '{world.Account}~' and {filter}"))
        {
            change(row);
            await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
            changed++;
        }

        return changed;
    }
}
