using System.Net;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// One process's line to the tables, between Azure's client and the embedded service: each request, retries included, is a step of the process
/// at which things can go wrong.
/// </summary>
/// <param name="steps">The process's steps.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="time">The process's clock.</param>
/// <param name="writes">Called with the table's name when a write takes effect.</param>
internal sealed class TableLine(ProcessSteps steps, Faults faults, ProcessTime time, Action<string> writes) : DelegatingHandler
{
    // That of AzureTables, by the run's clock.
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(10);

    private DateTimeOffset _downUntil;
    private Outage _outage;

    /// <summary>What storage that is down looks like.</summary>
    private enum Outage
    {
        Busy,
        Unreachable,
        Silent,
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = await TableCall.ReadAsync(request);
        await steps.BeforeAsync(call.Name, call.IsWrite, cancellationToken);
        if (faults.Strikes(Fault.StorageDown, 0.003))
            (_downUntil, _outage) = (time.GetUtcNow() + faults.Time(0, 4), faults.Of([Outage.Busy, Outage.Unreachable, Outage.Silent]));
        var isDown = !faults.IsResting && time.GetUtcNow() <= _downUntil;
        switch (_outage)
        {
            case Outage.Busy when isDown:
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request, Content = new ByteArrayContent([]) };
            case Outage.Unreachable when isDown:
                throw new HttpRequestException($"{call.Name}: the storage cannot be reached.");
        }

        if (call.IsWrite)
            writes(call.Table);
        var answer = await base.SendAsync(request, CancellationToken.None);
        await steps.AfterAsync(call.Name, call.IsWrite, cancellationToken);
        if (isDown)
        {
            // Azure's client ends a try without a response this way: a cancellation that the caller did not request.
            await time.WaitAsync(NetworkTimeout, cancellationToken);
            throw new TaskCanceledException($"{call.Name}: no answer in time.");
        }

        return call.IsWrite && faults.Strikes(Fault.StorageAnswerLost, 0.004)
            ? throw new HttpRequestException($"The answer to {call.Name} was lost.")
            : answer;
    }
}
