using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Cli.Simulation;

/// <summary>One process's line to Google: the simulator's own face in memory, and all that goes wrong on the way.</summary>
internal sealed class SheetLine(GoogleSheetsSimulator sheets, ProcessSteps steps, Faults faults, History history, Sight sight) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _sheets = new(sheets.Handler!, disposeHandler: false);

    /// <summary>Whether a request writes cells or makes tabs.</summary>
    public static bool IsWrite(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.EndsWith(":batchUpdate", StringComparison.Ordinal);

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isWrite = IsWrite(request);
        var what = Departure.NameOf(request);
        await Misfortune.StrikeAsync(faults, steps, Misfortune.GooglePatience, cancellationToken);
        Arm();

        var before = isWrite ? SheetEyes.Lines(sheets.World) : null;
        var answer = await _sheets.SendAsync(request, CancellationToken.None);
        if (before is not null)
            history.ServiceWrote(steps.Name, sight, before, SheetEyes.Lines(sheets.World));
        else if (answer.IsSuccessStatusCode && request.RequestUri!.AbsolutePath.EndsWith(":batchGetByDataFilter", StringComparison.Ordinal))
            sight.Saw();
        await steps.AfterAsync(what, isWrite, cancellationToken);
        return faults.Strikes(Fault.AnswerLost, 0.008)
            ? throw new HttpRequestException($"The answer to {what} was lost.")
            : answer;
    }

    private void Arm()
    {
        if (faults.Strikes(Fault.TooManyRequests, 0.006))
            sheets.Faults.Arm(new SheetFault { Kind = "429", Times = 1 });
        else if (faults.Strikes(Fault.ServerError, 0.004))
            sheets.Faults.Arm(new SheetFault { Kind = "500" });
        else if (faults.Strikes(Fault.Unavailable, 0.006))
            sheets.Faults.Arm(new SheetFault { Kind = "503" });
    }
}
