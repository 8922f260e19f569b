using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Looks once at the start whether anybody has logged in, so that <c>/health</c> says so before the first lead comes.</summary>
/// <param name="tokens">The tokens.</param>
/// <param name="logger">Told what is missing.</param>
internal sealed partial class AmoLogInCheck(AmoTokenSource tokens, ILogger<AmoLogInCheck> logger) : BackgroundService
{
    /// <inheritdoc />
    [SuppressMessage("Design", "CA1031", Justification = "A look that failed must not end the service: the first call to amoCRM looks again.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await tokens.CurrentAsync(stoppingToken);
        }
        catch (Exception missing) when (missing is not OperationCanceledException)
        {
            Log.NotReady(logger, missing.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "amoCRM is not ready: {Why}")]
        public static partial void NotReady(ILogger logger, string why);
    }
}
