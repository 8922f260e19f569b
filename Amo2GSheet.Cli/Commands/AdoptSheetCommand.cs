using System.CommandLine;
using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Sync;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet adopt-sheet</c>: a person takes another spreadsheet as it stands.</summary>
internal static class AdoptSheetCommand
{
    private const int MostShown = 20;

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandFrame frame)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask; for scripts." };
        var (json, sandbox) = (CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("adopt-sheet", "Takes the rows of the spreadsheet as they stand, after another spreadsheet or an old copy took its place. amoCRM is not changed.")
        {
            yes, json, sandbox,
        };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox), (context, token) => RunAsync(context, parsed.GetValue(yes), parsed.GetValue(json), token), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, bool yes, bool json, CancellationToken cancellationToken)
    {
        await context.Service.EnsureTablesAsync(cancellationToken);
        var adoption = context.Get<SheetAdoption>();
        var found = await adoption.CompareAsync(cancellationToken);
        foreach (var line in Lines(found))
            context.Terminal.Note(line);
        if (!yes)
        {
            context.Terminal.Note("Take all rows as they stand? What they say is agreed on then; no lead is moved. Type yes to go on:");
            if (!string.Equals((await context.Terminal.ReadLineAsync(cancellationToken))?.Trim(), "yes", StringComparison.OrdinalIgnoreCase))
            {
                context.Terminal.Fail("Nothing was decided.");
                return CommandFrame.Failed;
            }
        }

        var refusal = await adoption.AdoptAsync(cancellationToken);
        if (refusal is not null)
        {
            context.Terminal.Fail(refusal);
            return CommandFrame.Failed;
        }

        await context.Terminal.Output.WriteLineAsync(json ? CommandJson.Of(found) : "Decided: the next pass takes the rows as they stand.");
        return CommandFrame.Fine;
    }

    private static IEnumerable<string> Lines(SheetComparison found)
    {
        yield return found.Agreed == found.Present || found.Agreed is null
            ? $"Spreadsheet {found.Present}."
            : $"Spreadsheet {found.Present}; what was agreed on so far is about {found.Agreed}.";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Rows} leads have a row: {found.Different.Count} rows say something else than was agreed on, {found.Unknown} are of leads about which nothing was. {found.Missing} leads had a row and have none here.");
        if (found.Different.Count > 0)
            yield return $"Different: leads {string.Join(", ", found.Different.Take(MostShown))}{(found.Different.Count > MostShown ? " …" : "")}";
        foreach (var tab in found.Unreadable)
            yield return $"The tab «{tab}» cannot be read; its rows are taken when it can.";
    }
}
