using Amo2GSheet.Sandbox.Azurite;

namespace Amo2GSheet.Tests.Support;

/// <summary>
/// The Azurite of a test run, or the account that <c>AMO2GSHEET_TABLES</c> names: started by the first test that asks, shared by all, gone
/// with the test process (<see cref="AzuriteServer"/> sees to that). Tests keep apart by account partition or by table name, not by server.
/// </summary>
public static class AzuriteFixture
{
    private static readonly Lazy<Task<AzuriteServer>> Shared =
        new(() => AzuriteServer.StartAsync(AzuriteOptions.FromEnvironment(), CancellationToken.None));

    /// <summary>The store's connection string; starts the store at first.</summary>
    public static async Task<string> ConnectionStringAsync() => (await Shared.Value).ConnectionString;

    /// <summary>Why there is no Azurite here; null where there is one, or an account in its place.</summary>
    public static string? WhyMissing { get; } =
        HasAccount || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")))
            ? null
            : "skipped: no Node";

    /// <summary>Whether an account stands in for Azurite.</summary>
    public static bool HasAccount => !string.IsNullOrWhiteSpace(AzuriteOptions.FromEnvironment().ExistingTables);

    /// <summary>An account name nobody else uses, for stores that keep each account in its own partition.</summary>
    public static string UniqueAccount() => $"test-{Guid.NewGuid():N}";

    /// <summary>A prefix nobody else uses, for tests that need tables of their own: table names are letters and digits only.</summary>
    public static string UniqueTablePrefix() => $"t{Guid.NewGuid():N}"[..16];
}
