using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class IntakeStoreOnAzureTests() : IntakeStoreContract(new AzureWorld());

public sealed class IntakeStoreOnSqliteTests() : IntakeStoreContract(new SqliteWorld());

public sealed class IntakeStoreInMemoryTests() : IntakeStoreContract(new MemoryWorld());

public abstract class IntakeStoreContract(StateWorld world)
{
    [ContractFact]
    public async Task A_lead_comes_back_whole_on_its_day_and_on_no_other()
    {
        var store = (await world.OpenWorkerAsync()).Intake;
        var lead = Lead(7, "2026-03-31") with { Receptionist = "<img onerror=…> Дилноза", Budget = 12.34m, Counts = false };
        await store.SaveAsync([Lead(9, "2026-04-01"), lead], default);

        Assert.Equal([lead], await store.ReadAsync(Range("2026-03-31", "2026-03-31"), default));
        Assert.Equal([7, 9], (await store.ReadAsync(Range("2026-03-01", "2026-04-30"), default)).Select(one => one.Lead.Value));
        Assert.Empty(await store.ReadAsync(Range("2026-03-01", "2026-03-30"), default));
        Assert.Empty(await store.ReadAsync(Range("9999-11-01", "9999-12-30"), default));
    }

    [ContractFact]
    public async Task A_save_can_be_repeated_and_a_warm_reader_sees_it()
    {
        var (writer, reader) = ((await world.OpenWorkerAsync()).Intake, (await world.OpenWorkerAsync()).Intake);
        List<IntakeLead> leads = [.. Enumerable.Range(1, 250).Select(lead => Lead(lead, "2026-03-05"))];
        for (var time = 0; time < 2; time++)
            await writer.SaveAsync(leads, default);
        Assert.Equal(leads, await reader.ReadAsync(Range("2026-03-01", "2026-03-31"), default));

        await writer.SaveAsync([leads[3] with { Receptionist = "Gulnora" }], default);

        var read = await reader.ReadAsync(Range("2026-03-01", "2026-03-31"), default);
        Assert.Equal((250, "Gulnora"), (read.Count, read[3].Receptionist));
    }

    [ContractFact]
    public async Task What_is_cleared_is_gone_for_a_warm_reader_and_nothing_else_is()
    {
        var (writer, reader) = (await world.OpenWorkerAsync(), await world.OpenWorkerAsync());
        await writer.Intake.SaveAsync([Lead(1, "2026-03-05"), Lead(2, "2026-04-05")], default);
        await writer.Kpi.ChangeCreditsAsync([], [KpiStoreContract.Credit(1, 134, 0)], default);
        await reader.Intake.ReadAsync(Range("2026-03-01", "2026-04-30"), default);

        await writer.Intake.ClearAsync(default);

        Assert.Empty(await reader.Intake.ReadAsync(Range("2026-03-01", "2026-04-30"), default));
        Assert.Single(await reader.Kpi.ReadCreditsAsync(new KpiQuery(KpiStoreContract.Days(0, 0)), default));
    }

    private static KpiRange Range(string from, string to) => new(Day(from), Day(to));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static IntakeLead Lead(long id, string day) => new()
    {
        Lead = new LeadId(id),
        CreatedAt = new DateTimeOffset(Day(day), new TimeOnly(5, 0), TimeSpan.Zero).AddSeconds(id),
        Day = Day(day),
        Receptionist = "Дилноза",
        Budget = 500,
        Counts = true,
    };
}
