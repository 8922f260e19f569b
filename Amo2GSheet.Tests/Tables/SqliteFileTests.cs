using System.Collections.Concurrent;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Tests.Support;
using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amo2GSheet.Tests.Tables;

/// <summary>What can be wrong with the file of the tables: one sentence each, and nothing is lost.</summary>
public sealed partial class SqliteFileTests
{
    private const UnixFileMode ReadByOthers = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _path = TableFixture.NewFile();
    private readonly Sentences _log = new();

    [Fact]
    public async Task Who_opens_the_file_again_finds_what_was_written()
    {
        using (var first = Open())
        {
            await Table(first).CreateAsync();
            await Table(first).AddEntityAsync(new TableEntity("p", "r") { ["A"] = "я" });
        }

        Assert.False(File.Exists(_path + "-wal"));
        using var second = Open();
        Assert.Equal("я", (await Table(second).GetEntityAsync<TableEntity>("p", "r")).Value["A"]);
    }

    [Fact]
    public async Task The_file_and_its_log_are_its_owner_s_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        await File.WriteAllTextAsync(_path, "");
        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        using var service = Open();
        await Table(service).CreateAsync();

        foreach (var suffix in (string[])["", "-wal", "-shm"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path + suffix));
    }

    [Fact]
    public async Task Two_processes_on_one_file_see_each_other_s_writes_and_conflicts()
    {
        using var one = Open();
        using var other = Open();
        await Table(one).CreateAsync();
        var version = (await Table(one).AddEntityAsync(new TableEntity("p", "r") { ["Count"] = 0 })).Headers.ETag!.Value;
        await Table(other).UpdateEntityAsync(new TableEntity("p", "r") { ["Count"] = 1 }, version, TableUpdateMode.Replace);
        await TableServiceContract.RefusedAsync(
            412, "UpdateConditionNotSatisfied", () => Table(one).UpdateEntityAsync(new TableEntity("p", "r"), version, TableUpdateMode.Replace));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => CountAsync(Table(worker % 2 == 0 ? one : other), 20)));

        Assert.Equal(161, (await Table(one).GetEntityAsync<TableEntity>("p", "r")).Value["Count"]);
    }

    [Fact]
    public void Without_its_folder_the_sentence_names_the_folder()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_path)!, "none");

        Assert.Equal(
            $"The folder of the table file {folder}/tables.db does not exist: create {folder}, or choose another file.",
            Refusal(Path.Combine(folder, "tables.db")));
    }

    [Fact]
    public void Where_no_file_can_be_made_the_sentence_says_what_to_check()
    {
        // A folder in which nothing can be made, whoever runs the test.
        if (!OperatingSystem.IsLinux())
            return;
        Assert.Equal(
            "The table file /proc/tables.db cannot be written: check the permissions of the file and of its folder, and that the disk is not mounted read-only.",
            Refusal("/proc/tables.db"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_as_it_is()
    {
        var text = string.Join('\n', Enumerable.Repeat("This is a list of orders, not a database.", 200));
        await File.WriteAllTextAsync(_path, text);
        LetOthersRead(_path);

        Assert.Equal($"{_path} is not a table file: it is no SQLite database. Choose another file.", Refusal(_path));
        Assert.Equal(text, await File.ReadAllTextAsync(_path));
        AssertOthersRead(_path);
    }

    [Fact]
    public async Task The_database_of_another_program_is_left_as_it_is()
    {
        Run("CREATE TABLE orders (id); INSERT INTO orders VALUES (1)");
        LetOthersRead(_path);
        var before = await File.ReadAllBytesAsync(_path);

        Assert.Equal($"{_path} is the database of another program. Choose another file.", Refusal(_path));
        Assert.Equal(before, await File.ReadAllBytesAsync(_path));
        AssertOthersRead(_path);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_left_as_it_is()
    {
        Open().Dispose();
        Run("PRAGMA user_version = 2");
        LetOthersRead(_path);
        var before = await File.ReadAllBytesAsync(_path);

        Assert.Equal(
            $"The table file {_path} was written by a newer version of amo2gsheet (its schema is 2, this version knows 1): update amo2gsheet. The file was not changed.",
            Refusal(_path));
        Assert.Equal(before, await File.ReadAllBytesAsync(_path));
        AssertOthersRead(_path);
    }

    [Fact]
    public void A_file_that_is_read_only_is_refused_at_once()
    {
        // The superuser writes to it all the same.
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return;
        Open().Dispose();
        File.SetUnixFileMode(_path, UnixFileMode.UserRead);

        Assert.Equal(
            $"The table file {_path} cannot be written: check the permissions of the file and of its folder, and that the disk is not mounted read-only.",
            Refusal(_path));
    }

    [Fact]
    public void A_file_that_SQLite_opened_for_reading_only_is_refused()
    {
        Open().Dispose();
        using var connection = File_().OpenReadOnly();

        Assert.Equal(
            $"The table file {_path} cannot be written: check the permissions of the file and of its folder, and that the disk is not mounted read-only.",
            Assert.Throws<TableFileException>(() => File_().EnsureWritable(connection)).Message);
    }

    [Fact]
    public async Task A_file_of_ours_that_others_may_read_becomes_its_owner_s_alone_with_its_log()
    {
        if (OperatingSystem.IsWindows())
            return;
        Open().Dispose();
        LetOthersRead(_path);
        using var service = Open();
        await Table(service).CreateAsync();

        foreach (var suffix in (string[])["", "-wal", "-shm"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path + suffix));
    }

    [Fact]
    public async Task A_damaged_file_is_a_failure_with_one_line_in_the_log()
    {
        using (var service = Open())
        {
            await Table(service).CreateAsync();
            for (var number = 0; number < 5; number++)
                await Table(service).AddEntityAsync(new TableEntity("p", $"{number}") { ["A"] = new string('x', 30_000) });
        }

        await using (var file = File.OpenWrite(_path))
        {
            // Behind the schema, the list of the tables and the clock: where the long values are.
            file.Position = 4096 * 5;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)file.Length - (4096 * 5)).ToArray());
        }

        using var damaged = Open();
        for (var call = 0; call < 2; call++)
        {
            var failure = await Assert.ThrowsAsync<RequestFailedException>(() => TableServiceContract.ReadAsync(Table(damaged), "PartitionKey ge ''"));
            Assert.Equal((500, "InternalError"), (failure.Status, failure.ErrorCode));
            Assert.StartsWith($"The table file {_path} is damaged: put it aside and restore a backup with 'amo2gsheet restore'.", failure.Message, StringComparison.Ordinal);
            // A write that meets no damaged page is no sign that the file is whole.
            await Table(damaged).CreateIfNotExistsAsync();
        }

        Assert.Equal([$"The table file {_path} is damaged: put it aside and restore a backup with 'amo2gsheet restore'."], _log.All);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_write_whole_keeps_what_was_there_and_goes_on_when_there_is_room()
    {
        // SQLite's own limit of pages gives the same answer as a disk without room.
        using (var small = new TableService(new SqliteTables(File_(), TimeProvider.System, _log, maxPages: 40)))
        {
            await Table(small).CreateAsync();
            await Table(small).AddEntityAsync(new TableEntity("p", "kept") { ["A"] = 1 });

            var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => Table(small).SubmitTransactionAsync(
                Enumerable.Range(0, 10).Select(number => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{number}") { ["A"] = new string('x', 30_000) }))));

            Assert.Equal((500, "InternalError"), (failure.Status, failure.ErrorCode));
            Assert.StartsWith($"There is no room left for the table file {_path}: free some space on its disk.", failure.Message, StringComparison.Ordinal);
            Assert.Equal(["kept"], (await TableServiceContract.ReadAsync(Table(small), "")).Select(entity => entity.RowKey));
            await Table(small).AddEntityAsync(new TableEntity("p", "small"));
        }

        using var service = Open();
        Assert.Equal(["kept", "small"], (await TableServiceContract.ReadAsync(Table(service), "")).Select(entity => entity.RowKey));
        Assert.Equal([$"There is no room left for the table file {_path}: free some space on its disk."], _log.All);
    }

    private TableService Open() => TableService.OnFile(_path, TimeProvider.System, _log);

    private SqliteFile File_() => new(_path, TimeSpan.FromMilliseconds(10));

    private static string Refusal(string path) =>
        Assert.Throws<TableFileException>(() => TableService.OnFile(path, TimeProvider.System, NullLogger.Instance)).Message;

    private static void LetOthersRead(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, ReadByOthers);
    }

    private static void AssertOthersRead(string path)
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(ReadByOthers, File.GetUnixFileMode(path));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        SqliteFile.Execute(connection, sql);
    }

    private static TableClient Table(TableService service)
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(new TableMessageHandler(service)) };
        options.Retry.MaxRetries = 0;
        return new TableClient(new Uri("https://tables.invalid/leads"), options);
    }

    private static async Task CountAsync(TableClient table, int times)
    {
        for (var done = 0; done < times;)
        {
            var entity = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
            entity["Count"] = entity.GetInt32("Count") + 1;
            try
            {
                await table.UpdateEntityAsync(entity, entity.ETag, TableUpdateMode.Replace);
                done++;
            }
            catch (RequestFailedException refused) when (refused.Status == 412)
            {
                // Another was faster.
            }
        }
    }

    private sealed class Sentences : ILogger
    {
        private readonly ConcurrentQueue<string> _all = new();

        public IEnumerable<string> All => _all;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Enqueue(formatter(state, exception));
    }
}
