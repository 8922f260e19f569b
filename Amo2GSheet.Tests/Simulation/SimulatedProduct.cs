using System.Reflection;
using System.Runtime.Loader;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>
/// The product beside the one that the tests are linked with: Core, the functions and the simulation once more, and one of them mutated.
/// Everything else is shared. Runs one seed after the other.
/// </summary>
internal sealed class SimulatedProduct : AssemblyLoadContext, IAsyncDisposable
{
    private static readonly string[] Own = ["Amo2GSheet.Core", "Amo2GSheet.SelfHost", "amo2gsheet"];

    private readonly string _project;
    private readonly byte[] _assembly;
    private readonly Func<int, object, CancellationToken, Task> _run;
    private readonly Func<CancellationToken, Task> _open;
    private IAsyncDisposable? _rig;

    /// <param name="project">The project that was compiled in memory.</param>
    /// <param name="assembly">What it was compiled to.</param>
    public SimulatedProduct(string project, byte[] assembly) : base(project, isCollectible: true)
    {
        (_project, _assembly) = (project, assembly);
        var simulation = LoadFromAssemblyName(new AssemblyName("amo2gsheet"));
        var open = Method("Rig", "OpenAsync");
        var run = Method("SimulationRun", "RunAsync");
        _open = token => (Task)open.Invoke(null, [token])!;
        _run = (seed, rig, token) => (Task)run.Invoke(null, [seed, rig, null, token])!;

        MethodInfo Method(string type, string name) =>
            simulation.GetType($"Amo2GSheet.Cli.Simulation.{type}", throwOnError: true)!.GetMethod(name, BindingFlags.Public | BindingFlags.Static)
            ?? throw new InvalidOperationException($"{type}.{name} is not there.");
    }

    /// <summary>Runs a seed.</summary>
    /// <returns>What must not have happened, and did.</returns>
    public Task<IReadOnlyList<string>> RunAsync(int seed, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            // Away from the test's own context: a run does everything on the thread that calls it.
            _rig ??= (IAsyncDisposable)await ResultOf(_open(cancellationToken));
            var result = await ResultOf(_run(seed, _rig, cancellationToken));
            return (IReadOnlyList<string>)result.GetType().GetProperty("Violations")!.GetValue(result)!;
        },
        cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
            await _rig.DisposeAsync();
        Unload();
    }

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (!Own.Contains(assemblyName.Name))
            return null;
        using var assembly = new MemoryStream(
            assemblyName.Name == _project ? _assembly : File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{assemblyName.Name}.dll")));
        return LoadFromStream(assembly);
    }

    private static async Task<object> ResultOf(Task task)
    {
        await task;
        return task.GetType().GetProperty("Result")!.GetValue(task)!;
    }
}
