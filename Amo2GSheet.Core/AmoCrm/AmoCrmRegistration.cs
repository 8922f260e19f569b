using System.Net;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Registers amoCRM.</summary>
public static class AmoCrmRegistration
{
    private const long LargestAnswer = 64 * 1024 * 1024;

    private static readonly string Version =
        typeof(AmoCrmRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>
    /// Adds <see cref="IAmoCrm"/>, <see cref="IAmoLogIn"/> and <see cref="AmoHealth"/>, all single in the process.
    /// <see cref="ITokenStore"/> is the caller's to add; <see cref="TimeProvider"/> is the system's unless added before.
    /// </summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">The flat settings <c>AMO_…</c>; a wrong one stops the start.</param>
    public static IServiceCollection AddAmoCrm(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AmoCrmOptions, AmoCrmOptionsValidator>(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Jitter.Own);
        services.TryAddSingleton<WriteFence>();

        services.AddHttpClient(AmoWire.ClientName, client =>
            {
                client.DefaultRequestHeaders.UserAgent.ParseAdd($"amo2gsheet/{Version}");
                client.Timeout = Timeout.InfiniteTimeSpan; // Each call has its own, by the injected clock.
                client.MaxResponseContentBufferSize = LargestAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect means that the account moved: a person should know, and the token should not follow.
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .AddHttpMessageHandler(provider => new WriteFenceHandler(provider.GetRequiredService<WriteFence>(), request => request.Method == HttpMethod.Patch))
            .RemoveAllLoggers(); // One line a call is ours (AmoWire), without the query.

        services.AddSingleton<AmoHealth>();
        services.AddSingleton<AmoPace>();
        services.AddSingleton<AmoGate>();
        services.AddSingleton<AmoWire>();
        services.AddSingleton<AmoOAuth>();
        services.AddSingleton<AmoTokenSource>();
        services.AddSingleton<IAmoLogIn>(provider => provider.GetRequiredService<AmoTokenSource>());
        services.AddHostedService<AmoLogInCheck>();
        services.AddSingleton<AmoHttp>();
        services.AddSingleton<AmoPages>();
        services.AddSingleton<LeadChanger>();
        services.AddSingleton<AmoAccountReader>();
        services.AddSingleton<IAmoCrm, AmoCrmClient>();
        services.AddSingleton<IAmoInspect, AmoInspector>();
        services.AddSingleton<IAmoCatchUp, AmoCatchUpReader>();
        services.AddSingleton<IAmoStageMoves, AmoStageMoveReader>();
        services.AddSingleton<IAmoWebhooks, AmoWebhooks>();
        services.AddSingleton<IAmoImport, LeadImporter>();
        return services;
    }
}
