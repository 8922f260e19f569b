using System.Reflection;
using System.Runtime.Loader;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>
/// The product beside the one that the tests are linked with: Core with its mutants, the functions and the simulation once more. Everything
/// else is shared. Runs one seed after the other.
/// </summary>
internal sealed class SimulatedProduct : AssemblyLoadContext, IAsyncDisposable
{
    private static readonly string[] Own = [ProductCompiler.Project, "Amo2GSheet.GoogleSheets", "Amo2GSheet.Functions", "Amo2GSheet.SelfHost", "Amo2GSheet.Simulation"];

    private readonly byte[] _core;
    private readonly FieldInfo _switch;
    private readonly MethodInfo _open;
    private readonly MethodInfo _run;
    private IAsyncDisposable? _rig;

    /// <param name="core">Core, compiled with its mutants.</param>
    public SimulatedProduct(byte[] core) : base(nameof(SimulatedProduct), isCollectible: true)
    {
        _core = core;
        _switch = LoadFromAssemblyName(new AssemblyName(ProductCompiler.Project)).GetType(MutantWeaver.Switch, throwOnError: true)!.GetField("On")!;
        var simulation = LoadFromAssemblyName(new AssemblyName("Amo2GSheet.Simulation"));
        _open = Method("Rig", "OpenAsync");
        _run = Method("SimulationRun", "RunAsync");

        MethodInfo Method(string type, string name) =>
            simulation.GetType($"Amo2GSheet.Simulation.Days.{type}", throwOnError: true)!.GetMethod(name, BindingFlags.Public | BindingFlags.Static)
            ?? throw new InvalidOperationException($"{type}.{name} is not there.");
    }

    /// <summary>Runs a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="mutant">The number of the mutant that is on; 0 is the code as it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What must not have happened, and did.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(int seed, int mutant, CancellationToken cancellationToken)
    {
        _rig ??= (IAsyncDisposable)await ResultOf(_open.Invoke(null, [null, cancellationToken])!);
        _switch.SetValue(null, mutant);
        var result = await ResultOf(_run.Invoke(null, [seed, _rig, null, cancellationToken])!);
        return (IReadOnlyList<string>)result.GetType().GetProperty("Violations")!.GetValue(result)!;
    }

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
        if (assemblyName.Name is not { } name || !Own.Contains(name))
            return null;
        using var assembly = new MemoryStream(
            name == ProductCompiler.Project ? _core : File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")));
        return LoadFromStream(assembly);
    }

    private static async Task<object> ResultOf(object task)
    {
        await (Task)task;
        return task.GetType().GetProperty("Result")!.GetValue(task)!;
    }
}
