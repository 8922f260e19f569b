using System.CommandLine;
using Amo2GSheet.Cli.Tables;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet tables</c>: the embedded table service for other processes of this machine.</summary>
internal static class TablesCommand
{
    /// <summary>The port, unless another one is given; the sandbox has those before it.</summary>
    public const int DefaultPort = 7074;

    /// <summary>Creates the command.</summary>
    /// <param name="serve">Serves until Ctrl-C or SIGTERM.</param>
    public static Command Create(Func<TableServing, CancellationToken, Task<int>> serve)
    {
        var file = new Option<string?>("--file")
        {
            Description = "The SQLite file [default: the one of AMO2GSHEET_TABLES, else of the state directory]",
            HelpName = "path",
        };
        var port = new Option<int>("--port")
        {
            Description = "The port on 127.0.0.1; 0 takes a free one",
            HelpName = "port",
            DefaultValueFactory = _ => DefaultPort,
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is >= 0 and <= 65535))
                result.AddError($"--port takes a port from 0 to 65535, not '{token.Value}'.");
        });
        var command = new Command(
            "tables",
            "Serves a file of tables on 127.0.0.1 with the REST protocol of Azure Table Storage, to the Functions host for one. Prints the connection string, "
            + "the key included; Ctrl-C ends it. Other processes may use the file at the same time.")
        {
            file, port,
        };
        command.SetAction((parsed, cancellationToken) => serve(new TableServing(parsed.GetValue(file), parsed.GetValue(port)), cancellationToken));
        return command;
    }
}
