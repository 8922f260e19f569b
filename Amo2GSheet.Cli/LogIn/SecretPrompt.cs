using System.Text;
using Amo2GSheet.Cli.Frame;

namespace Amo2GSheet.Cli.LogIn;

/// <summary>Asks for what nobody is to see.</summary>
internal static class SecretPrompt
{
    /// <summary>Reads a line; at a terminal without showing it, from a file or a pipe as it stands.</summary>
    /// <returns>The line; null when the input ended.</returns>
    public static async Task<string?> ReadAsync(Terminal terminal, string prompt, CancellationToken cancellationToken)
    {
        if (!terminal.IsTyped)
            return await terminal.ReadLineAsync(cancellationToken);

        terminal.Note(prompt);
        return await Task.Run(ReadKeys, cancellationToken).WaitAsync(cancellationToken);
    }

    private static string ReadKeys()
    {
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key is ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        return typed.ToString();
    }
}
