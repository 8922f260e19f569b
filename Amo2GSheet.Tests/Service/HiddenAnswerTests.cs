using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.Sheets;
using Azure;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>
/// A person typed into a row whose lead moved, and our own write hides it. Wherever the process ends, the journal tells what became of it:
/// nothing else can.
/// </summary>
public sealed class HiddenAnswerTests
{
    private const string Typed = "завтра";

    [Fact]
    public async Task It_is_told_though_the_process_dies_with_the_write()
    {
        await using var world = await ServiceWorld.StartAsync();
        await TypeAndMoveAsync(world);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "lost", Route = "}:batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        await RestartAsync(world);

        await IsToldAsync(world);
    }

    [Fact]
    public async Task It_is_told_though_the_process_dies_before_the_journal_has_it()
    {
        var broken = new JournalThatBreaks();
        await using var world = await ServiceWorld.StartAsync(services: broken.Register);
        world.AllowErrors();
        await TypeAndMoveAsync(world);
        broken.Armed = true;

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        Assert.False(broken.Armed);
        await RestartAsync(world);

        await IsToldAsync(world);
    }

    private static async Task TypeAndMoveAsync(ServiceWorld world)
    {
        await world.NewOrdersAsync(world.FirstLead);
        world.Type(world.FirstLead, "Статус", Typed);
        world.Move(world.FirstLead, "ОТКАЗ");
        await world.BellAsync(world.FirstLead);
    }

    private static async Task RestartAsync(ServiceWorld world)
    {
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        await world.PassDoneAsync();
    }

    private static async Task IsToldAsync(ServiceWorld world)
    {
        Assert.Equal(SheetStatus.Rejected, world.Cell(world.FirstLead, "Статус"));
        Assert.Contains(await world.JournalAsync(world.FirstLead), entry => entry is { Rule: 9, What: nameof(Reason.UnknownStatus), After: Typed });
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    /// <summary>The journal does not answer, once, when an answer to the person is to be written.</summary>
    private sealed class JournalThatBreaks
    {
        public bool Armed { get; set; }

        public void Register(IServiceCollection services)
        {
            var real = services.Single(service => service.ServiceType == typeof(IJournal));
            services.AddSingleton<IJournal>(provider => new Journal(this, (IJournal)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
        }

        private sealed class Journal(JournalThatBreaks broken, IJournal inner) : IJournal
        {
            public Task WriteAsync(IReadOnlyCollection<JournalEntry> entries, CancellationToken cancellationToken)
            {
                if (!broken.Armed || !entries.Any(entry => entry.Rule == 9))
                    return inner.WriteAsync(entries, cancellationToken);
                broken.Armed = false;
                throw new RequestFailedException(503, "The storage does not answer.", "ServerBusy", null);
            }

            public IAsyncEnumerable<JournalEntry> ReadAsync(LeadId lead, CancellationToken cancellationToken) => inner.ReadAsync(lead, cancellationToken);
        }
    }
}
