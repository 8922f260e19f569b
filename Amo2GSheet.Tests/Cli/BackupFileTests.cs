using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Tests.Support;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static Amo2GSheet.Tests.Cli.BackupTests;

namespace Amo2GSheet.Tests.Cli;

/// <summary>The files that <c>amo2gsheet backup</c> reads and writes: it changes none but its own.</summary>
public sealed class BackupFileTests
{
    private readonly string _path = TableFixture.NewFile();

    [Theory]
    [InlineData(".partial")]
    [InlineData(".partial-wal")]
    [InlineData(".partial-shm")]
    public async Task A_file_beside_the_backup_is_left_as_it_is(string suffix)
    {
        var place = Place(TableFixture.NewSetting(), "");
        await FillAsync(place);
        await File.WriteAllTextAsync(_path + suffix, "orders");

        await SucceedAsync(place, "backup", _path);

        Assert.Equal("orders", await File.ReadAllTextAsync(_path + suffix));
    }

    [Fact]
    public async Task Tables_whose_file_is_named_like_an_unfinished_backup_are_kept()
    {
        var place = Place($"sqlite:{_path}.partial", "");
        await FillAsync(place);
        var before = await TextAsync(place);

        await SucceedAsync(place, "backup", _path);

        Assert.Equal(before, await TextAsync(place));
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-journal")]
    public async Task A_log_under_the_name_of_the_backup_is_not_taken_for_the_backup_s_own(string suffix)
    {
        var place = Place(TableFixture.NewSetting(), "");
        await FillAsync(place);
        await File.WriteAllTextAsync(_path + suffix, "orders");

        var run = await RunAsync(place, "backup", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains($"There is a file {_path}{suffix} already. Choose another name, or remove it.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public void Of_two_backups_to_one_name_at_once_one_is_complete_and_the_other_says_why_not()
    {
        using var first = TableArchive.Create(_path);
        using var second = TableArchive.Create(_path);
        first.Add("first", []);
        second.Add("second", []);
        first.Complete();

        var problem = Assert.Throws<TableFileException>(second.Complete);

        Assert.Equal($"There is a file {_path} already. Choose another name, or remove it.", problem.Message);
        using var archive = TableArchive.Open(_path);
        Assert.Equal(["first"], archive.Tables.Select(table => table.Name));
    }

    [Fact]
    public async Task A_backup_of_a_file_that_is_missing_says_so_and_makes_none()
    {
        var file = TableFixture.NewFile();

        var run = await RunAsync(Place($"sqlite:{file}", ""), "backup", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains($"There is no table file {file}: check AMO2GSHEET_TABLES.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public async Task A_backup_under_a_prefix_without_tables_says_so_and_makes_none()
    {
        var setting = TableFixture.NewSetting();
        await FillAsync(Place(setting, "right"));

        var run = await RunAsync(Place(setting, "wrong"), "backup", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains("has no tables with the prefix 'wrong': check AMO2GSHEET_TABLES and AMO2GSHEET_TABLE_PREFIX.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_path));
        Assert.Equal(9L, Ask(setting["sqlite:".Length..], "SELECT count(*) FROM tables"));
    }

    [AzuriteFact]
    public async Task A_backup_of_a_server_without_tables_says_so_and_makes_none()
    {
        var server = Place(await AzuriteFixture.ConnectionStringAsync(), AzuriteFixture.UniqueTablePrefix());

        var first = await RunAsync(server, "backup", _path);
        var second = await RunAsync(server, "backup", _path);

        Assert.Equal((1, 1), (first.Code, second.Code));
        Assert.Contains("has no tables with the prefix", second.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public async Task A_table_that_is_missing_is_left_out_and_named()
    {
        var setting = TableFixture.NewSetting();
        await FillAsync(Place(setting, ""));
        Ask(setting["sqlite:".Length..], "DELETE FROM tables WHERE name = 'kpi' RETURNING id");

        var run = await SucceedAsync(Place(setting, ""), "backup", _path);

        Assert.Contains("There is no table kpi, so the backup has none.", run.Error, StringComparison.Ordinal);
        Assert.Equal(8L, Ask(_path, "SELECT count(*) FROM manifest"));
    }

    [Fact]
    public async Task A_backup_that_is_used_as_a_table_file_can_be_backed_up_again()
    {
        var (place, second) = (Place(TableFixture.NewSetting(), ""), TableFixture.NewFile());
        await FillAsync(place);
        await SucceedAsync(place, "backup", _path);
        await using (var used = await ReadyAsync(Place($"sqlite:{_path}", "")))
            await used.Services.GetRequiredService<AzureTables>().Bases.AddEntityAsync(new TableEntity("p", "later"));

        await SucceedAsync(Place($"sqlite:{_path}", ""), "backup", second);

        using var archive = TableArchive.Open(second);
        Assert.Equal(21, archive.Tables.Single(table => table.Name == "bases").Entities);
    }

    [Fact]
    public async Task A_backup_has_nothing_of_other_prefixes_not_even_as_deleted_data()
    {
        var setting = TableFixture.NewSetting();
        await FillAsync(Place(setting, "one"));
        await using (var other = await ReadyAsync(Place(setting, "two")))
            await other.Services.GetRequiredService<AzureTables>().Tokens.AddEntityAsync(new TableEntity("p", "r") { ["AccessToken"] = "secret-of-another-prefix" });

        await SucceedAsync(Place(setting, "one"), "backup", _path);

        Assert.Equal(-1, (await File.ReadAllBytesAsync(_path)).AsSpan().IndexOf("secret-of-another-prefix"u8));
        Assert.Equal(0L, Ask(_path, "PRAGMA freelist_count"));
    }

    [Fact]
    public async Task A_folder_under_the_name_of_the_backup_is_refused()
    {
        var place = Place(TableFixture.NewSetting(), "");
        await FillAsync(place);
        Directory.CreateDirectory(_path);

        var run = await RunAsync(place, "backup", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains($"{_path} is a folder. Choose another name.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    public async Task A_backup_without_a_name_is_asked_for_one(string command)
    {
        var place = Place(TableFixture.NewSetting(), "");
        await FillAsync(place);

        var run = await RunAsync(place, command, "");

        Assert.Equal(1, run.Code);
        Assert.Contains("The name of the backup is empty: name a file.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_fails_leaves_nothing_behind()
    {
        var file = TableFixture.NewFile();
        await FillAsync(Place($"sqlite:{file}", ""));
        await using (var damage = File.OpenWrite(file))
        {
            damage.Position = 64 * 1024;
            await damage.WriteAsync(new byte[damage.Length - damage.Position]);
        }

        var run = await RunAsync(Place($"sqlite:{file}", ""), "backup", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains($"The table file {file} is damaged", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_path)!, $"{Path.GetFileName(_path)}*"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    public async Task A_backup_of_an_entity_that_cannot_be_read_fails_and_names_it(string prefix)
    {
        var file = TableFixture.NewFile();
        await FillAsync(Place($"sqlite:{file}", prefix));
        Ask(file, "UPDATE entities SET properties = '{\"A\":' WHERE properties = '{\"A\":\"x5\"}' RETURNING row");

        var run = await RunAsync(Place($"sqlite:{file}", prefix), "backup", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains(
            $"The table file {file} is damaged: the entity with PartitionKey 'many' and RowKey '00005' of the table {prefix}journal cannot be read. "
            + "Put the file aside and restore a backup with 'amo2gsheet restore', or delete the entity.",
            run.Error,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_path)!, $"{Path.GetFileName(_path)}*"));
    }

    [Fact]
    public async Task A_backup_and_a_restore_need_no_other_setting_than_the_place_of_the_tables()
    {
        var (from, to) = (Place(TableFixture.NewSetting(), ""), Place(TableFixture.NewSetting(), ""));
        await FillAsync(from);

        await SucceedAsync(PlaceAlone(from), "backup", _path);
        await SucceedAsync(PlaceAlone(to), "restore", _path);

        Assert.Equal(await TextAsync(from), await TextAsync(to));

        static Dictionary<string, string?> PlaceAlone(Dictionary<string, string?> place) => new() { ["AMO2GSHEET_TABLES"] = place["AMO2GSHEET_TABLES"] };
    }

    [Fact]
    public async Task A_command_that_needs_the_account_makes_no_tables_without_it()
    {
        var file = TableFixture.NewFile();

        var run = await RunAsync(new() { ["AMO2GSHEET_TABLES"] = $"sqlite:{file}" }, "why", "1");

        Assert.Equal(1, run.Code);
        Assert.Contains("AMO_SUBDOMAIN is missing", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    private static object? Ask(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
