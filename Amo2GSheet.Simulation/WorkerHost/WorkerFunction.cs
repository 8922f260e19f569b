using System.Text.Json;
using Amo2GSheet.Simulation.WorkerHost.Rpc;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>A function as the worker describes it.</summary>
/// <param name="Metadata">The description, for the load request.</param>
/// <param name="Trigger">Name of the parameter that the trigger fills.</param>
/// <param name="Http">The HTTP trigger; null when it has another one.</param>
/// <param name="Timer">The timer trigger; null when it has another one.</param>
internal sealed record WorkerFunction(RpcFunctionMetadata Metadata, string Trigger, HttpTrigger? Http, TimerTrigger? Timer)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Its name.</summary>
    public string Name => Metadata.Name;

    /// <summary>Reads a description.</summary>
    /// <exception cref="WorkerHostException">Its trigger is of a kind that this host does not serve.</exception>
    public static WorkerFunction From(RpcFunctionMetadata metadata)
    {
        foreach (var raw in metadata.RawBindings)
        {
            var binding = JsonSerializer.Deserialize<Binding>(raw, Json)!;
            if (binding.Is("httpTrigger"))
                return new WorkerFunction(metadata, binding.Name, JsonSerializer.Deserialize<HttpTrigger>(raw, Json), null);
            if (binding.Is("timerTrigger"))
                return new WorkerFunction(metadata, binding.Name, null, JsonSerializer.Deserialize<TimerTrigger>(raw, Json));
        }

        throw new WorkerHostException($"Function {metadata.Name} has no HTTP or timer trigger: {string.Join(", ", metadata.RawBindings)}.");
    }

    private sealed record Binding(string Name, string Type)
    {
        public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>What an HTTP trigger declares.</summary>
/// <param name="AuthLevel"><c>Anonymous</c>, <c>Function</c> or <c>Admin</c>, in any case; Function when it is not said.</param>
/// <param name="Methods">Methods that it answers; null for all.</param>
/// <param name="Route">The route's template; null when it is the function's name.</param>
internal sealed record HttpTrigger(string? AuthLevel, string[]? Methods, string? Route);

/// <summary>What a timer trigger declares.</summary>
/// <param name="Schedule">Cron with seconds, an interval, or the name of a setting between per cent signs.</param>
/// <param name="RunOnStartup">Run once when the host has started, too.</param>
internal sealed record TimerTrigger(string Schedule, bool RunOnStartup = false);
