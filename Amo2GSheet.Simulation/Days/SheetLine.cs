using System.IO.Compression;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Days;

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
        var looksAtRows = await LooksAtRowsAsync(request, cancellationToken);
        var answer = await _sheets.SendAsync(request, CancellationToken.None);
        if (before is not null)
            history.ServiceWrote(steps.Name, sight, before, SheetEyes.Lines(sheets.World));
        else if (answer.IsSuccessStatusCode && looksAtRows)
            sight.Saw();
        else if (request.Method == HttpMethod.Get)
            sight.ListsTabs();
        await steps.AfterAsync(what, isWrite, cancellationToken);
        return faults.Strikes(Fault.AnswerLost, 0.008)
            ? throw new HttpRequestException($"The answer to {what} was lost.")
            : answer;
    }

    /// <summary>Whether a request reads columns. One that reads headers alone, to learn where the columns are, shows nothing that people do.</summary>
    private static async Task<bool> LooksAtRowsAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.RequestUri!.AbsolutePath.EndsWith(":batchGetByDataFilter", StringComparison.Ordinal))
            return false;
        // Google's client packs what it sends.
        await using var body = new GZipStream(new MemoryStream(await request.Content!.ReadAsByteArrayAsync(cancellationToken)), CompressionMode.Decompress);
        using var text = new StreamReader(body);
        return (await text.ReadToEndAsync(cancellationToken)).Contains("startColumnIndex", StringComparison.Ordinal);
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
