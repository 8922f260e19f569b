using System.Net;
using Amo2GSheet.Core;
using Amo2GSheet.Core.Sheets;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Sheets.v4;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.GoogleSheets;

/// <summary>Registers the order sheet in Google Sheets.</summary>
public static class GoogleOrderSheetRegistration
{
    /// <summary>Adds <see cref="IOrderSheet"/>, <see cref="IStaffTab"/> and <see cref="ISheetSetup"/>, single in the process; <see cref="TimeProvider"/> is the system's unless added before.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">The flat settings <c>GOOGLE_…</c>; a wrong one, or a key that cannot be used, stops the start.</param>
    public static IServiceCollection AddGoogleOrderSheet(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<GoogleSheetOptions, GoogleSheetOptionsValidator>(configuration);
        services.AddSingleton<IValidateOptions<GoogleSheetOptions>, GoogleKeyValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WriteFence>();

        services.AddHttpClient(SheetsServiceFactory.HandlerName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                // Google's client keeps its handler for good: connections have to turn over by themselves for DNS to be followed.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .AddHttpMessageHandler(provider => new WriteFenceHandler(
                provider.GetRequiredService<WriteFence>(), request => request.RequestUri!.AbsolutePath.EndsWith(":batchUpdate", StringComparison.Ordinal)))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        services.AddSingleton(provider => GoogleKey.Load(provider.GetRequiredService<IOptions<GoogleSheetOptions>>().Value));
        services.AddSingleton(CreateService);
        services.AddSingleton(CreateCalls);
        services.AddSingleton<GoogleOrderSheet>();
        services.AddSingleton<IOrderSheet>(provider => provider.GetRequiredService<GoogleOrderSheet>());
        services.AddSingleton<IStaffTab>(provider => provider.GetRequiredService<GoogleOrderSheet>());
        services.AddSingleton<ISheetSetup, GoogleSheetSetup>();
        return services;
    }

    private static SheetsService CreateService(IServiceProvider provider) => SheetsServiceFactory.Create(
        provider.GetRequiredService<IOptions<GoogleSheetOptions>>().Value,
        provider.GetRequiredService<ServiceAccountCredential>(),
        provider.GetRequiredService<IHttpMessageHandlerFactory>());

    private static GoogleCalls CreateCalls(IServiceProvider provider) => new(
        provider.GetRequiredService<SheetsService>(),
        provider.GetRequiredService<IOptions<GoogleSheetOptions>>().Value.SpreadsheetId,
        provider.GetRequiredService<ServiceAccountCredential>().Id,
        provider.GetRequiredService<TimeProvider>());
}
