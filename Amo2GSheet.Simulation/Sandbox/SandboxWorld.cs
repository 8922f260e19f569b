using System.Globalization;
using System.Text.Json;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>
/// All parts of the sandbox, started in the order in which they need each other and ended the other way round: tables, the two
/// simulators, the service as a process of its own, logged in and subscribed as in real life.
/// </summary>
internal sealed class SandboxWorld : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    private SandboxWorld(SandboxSettings settings)
    {
        Settings = settings;
        Service = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{settings.FunctionsPort}/"));
    }

    /// <summary>How it was started.</summary>
    public SandboxSettings Settings { get; }

    /// <summary>Where the service listens.</summary>
    public Uri Service { get; }

    /// <summary>The function key of this run.</summary>
    public string Key { get; } = FunctionsSettings.NewKey();

    /// <summary>What changes by the control API of either simulator have to show in this run.</summary>
    public string ControlToken { get; } = FunctionsSettings.NewKey();

    /// <summary>Where amoCRM's webhooks go, key included.</summary>
    public Uri Webhook => new(Service, $"webhook/amocrm?code={Key}");

    /// <summary>The dashboard.</summary>
    public Uri Dashboard => new(Service, "dashboard");

    /// <summary>The table store.</summary>
    public SandboxTables Tables { get; private set; } = null!;

    /// <summary>The amoCRM simulator.</summary>
    public AmoCrmSimulator Amo { get; private set; } = null!;

    /// <summary>The Google Sheets simulator.</summary>
    public GoogleSheetsSimulator Sheets { get; private set; } = null!;

    /// <summary>The service's process.</summary>
    public FunctionsProcess Functions { get; private set; } = null!;

    /// <summary>The settings that the service runs with.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; private set; } = new Dictionary<string, string?>();

    /// <summary>Starts everything.</summary>
    /// <param name="settings">Ports, and whether it is a smoke run.</param>
    /// <param name="program">Runs the service.</param>
    /// <param name="log">Takes what the service prints.</param>
    /// <param name="progress">Told what takes a while.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up; nothing stays behind.</param>
    /// <exception cref="SandboxException">A port is taken, or the service refused its log-in.</exception>
    public static async Task<SandboxWorld> StartAsync(
        SandboxSettings settings,
        ServiceProgram program,
        FunctionsLog log,
        Action<string> progress,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        SandboxPorts.EnsureFree(settings);
        var world = new SandboxWorld(settings);
        try
        {
            await world.StartPartsAsync(program, log, progress, time, cancellationToken);
            await world.LogInAsync(cancellationToken);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    private async Task StartPartsAsync(
        ServiceProgram program, FunctionsLog log, Action<string> progress, TimeProvider time, CancellationToken cancellationToken)
    {
        Tables = Own(await SandboxTables.StartAsync(Settings.Tables, progress, cancellationToken));
        if (Settings.WorkerFolder is not null)
            await Tables.ServeAsync(cancellationToken);
        Sheets = Own(await GoogleSheetsSimulator.StartAsync(
            new GoogleSheetsSimulatorOptions { Port = Settings.SheetsPort, TimeProvider = time, ControlToken = ControlToken }, cancellationToken));
        var amo = FunctionsSettings.Amo(Settings, ControlToken);
        Amo = Own(await AmoCrmSimulator.StartAsync(amo, cancellationToken));

        var folder = Own(new OwnFolder());
        Values = FunctionsSettings.For(Settings, program.SettingNames, Tables, (amo, Amo.BaseUri), Sheets, Key, time.GetUtcNow());
        Functions = Own(new FunctionsProcess(program, Values, folder.Path, new Uri(Service, "health"), log.Add, time));
        await Functions.StartAsync(cancellationToken);
    }

    /// <summary>As an administrator does it: amoCRM's consent page gives a code, the code becomes tokens, the webhook is registered.</summary>
    private async Task LogInAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Service, "oauth/exchange"))
        {
            // Of known length: a chunked body does not reach a worker.
            Content = new StringContent(JsonSerializer.Serialize(new { code = Amo.World.MakeCode() })),
        };
        request.Headers.Add("x-functions-key", Key);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new SandboxException(
                $"The service refused its log-in ({(int)answer.StatusCode}): {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }

        Amo.World.InstallWebhook(Webhook, ["add_lead", "update_lead", "status_lead", "delete_lead", "restore_lead"]);
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>
    /// The folder that the service runs in. It looks for <c>local.settings.json</c> upwards from there, and must not find the one of
    /// somebody's real account.
    /// </summary>
    private sealed class OwnFolder : IAsyncDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("amo2gsheet-sandbox-").FullName;

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
