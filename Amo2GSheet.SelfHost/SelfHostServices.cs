using System.Text.Json;
using Amo2GSheet.Functions;
using Amo2GSheet.SelfHost.Http;
using Amo2GSheet.SelfHost.Invocations;
using Amo2GSheet.SelfHost.Settings;
using Amo2GSheet.SelfHost.Timers;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.SelfHost;

/// <summary>All services of the host itself.</summary>
internal static class SelfHostServices
{
    /// <summary>Adds them; the gate is to be opened with the host.</summary>
    public static StartLogGate AddSelfHost(this WebApplicationBuilder builder, HostJson hostJson)
    {
        var gate = builder.AddLogging(hostJson);
        builder.AddKestrel();
        // A scoped service caught in a singleton shows itself at the start, not at 3 a.m.
        builder.Host.UseDefaultServiceProvider(o => o.ValidateScopes = o.ValidateOnBuild = true);

        var services = builder.Services;
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(hostJson);
        // As in the real worker: names in JSON that is read match in any case.
        services.Configure<WorkerOptions>(o => o.Serializer = new JsonObjectSerializer(new JsonSerializerOptions { PropertyNameCaseInsensitive = true }));
        services.AddOptions<SelfHostSettings>().Configure<IConfiguration>(SelfHostSettings.Fill).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SelfHostSettings>, SelfHostSettingsValidator>();
        services.AddSingleton<ShutdownGrace>();
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<HttpFunctionHandler>();
        services.AddSingleton<UnreadBody>();
        // Kestrel's own service is registered last, so it is stopped first: requests finish before timers are cancelled.
        services.AddHostedService<TimerScheduler>();
        services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownGrace.Length + ShutdownGrace.Rest);
        return gate;
    }

    private static void AddKestrel(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IConfiguration>((kestrel, configuration) =>
        {
            // Kestrel is made when the host is built, before its start validates: a wrong HOST or PORT must not throw here.
            var settings = new SelfHostSettings();
            SelfHostSettings.Fill(settings, configuration);
            settings.TryGetEndPoint(out var endPoint);
            kestrel.AddServerHeader = false;
            ConnectionLimits.Apply(kestrel.Limits);
            if (endPoint.Address.Equals(System.Net.IPAddress.IPv6Any))
                kestrel.ListenAnyIP(endPoint.Port);
            else
                kestrel.Listen(endPoint);
        });
    }

    private static StartLogGate AddLogging(this WebApplicationBuilder builder, HostJson hostJson)
    {
        // Before AddConsole, whose binding to Logging:Console then has the last word.
        builder.Services.Configure<ConsoleLoggerOptions>(o => o.FormatterName = ConsoleFormatterNames.Simple);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(o =>
        {
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Logging
            .AddConsole()
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            .AddConfiguration(hostJson.Logging)
            .AddConfiguration(builder.Configuration.GetSection("Logging"));
        return StartLogGate.AddTo(builder.Logging, "Microsoft.AspNetCore.Server.Kestrel");
    }
}
