using System.Net;
using Amo2GSheet.Core;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Tests.AmoCrm;
using Amo2GSheet.Tests.Sheets;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Sync;

/// <summary>
/// What leaves the process once its lease has ended by the clock: reads, and no change. Both clients, as they are registered; what becomes
/// of the pass is in <see cref="Service.StandstillTests"/>.
/// </summary>
public sealed class WriteFenceTests
{
    private const string Reason = "pass lease had ended";

    [Fact]
    public async Task A_change_of_a_lead_is_not_sent_after_the_lease_has_ended_and_a_read_is()
    {
        using var world = new AmoWorld();
        var fence = world.First.GetRequiredService<WriteFence>();
        fence.Raise(() => true);
        world.Amo.On("GET /api/v4/leads?", HttpStatusCode.NoContent);

        var stopped = await Assert.ThrowsAsync<AmoUnavailableException>(ChangeAsync);
        await world.ReadOneAsync();

        Assert.Contains(Reason, stopped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("network", stopped.Message, StringComparison.Ordinal);
        Assert.Equal("GET", Assert.Single(world.Amo.Calls).Method);

        fence.Raise(() => false);
        world.Amo.On("PATCH /api/v4/leads", body: """{"_embedded":{"leads":[{"id":501,"updated_at":1750000123}]}}""");
        await ChangeAsync();
        world.Amo.Played();

        Task ChangeAsync() => world.Client.ChangeLeadsAsync(
            [new LeadChange(new LeadId(501), new StageKey(1, 142), null)], (_, _) => Task.CompletedTask, CancellationToken.None);
    }

    [Fact]
    public async Task Cells_are_not_written_after_the_lease_has_ended_and_are_read()
    {
        using var bed = new OrderSheetBed();
        bed.Book.Add(0, "Sheet1", ["ID", "Заказ №", "Статус"]);
        bed.Fence.Raise(() => true);

        var stopped = await Assert.ThrowsAsync<SheetUnavailableException>(WriteAsync);
        Assert.IsType<ReadTab>((await bed.ReadAsync()).Active);

        Assert.Contains(Reason, stopped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("reached", stopped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(bed.Wire.Calls, call => IsWrite(call.Uri));

        bed.Fence.Raise(() => false);
        bed.Wire.Answer("{}");
        await WriteAsync();
        Assert.Single(bed.Wire.Calls, call => IsWrite(call.Uri));

        Task<IReadOnlyList<RefusedEdit>> WriteAsync() =>
            bed.WriteAsync(new CellEdit(new LeadId(7), new RowAddress(new TabId(0), 1), 2, new TextCell("Отказ")));

        static bool IsWrite(Uri address) => address.AbsolutePath.EndsWith(":batchUpdate", StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_lease_nothing_is_held_back()
    {
        var fence = new WriteFence();
        Assert.False(fence.IsPassed);

        fence.Raise(() => true);
        Assert.True(fence.IsPassed);
        fence.Lower();

        Assert.False(fence.IsPassed);
    }
}
