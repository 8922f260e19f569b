using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Looks once at the start whether anybody has logged in, so that <c>/health</c> says so before the first lead comes.</summary>
/// <param name="tokens">The tokens.</param>
/// <param name="options">Says which settings of the original are still set.</param>
/// <param name="logger">Told what is missing.</param>
internal sealed partial class AmoLogInCheck(
    AmoTokenSource tokens, IOptions<AmoCrmOptions> options, ILogger<AmoLogInCheck> logger) : BackgroundService
{
    /// <inheritdoc />
    [SuppressMessage("Design", "CA1031", Justification = "A look that failed must not end the service: the first call to amoCRM looks again.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!string.IsNullOrWhiteSpace(options.Value.TokenStore))
            Log.TokenStoreIgnored(logger);
        if (!string.IsNullOrWhiteSpace(options.Value.AuthCode))
            Log.AuthCodeIgnored(logger);

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
        [LoggerMessage(2, LogLevel.Information, "AMO_TOKEN_STORE is not used: amoCRM's tokens live in the table tokens of the service's storage account")]
        public static partial void TokenStoreIgnored(ILogger logger);

        [LoggerMessage(3, LogLevel.Information, "AMO_AUTH_CODE is not used: log in at /oauth/login, or hand the code to /oauth/exchange")]
        public static partial void AuthCodeIgnored(ILogger logger);

        [LoggerMessage(1, LogLevel.Warning, "amoCRM is not ready: {Why}")]
        public static partial void NotReady(ILogger logger, string why);
    }
}
