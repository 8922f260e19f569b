using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Simulation.Soak;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet soak</c>: random load and faults on a sandbox of its own, and a look whether anything was lost.</summary>
internal static class SoakCommand
{
    /// <summary>A week: more is a typing error.</summary>
    private const double MostMinutes = 7 * 24 * 60;

    /// <summary>Creates the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="run">Runs the soak.</param>
    public static Command Create(Terminal terminal, Func<SoakSettings, Terminal, CancellationToken, Task<int>> run)
    {
        var minutes = new Option<double>("--minutes")
        {
            Description = "How long people work and things go wrong; starting and coming to rest take about a minute more.",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        minutes.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(double.TryParse(token.Value, CultureInfo.InvariantCulture, out var typed) && typed is > 0 and <= MostMinutes))
                result.AddError($"--minutes takes a number over 0, at most {MostMinutes}, not '{token.Value}'.");
        });
        var seed = new Option<int?>("--seed")
        {
            Description = "Make the choices of an earlier run again: what people do and what goes wrong, though not at the same instants.",
            HelpName = "S",
        };
        var json = CommonOptions.Json();
        var command = new Command("soak", "Soaks the service in random load and faults on simulators of its own; exits with 0 only if nothing was lost or doubled.")
        {
            minutes, seed, json,
        };
        command.SetAction((parsed, cancellationToken) => run(
            new SoakSettings(
                TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                parsed.GetValue(seed) ?? RandomNumberGenerator.GetInt32(1_000_000),
                parsed.GetValue(json)),
            terminal,
            cancellationToken));
        return command;
    }
}
