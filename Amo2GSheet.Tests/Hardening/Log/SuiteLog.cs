using System.Runtime.CompilerServices;
using System.Text.Json;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Processes;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.Hardening.Log;

/// <summary>
/// The log of the whole run: every line that a host of the tests logs, that a command prints, that a child process prints, and that reaches
/// the console. <see cref="WholeSuiteTests"/> looks it over when all other tests are done.
/// </summary>
internal static class SuiteLog
{
    private static readonly string[] Keys = ["FUNCTION_KEY", "MASTER_KEY", "AMO_CLIENT_SECRET", "AMO_LONG_LIVED_TOKEN"];
    private static readonly string[] Tables = ["AMO2GSHEET_TABLES", "AzureWebJobsStorage"];

    public static LogWatch Watch { get; } = new();

    /// <summary>To be added wherever tests build logging.</summary>
    public static ILoggerProvider Provider { get; } = new SuiteLogProvider(Watch);

    /// <summary>The secrets among settings.</summary>
    public static void LearnSettings(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        foreach (var (name, value) in settings)
        {
            if (Keys.Contains(name))
                Array.ForEach((value ?? "").Split(';'), Watch.Learn);
            else if (Tables.Contains(name))
                Watch.Learn((value ?? "").Split(';').FirstOrDefault(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))?["AccountKey=".Length..]);
            else if (name == "GOOGLE_SERVICE_ACCOUNT_JSON")
                LearnKey(value ?? "");
        }
    }

    /// <summary>Everybody in an account, as it is now.</summary>
    public static void LearnPeople(AmoWorld account) => account.With(state =>
    {
        foreach (var kind in Enum.GetValues<EntityKind>())
        {
            foreach (var card in state.Table(kind).Values)
            {
                Watch.LearnName(card.Name);
                foreach (var phone in card.Fields.Where(field => field.Key is DemoFields.Phone or DemoFields.CompanyPhone).SelectMany(field => field.Value))
                    Watch.Learn(phone.Text.TrimStart('+'));
            }
        }
    });

#pragma warning disable CA2255 // Before any test, and so before any host takes the console's streams.
    [ModuleInitializer]
    internal static void Listen()
    {
        Console.SetOut(new OverheardWriter(Console.Out, Watch));
        Console.SetError(new OverheardWriter(Console.Error, Watch));
        ChildProcess.Overhear = (spec, line) => Watch.Take(spec.Name, line);
    }
#pragma warning restore CA2255

    private static void LearnKey(string json)
    {
        try
        {
            using var key = JsonDocument.Parse(json);
            if (key.RootElement.TryGetProperty("private_key", out var pem))
                Array.ForEach((pem.GetString() ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..^1], Watch.Learn);
        }
        catch (JsonException)
        {
            // A test of a key that is none.
        }
    }
}
