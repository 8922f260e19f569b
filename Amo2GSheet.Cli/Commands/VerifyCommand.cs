using System.CommandLine;
using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Sync.Verify;
using Spectre.Console;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet verify</c>: a full comparison of both sides that changes neither.</summary>
internal static class VerifyCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandFrame frame)
    {
        var (json, sandbox) = (CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("verify", "Compares amoCRM and the sheet in full and changes neither; exits with 0 only if there is no difference.") { json, sandbox };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            (context, token) => RunAsync(context, parsed.GetValue(json), token),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, bool json, CancellationToken cancellationToken)
    {
        await context.Service.EnsureReadyAsync(cancellationToken);
        var result = await context.Get<Verifier>().RunAsync(
            new Progress(context.Terminal),
            look => context.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Leads looked at again at {look.Again:HH:mm:ss} UTC: {look.Left}. A change on its way is no difference, so the next pass gets its chance.")),
            cancellationToken);
        await context.Get<VerifyRecord>().KeepAsync(result, cancellationToken);

        if (json)
            await context.Terminal.Output.WriteLineAsync(CommandJson.Of(result));
        else
            Print(context.Terminal.Data, result);
        return result.Ok ? CommandFrame.Fine : CommandFrame.Failed;
    }

    private static void Print(IAnsiConsole console, VerifyResult result)
    {
        console.MarkupLineInterpolated($"[{(result.Ok ? "green" : "red")}]{result.Headline}[/]");
        foreach (var tab in result.Tabs)
            console.MarkupLineInterpolated($"[yellow]Not compared[/]  tab «{tab.Tab}»: {tab.Reason}");
        foreach (var difference in result.Differences)
            Print(console, "red", difference);
        if (result.KnownCount == 0)
            return;

        console.MarkupLineInterpolated($"Known, waiting for a person: {result.KnownCount}");
        foreach (var known in result.Known)
            Print(console, "yellow", known);
    }

    private static void Print(IAnsiConsole console, string colour, Difference difference)
    {
        console.MarkupLine($"[{colour}]{difference.Kind}[/]  lead {difference.Lead.ToString(CultureInfo.InvariantCulture)}");
        console.MarkupLineInterpolated($"  amoCRM  {difference.Amo}");
        console.MarkupLineInterpolated($"  sheet   {difference.Sheet}");
        console.MarkupLineInterpolated($"  cause   {difference.Cause}");
        console.MarkupLineInterpolated($"  fix     {difference.Fix}");
    }

    /// <summary>A line for every tenth of a reading that takes a while.</summary>
    private sealed class Progress(Terminal terminal) : IProgress<VerifyProgress>
    {
        private const int Long = 2_000;
        private int _told;

        public void Report(VerifyProgress value)
        {
            var tenth = value.Of < Long ? 0 : value.Read * 10 / value.Of;
            if (tenth <= _told)
                return;
            _told = tenth;
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{value.Read} of {value.Of} leads read"));
        }
    }
}
