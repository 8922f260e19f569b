using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Inspect;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet inspect</c>: the account's pipelines, fields and some leads, to find the right settings by.</summary>
internal static class InspectCommand
{
    private const int MostLeads = 250;

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandFrame frame)
    {
        var leads = new Option<int>("--leads")
        {
            Description = $"How many of the leads changed last to show, {MostLeads} at most",
            HelpName = "count",
            DefaultValueFactory = _ => 1,
        };
        leads.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var count) && count is >= 0 and <= MostLeads))
                result.AddError($"--leads takes a number from 0 to {MostLeads}, not '{token.Value}'.");
        });
        var values = new Option<bool>("--values") { Description = "Show what the fields of these leads hold, and not only which are filled. Phone numbers are left out." };
        var (json, sandbox) = (CommonOptions.Json(), CommonOptions.Sandbox());
        var command = new Command("inspect", "Lists pipelines with their stages, lead and contact fields, and sample leads. Needs amoCRM's settings only.")
        {
            leads, values, json, sandbox,
        };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            async (context, token) =>
            {
                await context.Service.EnsureTablesAsync(token);
                var account = await AccountView.ReadAsync(context, parsed.GetValue(leads), parsed.GetValue(values), token);
                if (parsed.GetValue(json))
                    await context.Terminal.Output.WriteLineAsync(CommandJson.Of(account));
                else
                    AccountText.Print(context.Terminal.Data, account);
                return CommandFrame.Fine;
            },
            cancellationToken));
        return command;
    }
}
