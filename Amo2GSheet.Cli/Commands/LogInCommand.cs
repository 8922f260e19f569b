using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.LogIn;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet login</c>: the OAuth log-in from a terminal.</summary>
internal static class LogInCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandFrame frame)
    {
        var code = new Option<string?>("--code") { Description = "For scripts: the code alone. A shell keeps it in its history; it works once, for 20 minutes." };
        var address = new Option<string?>("--redirect-url")
        {
            Description = "For scripts: the address that amoCRM sent the browser to, after a login begun by this command.",
        };
        var sandbox = CommonOptions.Sandbox();
        var command = new Command("login", "Logs the service in to amoCRM: prints the consent page, takes the address that the browser was sent to, saves the tokens.")
        {
            code, address, sandbox,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(code) is not null && result.GetResult(address) is not null)
                result.AddError("Give --code or --redirect-url, not both.");
        });
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            async (context, token) =>
            {
                await context.Service.EnsureTablesAsync(token);
                var logIn = new TerminalLogIn(context);
                return (parsed.GetValue(code)?.Trim(), parsed.GetValue(address)?.Trim()) switch
                {
                    ({ Length: > 0 } given, _) => await logIn.OfCodeAsync(given, token),
                    (_, { Length: > 0 } given) => await logIn.OfAddressAsync(given, token),
                    _ when parsed.GetValue(sandbox) => await logIn.FollowAsync(token),
                    _ => await logIn.AskAsync(token),
                };
            },
            cancellationToken));
        return command;
    }
}
