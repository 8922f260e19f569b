namespace Amo2GSheet.Tests.Hardening;

/// <summary>What is reachable in this process, after everything else was collected. Only for tests of <see cref="Alone"/>.</summary>
internal static class LiveBytes
{
    public static long Now
    {
        get
        {
            for (var round = 0; round < 3; round++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            return GC.GetTotalMemory(forceFullCollection: true);
        }
    }
}
