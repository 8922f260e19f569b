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
public sealed class SqliteFileTests
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

    [Fact]
    public async Task A_lock_that_lasts_is_a_failure_that_passes()
    {
        using var service = new TableService(new SqliteTables(File_(), TimeProvider.System, _log));
        await Table(service).CreateAsync();
        using (var other = new SqliteConnection($"Data Source={_path};Pooling=False"))
        {
            other.Open();
            using var transaction = other.BeginTransaction();

            var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table(service).AddEntityAsync(new TableEntity("p", "r")));
            Assert.Equal((503, "ServerBusy"), (failure.Status, failure.ErrorCode));
            Assert.StartsWith($"The table file {_path} is locked by another process for more than 0.01 seconds", failure.Message, StringComparison.Ordinal);
            Assert.Empty(await TableServiceContract.ReadAsync(Table(service), ""));
        }

        await Table(service).AddEntityAsync(new TableEntity("p", "r"));
        Assert.Single(await TableServiceContract.ReadAsync(Table(service), ""));
        Assert.Single(_log.All);
    }

    [Fact]
    public async Task Writes_whose_callers_give_up_while_the_file_is_locked_end_at_once_and_are_never_applied()
    {
        using var service = new TableService(new SqliteTables(new SqliteFile(_path, TimeSpan.FromMinutes(1)), TimeProvider.System, _log));
        await Table(service).CreateAsync();
        using var other = new SqliteConnection($"Data Source={_path};Pooling=False");
        other.Open();
        using (var transaction = other.BeginTransaction())
        {
            using var stop = new CancellationTokenSource();
            var writes = Enumerable.Range(0, 4).Select(number => Table(service).AddEntityAsync(new TableEntity("p", $"{number}"), stop.Token)).ToList();
            await stop.CancelAsync();

            foreach (var write in writes)
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
            transaction.Rollback();
        }

        await Table(service).AddEntityAsync(new TableEntity("p", "later"));
        Assert.Equal(["later"], (await TableServiceContract.ReadAsync(Table(service), "")).Select(entity => entity.RowKey));
        Assert.Empty(_log.All);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_moved_away_or_replaced_while_it_is_in_use_takes_no_more_writes_until_it_is_back(bool replaced)
    {
        // Windows does not let go of a file that is open.
        if (OperatingSystem.IsWindows())
            return;
        using var service = Open();
        await Table(service).CreateAsync();
        await Table(service).AddEntityAsync(new TableEntity("p", "before"));
        await TableServiceContract.ReadAsync(Table(service), "");
        File.Move(_path, $"{_path}.moved");
        if (replaced)
            await File.WriteAllTextAsync(_path, "");
        var sentence = $"The table file {_path} was moved, replaced or removed while it was in use, and nothing more is written: put it back, or start the program again with the file that it is to use.";

        foreach (var call in (Func<Task>[])[() => Table(service).AddEntityAsync(new TableEntity("p", "lost")), () => TableServiceContract.ReadAsync(Table(service), "")])
        {
            var failure = await Assert.ThrowsAsync<RequestFailedException>(call);
            Assert.Equal((500, "InternalError"), (failure.Status, failure.ErrorCode));
            Assert.StartsWith(sentence, failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal([sentence], _log.All);
        File.Move($"{_path}.moved", _path, overwrite: true);
        await Table(service).AddEntityAsync(new TableEntity("p", "after"));
        Assert.Equal(["after", "before"], (await TableServiceContract.ReadAsync(Table(service), "")).Select(entity => entity.RowKey));
    }

    [Fact]
    public async Task Many_who_make_the_same_file_at_once_all_get_it()
    {
        for (var round = 0; round < 25; round++)
        {
            var path = TableFixture.NewFile();
            using var start = new Barrier(4);
            var services = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return TableService.OnFile(path, TimeProvider.System, _log);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            foreach (var service in services)
                service.Dispose();
        }
    }

    [Fact]
    public async Task A_refused_write_of_one_entity_names_no_action()
    {
        using var service = Open();
        await Table(service).CreateAsync();
        var version = (await Table(service).AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        await Table(service).UpdateEntityAsync(new TableEntity("p", "r"), version, TableUpdateMode.Replace);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table(service).UpdateEntityAsync(new TableEntity("p", "r"), version, TableUpdateMode.Replace));

        Assert.StartsWith("The update condition", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, "cannot be written: check the permissions")]
    [InlineData(10, "cannot be read or written: the disk is full, a limit of the file's size is reached, or the disk fails")]
    [InlineData(14, "cannot be written: check the permissions")]
    [InlineData(1, "cannot be used: what SQLite says")]
    public void An_error_of_SQLite_is_one_sentence_with_the_file(int code, string sentence)
    {
        var problem = File_().Explain(new SqliteException("what SQLite says", code));

        Assert.StartsWith($"The table file {_path} {sentence}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_write_leaves_those_that_share_its_flush_alone()
    {
        using var service = Open();
        await Table(service).CreateAsync();
        await Table(service).AddEntityAsync(new TableEntity("p", "there"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            try
            {
                await Table(service).AddEntityAsync(new TableEntity("p", number % 2 == 0 ? "there" : $"{number}"));
                return 204;
            }
            catch (RequestFailedException refused)
            {
                return refused.Status;
            }
        }));

        Assert.Equal((20, 20), (answers.Count(status => status == 204), answers.Count(status => status == 409)));
        Assert.Equal(21, (await TableServiceContract.ReadAsync(Table(service), "")).Count);
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
