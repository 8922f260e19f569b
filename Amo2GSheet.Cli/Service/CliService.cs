using System.Globalization;
using Amo2GSheet.Cli.Import;
using Amo2GSheet.Core;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.GoogleSheets;
using Amo2GSheet.SelfHost;
using Amo2GSheet.SelfHost.Settings;
using Amo2GSheet.Simulation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Service;

/// <summary>
/// The service's parts for one command: the same classes over the same settings, with nothing running in the background. Settings come
/// from the environment and <c>local.settings.json</c>, as the service reads them, or from a sandbox.
/// </summary>
internal sealed class CliService : IAsyncDisposable
{
    private const double BesideService = 0.6;

    private readonly ServiceProvider _services;
    private readonly ThrowawaySandbox? _own;

    private CliService(IConfiguration configuration, ServiceProvider services, ThrowawaySandbox? own) =>
        (Configuration, _services, _own) = (configuration, services, own);

    /// <summary>The settings.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>The parts. Making one whose settings are wrong throws <see cref="OptionsValidationException"/>.</summary>
    public IServiceProvider Services => _services;

    /// <summary>True when the command works on simulators that end with it.</summary>
    public bool IsThrowaway => _own is not null;

    /// <summary>Puts the parts together; nothing is checked and nothing is called yet.</summary>
    /// <param name="sandbox">Work on the sandbox that runs on this machine, or on simulators of our own when none does.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CliService> OpenAsync(bool sandbox, CancellationToken cancellationToken)
    {
        if (!sandbox)
            return Over(SettingsSources.Read([], new SelfHostOptions()));
        if (await SandboxCard.FindAsync(cancellationToken) is { } card)
            return Over(Configure(card.Settings));

        return await OpenThrowawayAsync(cancellationToken);
    }

    /// <summary>Puts the parts together over simulators that end with them, with an administrator logged in.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="log">Takes what the parts log; nobody when null.</param>
    public static async Task<CliService> OpenThrowawayAsync(CancellationToken cancellationToken, ILoggerProvider? log = null)
    {
        var own = await ThrowawaySandbox.StartAsync(TimeProvider.System, cancellationToken);
        var service = Over(Configure(own.Settings), own, log: log);
        await service.EnsureTablesAsync(cancellationToken);
        await service.Services.GetRequiredService<IAmoLogIn>().ExchangeCodeAsync(own.Amo.World.MakeCode(), cancellationToken);
        return service;
    }

    /// <summary>Checks all settings, and makes the tables that are missing. What a command does that reads or writes state begins with it.</summary>
    /// <exception cref="OptionsValidationException">A setting is missing or wrong; names it.</exception>
    /// <exception cref="AggregateException">Several are.</exception>
    /// <exception cref="InvalidOperationException">Table Storage cannot be reached; names the setting.</exception>
    public async Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        Services.GetService<IStartupValidator>()?.Validate();
        await EnsureTablesAsync(cancellationToken);
    }

    /// <summary>Makes the tables that are missing. What a command needs no other settings for begins with it.</summary>
    /// <exception cref="OptionsValidationException">A setting of the tables, or the account, is missing or wrong; names it.</exception>
    /// <exception cref="InvalidOperationException">Table Storage cannot be reached; names the setting.</exception>
    public Task EnsureTablesAsync(CancellationToken cancellationToken)
    {
        // A wrong account ends the command before any table is made.
        _ = Services.GetRequiredService<AccountPartition>();
        return Services.GetRequiredService<AzureTables>().EnsureAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_own is not null)
            await _own.DisposeAsync();
    }

    /// <summary>Puts the parts together over given settings.</summary>
    /// <param name="given">The settings, prefixes of environments and all.</param>
    /// <param name="own">Simulators that end with the parts; their state is in memory then.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="log">
    /// Takes what the parts log; nobody when null: a command says itself, in sentences, what it did and what failed.
    /// </param>
    /// <param name="configure">Changes the parts.</param>
    public static CliService Over(
        IConfiguration given, ThrowawaySandbox? own = null, TimeProvider? time = null, ILoggerProvider? log = null, Action<IServiceCollection>? configure = null)
    {
        var promoted = new ConfigurationBuilder().AddConfiguration(given).AddInMemoryCollection(EnvironmentSwitch.Promote(given)).Build();
        var configuration = own is null ? new ConfigurationBuilder().AddConfiguration(promoted).AddInMemoryCollection(PaceBesideService(promoted)).Build() : promoted;
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(time ?? TimeProvider.System);
        if (log is not null)
            services.AddSingleton(log);
        services.AddEmbeddedTables().AddAmo2GSheet(configuration).AddGoogleOrderSheet(configuration).AddImport(configuration);
        if (own is not null)
            services.AddTables(own.Tables);
        configure?.Invoke(services);
        return new CliService(configuration, services.BuildServiceProvider(), own);
    }

    /// <summary>
    /// amoCRM counts the calls of a command and of the running service together, seven a second, and shuts both out for minutes when there are
    /// more. The service takes five of them at its usual pace, so a command takes no more than two.
    /// </summary>
    private static Dictionary<string, string?> PaceBesideService(IConfiguration settings)
    {
        const string Setting = "AMO_REQUEST_DELAY_SEC";
        var isSlow = double.TryParse(settings[Setting], CultureInfo.InvariantCulture, out var seconds) && (seconds >= BesideService || seconds < 0.143);
        return isSlow ? [] : new() { [Setting] = BesideService.ToString(CultureInfo.InvariantCulture) };
    }

    private static IConfiguration Configure(IReadOnlyDictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
