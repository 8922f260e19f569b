using Amo2GSheet.Cli.Service;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Support;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Cli;

/// <summary><c>amo2gsheet backup</c> and <c>restore</c>, between tables of every kind.</summary>
public sealed partial class BackupTests
{
    private readonly string _path = TableFixture.NewFile();

    [Fact]
    public async Task A_backup_of_a_file_comes_back_in_another_file_under_another_prefix()
    {
        var (from, to) = (Place(TableFixture.NewSetting(), "one"), Place(TableFixture.NewSetting(), "two"));
        await FillAsync(from);

        await SucceedAsync(from, "backup", _path);
        var restored = await SucceedAsync(to, "restore", _path);

        Assert.Equal(await TextAsync(from), await TextAsync(to));
        Assert.Contains($"Restored. The tables were read back and are as in {_path}, whose checksums were right.", restored.Error, StringComparison.Ordinal);
    }

    [AzuriteFact]
    public async Task A_backup_of_a_file_comes_back_on_a_server_and_from_there_in_a_file()
    {
        var (file, server) = (Place(TableFixture.NewSetting(), ""), Place(await AzuriteFixture.ConnectionStringAsync(), AzuriteFixture.UniqueTablePrefix()));
        var (again, second) = (Place(TableFixture.NewSetting(), "again"), TableFixture.NewFile());
        await FillAsync(file);

        await RoundTripAsync(file, server);
        await SucceedAsync(server, "backup", second);
        await SucceedAsync(again, "restore", second);

        Assert.Equal(await TextAsync(file), await TextAsync(server));
        Assert.Equal(await TextAsync(file), await TextAsync(again));
    }

    [Fact]
    public async Task A_backup_of_a_file_is_of_one_moment_while_others_write()
    {
        var place = Place(TableFixture.NewSetting(), "");
        await using var service = await ReadyAsync(place);
        var table = service.Services.GetRequiredService<AzureTables>().Journal;
        using var stop = new CancellationTokenSource();
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await table.SubmitTransactionAsync([Upsert("a", number), Upsert("b", number), new(TableTransactionActionType.Add, new TableEntity("p", $"{number:D8}"))]);
                written.TrySetResult();
            }
        });
        await await Task.WhenAny(written.Task, writing);

        for (var backup = 0; backup < 5; backup++)
        {
            var path = TableFixture.NewFile();
            await SucceedAsync(place, "backup", path);
            using var archive = TableArchive.Open(path);
            var rows = archive.Read("journal").ToDictionary(entity => entity.Key.Row);
            Assert.Equal(rows["a"].Find("Number"), rows["b"].Find("Number"));
            Assert.Equal(rows["a"].Find("Number"), rows.Count - 3);
        }

        await stop.CancelAsync();
        await writing;

        static TableTransactionAction Upsert(string row, int number) =>
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", row) { ["Number"] = number });
    }

    [Fact]
    public async Task A_backup_never_overwrites_a_file_and_leaves_no_half_of_one()
    {
        var place = Place(TableFixture.NewSetting(), "");
        await File.WriteAllTextAsync(_path, "orders");

        var run = await RunAsync(place, "backup", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains($"There is a file {_path} already. Choose another name, or remove it.", run.Error, StringComparison.Ordinal);
        Assert.Equal("orders", await File.ReadAllTextAsync(_path));
        Assert.Equal([_path], Directory.GetFiles(Path.GetDirectoryName(_path)!, $"{Path.GetFileName(_path)}*"));
    }

    [Fact]
    public async Task A_backup_says_what_it_holds_is_its_owner_s_alone_and_one_file()
    {
        var place = Place(TableFixture.NewSetting(), "");
        await FillAsync(place);

        var run = await SucceedAsync(place, "backup", _path);

        Assert.Contains("journal        251 entities", run.Out, StringComparison.Ordinal);
        Assert.Contains("It holds tokens of amoCRM: keep it as safe as a password.", run.Error, StringComparison.Ordinal);
        Assert.Equal([_path], Directory.GetFiles(Path.GetDirectoryName(_path)!, $"{Path.GetFileName(_path)}*"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
    }

    [Fact]
    public async Task Tables_that_are_not_empty_are_left_alone_until_it_is_said_and_confirmed()
    {
        var (from, to) = (Place(TableFixture.NewSetting(), ""), Place(TableFixture.NewSetting(), ""));
        await FillAsync(from);
        await SucceedAsync(from, "backup", _path);
        await using var target = await ReadyAsync(to);
        await target.Services.GetRequiredService<AzureTables>().Bases.AddEntityAsync(new TableEntity("p", "there"));
        var before = await TextAsync(to);

        var refused = await RunAsync(to, "restore", _path);
        var declined = await CliRun.OfAsync(() => Open(to), "no\n", "restore", _path, "--replace");

        Assert.Equal((1, 1), (refused.Code, declined.Code));
        Assert.Contains("are not empty (bases). With --replace they are emptied first. Nothing was changed.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("These tables are emptied first: bases.", declined.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", declined.Error, StringComparison.Ordinal);
        Assert.Equal(before, await TextAsync(to));

        await SucceedAsync(to, "restore", _path, "--replace", "--yes");
        Assert.Equal(await TextAsync(from), await TextAsync(to));
    }

    [Theory]
    [InlineData("UPDATE entities SET properties = replace(properties, 'x', 'y') WHERE table_id = (SELECT id FROM tables WHERE name = 'journal')", "the table journal is not as it was written")]
    [InlineData("DELETE FROM entities WHERE row = (SELECT max(row) FROM entities)", "is not as it was written")]
    [InlineData("DROP TABLE manifest", "is not a backup: it has no manifest")]
    public async Task A_backup_that_was_changed_restores_nothing(string sql, string sentence)
    {
        var (from, to) = (Place(TableFixture.NewSetting(), ""), Place(TableFixture.NewSetting(), ""));
        await FillAsync(from);
        await SucceedAsync(from, "backup", _path);
        using (var connection = new SqliteConnection($"Data Source={_path};Pooling=False"))
        {
            connection.Open();
            SqliteFile.Execute(connection, sql);
        }

        var run = await RunAsync(to, "restore", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Equal("", await TextAsync(to));
    }

    [Theory]
    [InlineData("", "dev")]
    [InlineData("a", "ab")]
    [InlineData("a", "")]
    public async Task A_backup_takes_its_own_tables_alone_from_a_file_that_others_share(string prefix, string others)
    {
        var setting = TableFixture.NewSetting();
        var (from, to) = (Place(setting, prefix), Place(TableFixture.NewSetting(), ""));
        await FillAsync(from);
        await using var other = await ReadyAsync(Place(setting, others));
        await other.Services.GetRequiredService<AzureTables>().Bases.AddEntityAsync(new TableEntity("p", "not ours"));

        await RoundTripAsync(from, to);

        Assert.Equal(await TextAsync(from), await TextAsync(to));
    }

    [Fact]
    public async Task A_backup_into_a_folder_that_is_missing_says_so()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_path)!, "none");

        foreach (var place in new[] { Place(TableFixture.NewSetting(), ""), Place(TableFixture.NewSetting(), "some") })
        {
            var run = await RunAsync(place, "backup", Path.Combine(folder, "tables.backup"));

            Assert.Equal(1, run.Code);
            Assert.Contains($"The folder of the backup {folder}/tables.backup does not exist: create {folder}, or choose another file.", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("DELETE FROM entities WHERE timestamp = NEW.timestamp")]
    [InlineData("UPDATE entities SET properties = replace(properties, 'x5', 'x6') WHERE timestamp = NEW.timestamp")]
    [InlineData("INSERT OR IGNORE INTO entities VALUES (NEW.table_id, NEW.partition, x'0041', 1, '{}')")]
    public async Task A_restore_whose_tables_are_not_as_in_the_backup_afterwards_fails(string change)
    {
        var setting = TableFixture.NewSetting();
        var (from, to) = (Place(TableFixture.NewSetting(), ""), Place(setting, ""));
        await FillAsync(from);
        await SucceedAsync(from, "backup", _path);
        await (await ReadyAsync(to)).DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={setting["sqlite:".Length..]};Pooling=False"))
        {
            connection.Open();
            // Stands for a service that still runs: it changes one entity of many behind the command's back.
            SqliteFile.Execute(connection, $"CREATE TRIGGER other AFTER INSERT ON entities WHEN NEW.properties = '{{\"A\":\"x5\"}}' BEGIN {change}; END");
        }

        var run = await RunAsync(to, "restore", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains("The table journal is not as in the backup: another program wrote to it in the meantime. Stop the service, and restore again with --replace.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Restored.", run.Error, StringComparison.Ordinal);
    }

    private async Task RoundTripAsync(Dictionary<string, string?> from, Dictionary<string, string?> to)
    {
        await SucceedAsync(from, "backup", _path);
        await SucceedAsync(to, "restore", _path);
    }

    internal static Dictionary<string, string?> Place(string tables, string prefix) => new()
    {
        ["AMO_SUBDOMAIN"] = "some",
        ["AMO2GSHEET_TABLES"] = tables,
        ["AMO2GSHEET_TABLE_PREFIX"] = prefix,
    };

    private static CliService Open(Dictionary<string, string?> settings) =>
        CliService.Over(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), log: SuiteLog.Provider);

    internal static Task<CliRun> RunAsync(Dictionary<string, string?> settings, params string[] args) => CliRun.OfAsync(() => Open(settings), "", args);

    internal static async Task<CliRun> SucceedAsync(Dictionary<string, string?> settings, params string[] args)
    {
        var run = await RunAsync(settings, args);
        Assert.True(run.Code == 0, run.Error);
        return run;
    }

    internal static async Task<CliService> ReadyAsync(Dictionary<string, string?> settings)
    {
        var service = Open(settings);
        await service.EnsureTablesAsync(CancellationToken.None);
        return service;
    }

    /// <summary>Entities of every type, with odd keys, large ones, and more than a transaction and a page of them.</summary>
    internal static async Task FillAsync(Dictionary<string, string?> settings)
    {
        await using var service = await ReadyAsync(settings);
        var tables = service.Services.GetRequiredService<AzureTables>();
        await tables.Journal.AddEntityAsync(new TableEntity("it's", "№ 1\u00E9e\u0301😀")
        {
            ["Text"] = "x\0\"\n😀",
            ["Empty"] = "",
            ["Small"] = 5,
            ["Large"] = long.MinValue,
            ["Whole"] = 2.0,
            ["Yes"] = false,
            ["Date"] = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero).AddTicks(1_234_567),
            ["Guid"] = new Guid("7a1d5f0c-21be-4f34-8f5a-000000000001"),
            ["Bytes"] = new byte[] { 0, 255 },
        });
        foreach (var chunk in Enumerable.Range(0, 250).Chunk(100))
            await tables.Journal.SubmitTransactionAsync(chunk.Select(number => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("many", $"{number:D5}") { ["A"] = $"x{number}" })));
        for (var number = 0; number < 20; number++)
            await tables.Bases.AddEntityAsync(new TableEntity("large", $"{number:D2}") { ["A"] = new string('я', 32_000), ["B"] = new string('ю', 32_000) });
        await tables.Leases.AddEntityAsync(new TableEntity("some", "pass") { ["Owner"] = "a" });
    }

    /// <summary>All that a restore brings back, as text: everything but the leases.</summary>
    internal static async Task<string> TextAsync(Dictionary<string, string?> settings)
    {
        await using var service = await ReadyAsync(settings);
        var lines = new List<string>();
        foreach (var (name, client) in service.Services.GetRequiredService<AzureTables>().All.Where(table => table.Key != "leases"))
        {
            await foreach (var entity in client.QueryAsync<TableEntity>())
            {
                var properties = entity.Where(property => property.Key is not ("odata.etag" or "Timestamp")).OrderBy(property => property.Key, StringComparer.Ordinal)
                    .Select(property => $"{property.Key}:{property.Value.GetType().Name}={(property.Value is byte[] bytes ? Convert.ToHexString(bytes) : property.Value is DateTimeOffset date ? $"{date:O}" : property.Value)}");
                lines.Add($"{name} {string.Join(' ', properties)}");
            }
        }

        return string.Join('\n', lines);
    }
}
