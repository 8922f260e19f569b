using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Simulation.Days;

/// <summary>One process's line to amoCRM: the simulator's own face in memory, and all that goes wrong on the way.</summary>
internal sealed class AmoLine(AmoCrmSimulator amo, ProcessSteps steps, Faults faults, History history, Sight sight) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _amo = new(amo.Handler!, disposeHandler: false);

    /// <summary>Whether a request changes something: leads, or which tokens are good.</summary>
    public static bool IsEffect(HttpRequestMessage request) => request.Method != HttpMethod.Get;

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isEffect = IsEffect(request);
        var isPatch = request.Method == HttpMethod.Patch;
        sight.Acts();
        var what = Departure.NameOf(request);
        await Misfortune.StrikeAsync(faults, steps, patience: null, cancellationToken);
        Arm(!isEffect, isPatch);

        var before = isPatch ? Stages() : null;
        var answer = await _amo.SendAsync(request, CancellationToken.None);
        if (before is not null)
            history.ServiceMoved(steps.Name, sight, before, Stages());
        await steps.AfterAsync(what, isEffect, cancellationToken);
        return faults.Strikes(Fault.AnswerLost, 0.008)
            ? throw new HttpRequestException($"The answer to {what} was lost.")
            : answer;
    }

    private void Arm(bool isRead, bool isPatch) => amo.World.With(state =>
    {
        if (faults.Strikes(Fault.TooManyRequests, 0.004))
            state.Faults.Add(new AmoFault(AmoFaults.TooMany, 1));
        else if (faults.Strikes(Fault.ServerError, 0.006))
            state.Faults.Add(new AmoFault(AmoFaults.ServerError, 1));
        else if (faults.Strikes(Fault.GatewayTimeout, 0.006))
            state.Faults.Add(new AmoFault(AmoFaults.GatewayTimeout, 1));
        else if (faults.Strikes(Fault.Blocked, 0.001))
            state.Faults.Add(new AmoFault(AmoFaults.Forbidden, 1));
        else if (isPatch && faults.Strikes(Fault.HalfABatch, 0.02))
            state.Faults.Add(new AmoFault(AmoFaults.PartialBatch, 1));
        else if (isRead && faults.Strikes(Fault.StaleRead, 0.03))
            state.Faults.Add(new AmoFault(AmoFaults.StaleReads, 1, Seconds: faults.Time(2, Faults.LongestLag).TotalSeconds));
    });

    private Dictionary<long, Stage> Stages() => amo.World.Leads().ToDictionary(lead => lead.Id, Stage.Of);
}
