using System.Reflection;
using Amo2GSheet.Functions;
using Amo2GSheet.SelfHost.Http;
using Amo2GSheet.SelfHost.Invocations;
using Amo2GSheet.SelfHost.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.SelfHost;

/// <summary>Builds the host: settings, Kestrel and timers around the functions of an assembly.</summary>
internal static class SelfHostBuilder
{
    private static readonly Assembly Functions = typeof(WebhookFunction).Assembly;

    /// <param name="args">Command line; <c>--NAME=value</c> sets a setting, above the environment.</param>
    /// <param name="options">What differs from the product.</param>
    /// <param name="addApplication">Adds the services that the functions need.</param>
    public static FunctionsHost Build(string[] args, SelfHostOptions options, Action<IHostApplicationBuilder> addApplication)
    {
        var hostJson = HostJson.Find(options.WorkingDirectory);
        var settings = SettingsSources.Read(args, options);
        // Empty on purpose: the defaults read appsettings.json and ASPNETCORE_URLS, which do not count under the Functions host either.
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            EnvironmentName = settings["AZURE_FUNCTIONS_ENVIRONMENT"] ?? settings["DOTNET_ENVIRONMENT"] ?? Environments.Production,
            ContentRootPath = options.WorkingDirectory,
        });
        web.Configuration.AddConfiguration(settings);
        // The empty builder leaves its own name under a key that is a setting of the service; the environment chosen above stays.
        web.Configuration.AddInMemoryCollection([KeyValuePair.Create("ENVIRONMENT", settings["ENVIRONMENT"])]);
        var gate = web.AddSelfHost(hostJson);
        addApplication(web);

        var catalog = FunctionCatalog.Scan(options.FunctionTypes ?? Functions.GetTypes());
        web.Services.AddSingleton(catalog);
        options.ConfigureServices?.Invoke(web.Services);

        var app = web.Build();
        gate.OpenWith(app.Services);
        app.MapFunctions(catalog, hostJson.RoutePrefix);
        return new FunctionsHost(app);
    }
}
