using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Azure.Data.Tables;

namespace Amo2GSheet.Cli.Tables;

/// <summary>Brings the tables of a backup back, and what is said about it.</summary>
internal sealed class RestoreOutput(CommandContext context, bool json)
{
    private const int AtOnce = 8;
    private const int ProgressEvery = 10_000;
    private const string Leases = "leases";

    /// <summary>Verifies the backup, says what will be done, and does it.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="replace">The person allows the tables to be emptied first.</param>
    /// <param name="yes">Do not ask.</param>
    /// <param name="cancellationToken">Gives up; the same command goes on afterwards.</param>
    public async Task<int> RunAsync(string path, bool replace, bool yes, CancellationToken cancellationToken)
    {
        BackupOutput.RefuseThrowaway(context);
        using var archive = TableArchive.Open(path);
        // Before the tables are opened, which changes their file.
        if (TableConnection.From(context.Service.Configuration, context.Get<ITableFiles>()).File is { } file && SameFile.Is(file, path))
            throw new CommandException($"{Path.GetFullPath(path)} is the file of the tables itself: AMO2GSHEET_TABLES names the backup. Nothing was changed.");
        var tables = context.Get<AzureTables>();
        if (archive.Tables.FirstOrDefault(table => !tables.All.ContainsKey(table.Name)) is { } unknown)
            throw new CommandException($"The backup has a table {unknown.Name}, which this version does not know: update amo2gsheet.");

        await tables.EnsureAsync(cancellationToken);
        var filled = await FilledAsync(tables, cancellationToken);
        if (filled.Count > 0 && !replace)
            throw new CommandException($"The tables of {tables.Place} are not empty ({string.Join(", ", filled)}). With --replace they are emptied first. Nothing was changed.");

        // A lease of the past is no state.
        var restored = archive.Tables.Where(table => table.Name != Leases).ToList();
        context.Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"Of the backup {restored.Sum(table => table.Entities)} entities go to {tables.Place}."));
        if (filled.Count > 0)
            context.Terminal.Note($"These tables are emptied first: {string.Join(", ", filled)}. Stop the service before; what it writes now is lost.");
        if (filled.Count > 0 && !yes && !await IsMeantAsync(cancellationToken))
        {
            context.Terminal.Fail("Nothing was changed.");
            return CommandFrame.Failed;
        }

        await RefuseHeldLeaseAsync(tables, cancellationToken);
        try
        {
            foreach (var name in filled)
                await tables.All[name].ClearAsync("", cancellationToken);
            foreach (var table in restored)
                await WriteAsync(archive, table, tables.All[table.Name], cancellationToken);
        }
        catch
        {
            context.Terminal.Fail($"The tables of {tables.Place} are incomplete now. Restore again with --replace before you start the service.");
            throw;
        }

        context.Terminal.Note("Reading the tables back …");
        foreach (var table in restored)
            await CompareAsync(archive, table, tables.All[table.Name], cancellationToken);
        BackupOutput.Show(context.Terminal, restored, json);
        context.Terminal.Note($"Restored. The tables were read back and are as in {Path.GetFullPath(path)}, whose checksums were right.");
        return CommandFrame.Fine;
    }

    private static async Task<List<string>> FilledAsync(AzureTables tables, CancellationToken cancellationToken)
    {
        var filled = new List<string>();
        foreach (var (name, client) in tables.All)
        {
            await foreach (var _ in client.QueryAsync<TableEntity>(maxPerPage: 1, select: ["PartitionKey"], cancellationToken: cancellationToken))
            {
                filled.Add(name);
                break;
            }
        }

        return filled;
    }

    /// <exception cref="CommandException">A service holds a lease, so it runs.</exception>
    private async Task RefuseHeldLeaseAsync(AzureTables tables, CancellationToken cancellationToken)
    {
        var now = context.Get<TimeProvider>().GetUtcNow();
        await foreach (var lease in tables.Leases.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            if (lease.GetDateTimeOffset("Until") > now)
                throw new CommandException("A service works with these tables now: stop it, wait until its leases run out (15 seconds), and restore again. Nothing was changed.");
        }
    }

    private async Task<bool> IsMeantAsync(CancellationToken cancellationToken)
    {
        context.Terminal.Note("Type yes to go on:");
        return string.Equals((await context.Terminal.ReadLineAsync(cancellationToken))?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }

    /// <exception cref="CommandException">The table is not as in the archive, which was compared with its own manifest before.</exception>
    private static async Task CompareAsync(TableArchive archive, ArchivedTable table, TableClient client, CancellationToken cancellationToken)
    {
        var (expected, found) = (new EntityChecksum(), new EntityChecksum());
        foreach (var entity in archive.Read(table.Name))
            expected.Add(entity);
        await foreach (var entity in client.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
            found.Add(ArchivedEntities.From(entity));
        if (expected.Count != table.Entities || !expected.Matches(found))
            throw new CommandException($"The table {table.Name} is not as in the backup: another program wrote to it in the meantime. Stop the service, and restore again with --replace.");
    }

    private async Task WriteAsync(TableArchive archive, ArchivedTable table, TableClient client, CancellationToken cancellationToken)
    {
        var count = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ArchivedEntities.Transactions(archive.Read(table.Name)), options, async (entities, stop) =>
        {
            await client.SubmitTransactionAsync(
                entities.Select(entity => new TableTransactionAction(TableTransactionActionType.UpsertReplace, ArchivedEntities.To(entity))), stop);
            var after = Interlocked.Add(ref count, entities.Count);
            if (after / ProgressEvery > (after - entities.Count) / ProgressEvery)
                context.Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{table.Name}: {after} of {table.Entities} entities …"));
        });
    }
}
