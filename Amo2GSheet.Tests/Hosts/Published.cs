using System.Reflection;
using Amo2GSheet.Simulation.WorkerHost;
using Amo2GSheet.Tests.Hardening.Log;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.Hosts;

/// <summary>The worker that the build of the tests has published.</summary>
internal static class Published
{
    public static string Folder { get; } =
        typeof(Published).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Worker").Value!;

    /// <summary>How to run it in a world.</summary>
    public static WorkerHostOptions Worker(HostWorld world) => new()
    {
        WorkerFolder = Folder,
        Settings = world.Settings,
        FunctionKeys = [HostWorld.Key],
        MasterKey = HostWorld.Master,
        ConfigureLogging = logging => logging.AddProvider(SuiteLog.Provider),
    };
}
