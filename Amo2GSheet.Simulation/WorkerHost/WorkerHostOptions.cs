using System.Net;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>Which worker to run, and where it is served.</summary>
internal sealed record WorkerHostOptions
{
    /// <summary>Folder of the published worker.</summary>
    public required string WorkerFolder { get; init; }

    /// <summary>Settings by name. The worker gets them as environment variables; a null value removes one that this process has.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where HTTP is served; port 0 lets the system choose one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Any of these opens functions of level Function.</summary>
    public IReadOnlyList<string> FunctionKeys { get; init; } = [];

    /// <summary>Opens every function; null when there is no such key.</summary>
    public string? MasterKey { get; init; }

    /// <summary>Where log lines go, the worker's included; <c>host.json</c> says from which level on.</summary>
    public Action<ILoggingBuilder> ConfigureLogging { get; init; } = _ => { };

    /// <summary>The clock of timers and time-outs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long running requests may take once the host stops, and then the worker to end.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}
