using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Azure;
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
        TableArchive.RefuseTaken(path);
        // Before the tables are opened, which makes a file that is missing: a backup only reads.
        if (TableConnection.From(context.Service.Configuration, context.Get<ITableFiles>()).File is { } named && !File.Exists(named))
            throw new CommandException($"There is no table file {Path.GetFullPath(named)}: check AMO2GSHEET_TABLES.");
        var tables = context.Get<AzureTables>();
        context.Terminal.Note($"Copying the tables of {tables.Place} …");
        using var archive = tables.File is { } file
            ? TableArchive.CopyOf(file, tables.Prefix, tables.All.Keys, path)
            : await ReadAsync(tables, path, cancellationToken);
        archive.Complete();
        foreach (var missing in tables.All.Keys.Except(archive.Tables.Select(table => table.Name)))
            context.Terminal.Note($"There is no table {missing}, so the backup has none.");
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
            var found = 0;
            foreach (var (name, client) in tables.All)
                found += await ReadAsync(archive, name, client, cancellationToken) ? 1 : 0;
            if (found == 0)
                throw new CommandException(TableArchive.NoTables(tables.Place, tables.Prefix));
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <returns>Whether there is such a table.</returns>
    private async Task<bool> ReadAsync(TableArchive archive, string name, TableClient client, CancellationToken cancellationToken)
    {
        var count = 0;
        try
        {
            await foreach (var page in client.QueryAsync<TableEntity>(cancellationToken: cancellationToken).AsPages())
            {
                archive.Add(name, page.Values.Select(ArchivedEntities.From));
                if ((count + page.Values.Count) / ProgressEvery > count / ProgressEvery)
                    context.Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{name}: {count + page.Values.Count} entities …"));
                count += page.Values.Count;
            }
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return false;
        }

        archive.Add(name, []);
        return true;
    }
}
