using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.LogIn;
using Amo2GSheet.Functions.Dashboard;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet hash-password</c>: a password as <c>DASHBOARD_ACCOUNTS_JSON</c> takes it.</summary>
internal static class HashPasswordCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "hash-password",
            "Asks for a password, which is not shown while it is typed, and prints its hash for DASHBOARD_ACCOUNTS_JSON. Redirected input: its first line is the password.");
        command.SetAction((_, cancellationToken) => RunAsync(terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        var password = await SecretPrompt.ReadAsync(terminal, "Password:", cancellationToken);
        if (Wrong(password) is { } wrong)
            return Refuse(wrong);
        if (terminal.IsTyped && await SecretPrompt.ReadAsync(terminal, "The same once more:", cancellationToken) != password)
            return Refuse("The two are not the same. Nothing was printed.");

        await terminal.Output.WriteLineAsync(PasswordHash.Of(password!));
        return CommandFrame.Fine;

        int Refuse(string sentence)
        {
            terminal.Fail(sentence);
            return CommandFrame.Failed;
        }
    }

    private static string? Wrong(string? password) => password switch
    {
        null or "" => "No password was given.",
        { Length: < PasswordHash.ShortestPassword } => $"A password has {PasswordHash.ShortestPassword} letters at least.",
        { Length: > PasswordHash.LongestPassword } => $"A password has {PasswordHash.LongestPassword} letters at most.",
        _ => null,
    };
}
