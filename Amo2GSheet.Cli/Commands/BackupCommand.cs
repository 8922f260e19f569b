using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Tables;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet backup</c> and <c>restore</c>: all state of the service in a file, from any place and to any place.</summary>
internal static class BackupCommand
{
    /// <summary>Creates <c>backup</c>.</summary>
    public static Command Create(CommandFrame frame)
    {
        var (file, json, sandbox) = (File("The new file"), CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("backup", "Copies all tables, wherever they are, to a file with checksums. The service may run at the same time.")
        {
            file, json, sandbox,
        };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox), (context, token) => new BackupOutput(context, parsed.GetValue(json)).RunAsync(parsed.GetValue(file)!, token), cancellationToken));
        return command;
    }

    /// <summary>Creates <c>restore</c>.</summary>
    public static Command CreateRestore(CommandFrame frame)
    {
        var replace = new Option<bool>("--replace") { Description = "Empty the tables that are not empty, after a question." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask; for scripts." };
        var (file, json, sandbox) = (File("A file that backup made"), CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command(
            "restore",
            "Brings the tables of a backup to the place that the settings name, of the same kind or another. Stop the service first. Verifies the checksums before, and "
            + "refuses tables that are not empty.")
        {
            file, replace, yes, json, sandbox,
        };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            (context, token) => new RestoreOutput(context, parsed.GetValue(json)).RunAsync(parsed.GetValue(file)!, parsed.GetValue(replace), parsed.GetValue(yes), token),
            cancellationToken));
        return command;
    }

    private static Argument<string> File(string description) => new("file") { Description = description, HelpName = "FILE" };
}
