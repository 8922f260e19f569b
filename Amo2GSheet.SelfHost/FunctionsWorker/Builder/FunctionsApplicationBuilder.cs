using Amo2GSheet.SelfHost;
using Amo2GSheet.SelfHost.FunctionsWorker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>
/// Builds the host of the functions. Upstream's shape; underneath stand Kestrel and our own scheduler instead of a connection to
/// the Functions host.
/// </summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly SelfHostOptions _options;
    private readonly SelfHostRun? _run;
    private readonly HostJson _hostJson;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];
    private bool _built;

    internal FunctionsApplicationBuilder(string[]? args, SelfHostOptions options, SelfHostRun? run)
    {
        _options = options;
        _run = run;
        _hostJson = HostJson.Find(options.WorkingDirectory);
        var settings = SettingsSources.Read(args ?? [], options);
        // Empty on purpose: the defaults read appsettings.json and ASPNETCORE_URLS, which the real worker's users do not expect to count.
        _web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            EnvironmentName = settings["AZURE_FUNCTIONS_ENVIRONMENT"] ?? settings["DOTNET_ENVIRONMENT"] ?? Environments.Production,
            ContentRootPath = options.WorkingDirectory,
        });
        _web.Configuration.AddConfiguration(settings);
        // The empty builder leaves its own name under a key that is a setting of the service; the environment chosen above stays.
        _web.Configuration.AddInMemoryCollection([KeyValuePair.Create("ENVIRONMENT", settings["ENVIRONMENT"])]);
        _web.AddSelfHost(_hostJson);
        _web.Services.AddEmbeddedTables();
    }

    /// <inheritdoc />
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <summary>The settings: <c>Values</c> of <c>local.settings.json</c>, environment, command line; the last wins.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    /// <inheritdoc />
    public IHostEnvironment Environment => _web.Environment;

    /// <inheritdoc />
    public ILoggingBuilder Logging => _web.Logging;

    /// <inheritdoc />
    public IMetricsBuilder Metrics => _web.Metrics;

    /// <inheritdoc cref="IHostApplicationBuilder.Services" />
    public IServiceCollection Services => _web.Services;

    /// <inheritdoc />
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ThrowIfBuilt();
        _middleware.Add(middleware);
        return this;
    }

    /// <inheritdoc />
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <summary>The host, not yet started; can be built once.</summary>
    public IHost Build()
    {
        ThrowIfBuilt();
        _built = true;
        var catalog = FunctionCatalog.Scan(_options.FunctionTypes ?? typeof(FunctionsApplicationBuilder).Assembly.GetTypes());
        Services.AddSingleton(catalog);
        Services.AddSingleton(new FunctionPipeline(_middleware));
        _options.ConfigureServices?.Invoke(Services);

        var app = _web.Build();
        app.MapFunctions(catalog, _hostJson.RoutePrefix);
        return new FunctionsHost(app, _run);
    }

    private void ThrowIfBuilt()
    {
        if (_built)
            throw new InvalidOperationException("The application has already been built.");
    }
}
