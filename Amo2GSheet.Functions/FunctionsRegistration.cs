using Amo2GSheet.Core;
using Amo2GSheet.Functions.Dashboard;
using Amo2GSheet.GoogleSheets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.Functions;

/// <summary>What the functions need, composed once for every host that runs them.</summary>
internal static class FunctionsRegistration
{
    /// <summary>Chooses the environment's settings and adds the service with its sheet and its dashboard.</summary>
    public static void AddAmo2GSheetFunctions(this IHostApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(EnvironmentSwitch.Promote(builder.Configuration));
        builder.Services
            .AddAmo2GSheet(builder.Configuration)
            .AddGoogleOrderSheet(builder.Configuration)
            .AddDashboard(builder.Configuration);
    }
}
