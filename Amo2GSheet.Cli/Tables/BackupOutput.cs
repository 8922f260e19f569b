using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Azure.Data.Tables;
using Spectre.Console;

namespace Amo2GSheet.Cli.Tables;

/// <summary>Copies the tables to a file, and what is said about it.</summary>
internal sealed class BackupOutput(CommandContext context, bool json)
{
    private const int ProgressEvery = 10_000;

    /// <summary>Copies all tables of the settings to a new file.</summary>
    public async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        RefuseThrowaway(context);
        var tables = context.Get<AzureTables>();
        await tables.EnsureAsync(cancellationToken);
        context.Terminal.Note($"Copying the tables of {tables.Place} …");
        using var archive = tables.File is { } file
            ? TableArchive.CopyOf(file, tables.Prefix, tables.All.Keys, path)
            : await ReadAsync(tables, path, cancellationToken);
        archive.Complete();
        Show(context.Terminal, archive.Tables, json);
        context.Terminal.Note($"The backup is {Path.GetFullPath(path)}. It holds tokens of amoCRM: keep it as safe as a password.");
        return CommandFrame.Fine;
    }

    /// <summary>What an archive has.</summary>
    public static void Show(Terminal terminal, IReadOnlyList<ArchivedTable> tables, bool json)
    {
        if (json)
        {
            terminal.Output.WriteLine(CommandJson.Of(new { tables = tables.Select(table => new { table.Name, table.Entities, table.Checksum }) }));
            return;
        }

        foreach (var table in tables)
            terminal.Data.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{table.Name,-8} {table.Entities,9} entities");
    }

    /// <exception cref="CommandException">The command works on simulators of its own.</exception>
    public static void RefuseThrowaway(CommandContext context)
    {
        if (context.Service.IsThrowaway)
            throw new CommandException("No sandbox runs on this machine, and a throwaway one has no tables to keep.");
    }

    /// <summary>A server gives pages: each page is of one moment, the whole is not.</summary>
    private async Task<TableArchive> ReadAsync(AzureTables tables, string path, CancellationToken cancellationToken)
    {
        var archive = TableArchive.Create(path);
        try
        {
            foreach (var (name, client) in tables.All)
            {
                archive.Add(name, []);
                var count = 0;
                await foreach (var page in client.QueryAsync<TableEntity>(cancellationToken: cancellationToken).AsPages())
                {
                    archive.Add(name, page.Values.Select(ArchivedEntities.From));
                    if ((count + page.Values.Count) / ProgressEvery > count / ProgressEvery)
                        context.Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{name}: {count + page.Values.Count} entities …"));
                    count += page.Values.Count;
                }
            }

            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }
}
