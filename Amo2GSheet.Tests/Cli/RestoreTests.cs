using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Tests.Support;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static Amo2GSheet.Tests.Cli.BackupTests;

namespace Amo2GSheet.Tests.Cli;

/// <summary>What <c>amo2gsheet restore</c> refuses before it changes anything, what it leaves out, and what it verifies afterwards.</summary>
public sealed class RestoreTests
{
    private readonly string _path = TableFixture.NewFile();

    [Theory]
    [InlineData(Spelling.Same)]
    [InlineData(Spelling.Roundabout)]
    [InlineData(Spelling.LinkToTheFile)]
    [InlineData(Spelling.LinkToTheFolder)]
    public async Task A_backup_is_never_restored_into_itself(Spelling spelling)
    {
        var from = Place(TableFixture.NewSetting(), "");
        await FillAsync(from);
        await SucceedAsync(from, "backup", _path);
        var (folder, name) = (Path.GetDirectoryName(_path)!, Path.GetFileName(_path));
        var other = spelling switch
        {
            Spelling.Roundabout => Path.Combine(folder, "..", Path.GetFileName(folder), name),
            Spelling.LinkToTheFile => File.CreateSymbolicLink($"{_path}.link", name).FullName,
            Spelling.LinkToTheFolder => Path.Combine(Directory.CreateSymbolicLink($"{_path}.folder", folder).FullName, name),
            _ => _path,
        };
        var before = await File.ReadAllBytesAsync(_path);

        var intoItself = await RunAsync(Place($"sqlite:{other}", ""), "restore", _path, "--replace", "--yes");
        var ofItself = await RunAsync(Place($"sqlite:{_path}", ""), "restore", other, "--replace", "--yes");

        Assert.Equal((1, 1), (intoItself.Code, ofItself.Code));
        Assert.Contains("is the file of the tables itself: AMO2GSHEET_TABLES names the backup. Nothing was changed.", intoItself.Error, StringComparison.Ordinal);
        Assert.Contains("is the file of the tables itself: AMO2GSHEET_TABLES names the backup. Nothing was changed.", ofItself.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_path));
    }

    [Fact]
    public async Task A_lease_that_is_held_refuses_the_restore()
    {
        var (from, to) = (Place(TableFixture.NewSetting(), ""), Place(TableFixture.NewSetting(), ""));
        await (await ReadyAsync(from)).DisposeAsync();
        await SucceedAsync(from, "backup", _path);
        await FillAsync(to);
        await HoldAsync(to, DateTimeOffset.MaxValue);
        var before = await TextAsync(to);

        var run = await RunAsync(to, "restore", _path, "--replace", "--yes");

        Assert.Equal(1, run.Code);
        Assert.Contains("A service works with these tables now: stop it, wait until its leases run out (15 seconds), and restore again. Nothing was changed.", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await TextAsync(to));
    }

    [Fact]
    public async Task A_restore_that_is_cut_off_says_that_the_tables_are_incomplete()
    {
        var file = TableFixture.NewFile();
        var (from, to) = (Place(TableFixture.NewSetting(), ""), Place($"sqlite:{file}", ""));
        await FillAsync(from);
        await SucceedAsync(from, "backup", _path);
        await FillAsync(to);
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var trigger = connection.CreateCommand();
            trigger.CommandText = "CREATE TRIGGER refuse BEFORE INSERT ON entities BEGIN SELECT RAISE(ABORT, 'refused'); END";
            trigger.ExecuteNonQuery();
        }

        var run = await RunAsync(to, "restore", _path, "--replace", "--yes");

        Assert.Equal(1, run.Code);
        Assert.Contains("are incomplete now. Restore again with --replace before you start the service.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leases_are_no_state_and_are_not_restored()
    {
        var (from, to) = (Place(TableFixture.NewSetting(), ""), Place(TableFixture.NewSetting(), ""));
        await FillAsync(from);
        await SucceedAsync(from, "backup", _path);
        await FillAsync(to);
        await HoldAsync(to, DateTimeOffset.UnixEpoch);

        await SucceedAsync(to, "restore", _path, "--replace", "--yes");

        await using var service = await ReadyAsync(to);
        Assert.Empty(await LeasesAsync(service.Services.GetRequiredService<AzureTables>()));
    }

    [Theory]
    [InlineData("""{"A":""")]
    [InlineData("""{"A@odata.type":"Edm.Int64","A":"many"}""")]
    public async Task A_backup_with_the_right_checksums_and_a_broken_entity_restores_nothing(string properties)
    {
        var to = Place(TableFixture.NewSetting(), "");
        using (var archive = TableArchive.Create(_path))
        {
            archive.Add("bases", [new Entity(new EntityKey("p", "r"), 1, [])]);
            archive.Add("journal", [new Entity(new EntityKey("p", "r"), 1, [])]);
            using (var connection = new SqliteConnection($"Data Source={PartialOf(_path)};Pooling=False"))
            {
                connection.Open();
                SqliteFile.Execute(connection, "UPDATE entities SET properties = $text WHERE table_id = 2", ("$text", properties));
            }

            archive.Complete();
        }

        var run = await RunAsync(to, "restore", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains($"The backup {_path} is damaged: the table journal has an entity that cannot be read. Nothing was restored.", run.Error, StringComparison.Ordinal);
        Assert.Equal("", await TextAsync(to));
    }

    private static string PartialOf(string path) => Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.*partial"));

    private static async Task HoldAsync(Dictionary<string, string?> place, DateTimeOffset until)
    {
        await using var service = await ReadyAsync(place);
        await service.Services.GetRequiredService<AzureTables>().Leases.AddEntityAsync(new TableEntity("some", "held") { ["Owner"] = "another", ["Until"] = until });
    }

    private static async Task<List<TableEntity>> LeasesAsync(AzureTables tables)
    {
        var leases = new List<TableEntity>();
        await foreach (var lease in tables.Leases.QueryAsync<TableEntity>())
            leases.Add(lease);
        return leases;
    }

    /// <summary>How the same file is written.</summary>
    public enum Spelling
    {
        Same,
        Roundabout,
        LinkToTheFile,
        LinkToTheFolder,
    }
}
