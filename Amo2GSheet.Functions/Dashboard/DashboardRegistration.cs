using Amo2GSheet.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>Registers the dashboard.</summary>
public static class DashboardRegistration
{
    /// <summary>Adds accounts, sessions and the slow-down of guesses; the numbers are Core's.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">The flat settings <c>DASHBOARD_…</c>; a wrong one stops the start.</param>
    public static IServiceCollection AddDashboard(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DashboardOptions, DashboardOptionsValidator>(configuration);
        services.AddSingleton<SessionKeys>();
        services.AddSingleton<Signer>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<LogInBrake>();
        services.AddSingleton<PasswordLine>();
        services.AddSingleton(provider => new DashboardDoor(provider.GetRequiredService<Sessions>()));
        return services.AddSingleton(provider => new LogInDesk(
            provider.GetRequiredService<Sessions>(), provider.GetRequiredService<LogInBrake>(), provider.GetRequiredService<PasswordLine>()));
    }
}
