using Amo2GSheet.Cli;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Tests.Hardening.Log;

namespace Amo2GSheet.Tests.Cli;

/// <summary>One run of the command line, with what it printed.</summary>
internal sealed record CliRun(int Code, string Out, string Error)
{
    /// <summary>Runs a command that needs no service, or one that opens its own.</summary>
    public static Task<CliRun> OfAsync(params string[] args) => OfAsync(null, "", args);

    /// <summary>Runs a command on a service that the test opens.</summary>
    public static async Task<CliRun> OfAsync(Func<CliService>? open, string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var typed = new StringReader(input);
        var code = await AmoCommandLine.RunAsync(
            args, new Terminal(output, error, typed), open is null ? null : (_, _) => Task.FromResult(open()));
        SuiteLog.Watch.Take($"amo2gsheet {args[0]}", output.ToString());
        SuiteLog.Watch.Take($"amo2gsheet {args[0]}", error.ToString());
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
