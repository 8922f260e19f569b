namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>The program <c>amo2gsheet</c>, which the sandbox starts for its service and for what its operator does.</summary>
/// <param name="Assembly">Path of its assembly.</param>
/// <param name="Serve">Arguments that run the service as a process that ends with the one that started it.</param>
/// <param name="SettingNames">Settings that it reads, with all prefixes: those of this machine's own service must not reach the sandbox.</param>
internal sealed record ServiceProgram(string Assembly, IReadOnlyList<string> Serve, IReadOnlyCollection<string> SettingNames);
