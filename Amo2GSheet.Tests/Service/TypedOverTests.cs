using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.GoogleSheets;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>A person types into a cell right after it was written: that counts, whatever it says.</summary>
public sealed class TypedOverTests
{
    [Fact]
    public async Task The_very_text_that_the_write_replaced_is_an_edit_and_no_write_that_did_not_take_place()
    {
        var write = new AfterWrite();
        await using var world = await ServiceWorld.StartAsync(services: services =>
            services.AddHttpClient(SheetsServiceFactory.HandlerName).ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, new Line(write))));
        await world.NewOrdersAsync(world.FirstLead);
        world.Move(world.FirstLead, "ОТКАЗ");
        await world.BellAsync(world.FirstLead);
        write.Then = () =>
        {
            Assert.Equal(SheetStatus.Rejected, world.Cell(world.FirstLead, "Статус"));
            world.Type(world.FirstLead, "Статус", SheetStatus.InProgress);
        };

        await world.PassDoneAsync();
        await world.PassDoneAsync();

        Assert.Equal((1, ServiceWorld.NewOrder), (world.Patches, world.StageOf(world.FirstLead)));
        Assert.Equal(SheetStatus.InProgress, world.Cell(world.FirstLead, "Статус"));
    }

    /// <summary>What happens after the next write, once.</summary>
    private sealed class AfterWrite
    {
        private Action? _then;

        public Action Then
        {
            set => _then = value;
        }

        public void Happened() => Interlocked.Exchange(ref _then, null)?.Invoke();
    }

    private sealed class Line(AfterWrite write) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath.EndsWith(":batchUpdate", StringComparison.Ordinal))
                write.Happened();
            return answer;
        }
    }
}
