using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>Registers the brake and the holds.</summary>
internal static class HoldRegistration
{
    /// <summary>Adds them and their settings over whatever stores are registered.</summary>
    public static IServiceCollection AddHolds(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<BrakeOptions, BrakeOptionsValidator>(configuration);
        services.AddSingleton<HoldBook>();
        return services.AddSingleton<HoldDesk>();
    }
}
