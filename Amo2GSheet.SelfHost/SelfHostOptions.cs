using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.SelfHost;

/// <summary>What tests and benchmarks change about a host; the defaults are the product.</summary>
internal sealed record SelfHostOptions
{
    /// <summary>Classes to look for functions in; this assembly's when null.</summary>
    public IReadOnlyList<Type>? FunctionTypes { get; init; }

    /// <summary>Where the search for <c>host.json</c> and <c>local.settings.json</c> starts, upwards.</summary>
    public string WorkingDirectory { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Stands in for the process's environment when not null.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>Has the last word on services, after the application's own.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }
}
