using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>Registers the brake and the holds.</summary>
internal static class HoldRegistration
{
    /// <summary>Adds them and their settings over whatever stores are registered.</summary>
    public static IServiceCollection AddHolds(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BrakeOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BrakeOptions>, BrakeOptionsValidator>();
        services.AddSingleton<HoldBook>();
        return services.AddSingleton<HoldDesk>();
    }
}
