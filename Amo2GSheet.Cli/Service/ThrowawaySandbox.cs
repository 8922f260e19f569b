using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Cli.Service;

/// <summary>Both simulators and tables for one command, in this process: what the command does there ends with it.</summary>
internal sealed class ThrowawaySandbox : IAsyncDisposable
{
    private ThrowawaySandbox(AmoCrmSimulator amo, GoogleSheetsSimulator sheets, TableService tables, IReadOnlyDictionary<string, string?> settings) =>
        (Amo, Sheets, Tables, Settings) = (amo, sheets, tables, settings);

    /// <summary>The amoCRM simulator.</summary>
    public AmoCrmSimulator Amo { get; }

    /// <summary>The Google Sheets simulator.</summary>
    public GoogleSheetsSimulator Sheets { get; }

    /// <summary>The tables.</summary>
    public TableService Tables { get; }

    /// <summary>Settings that point a service at them.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Starts both.</summary>
    public static async Task<ThrowawaySandbox> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new AmoCrmSimulatorOptions { TimeProvider = time };
        var sheets = await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions { TimeProvider = time }, cancellationToken);
        var amo = await AmoCrmSimulator.StartAsync(options, cancellationToken);
        // An honest account has a webhook. Nobody serves it here: it must at least ring nobody else.
        amo.World.InstallWebhook(new Uri(amo.BaseUri, "webhook/amocrm?code=nobody"), Core.AmoCrm.AmoWebhook.Wanted);
        return new ThrowawaySandbox(amo, sheets, TableService.InMemory(time), FunctionsSettings.Remote((options, amo.BaseUri), sheets, time.GetUtcNow()));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Amo.DisposeAsync();
        await Sheets.DisposeAsync();
        Tables.Dispose();
    }
}
