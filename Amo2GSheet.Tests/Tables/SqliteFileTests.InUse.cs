using System.Collections.Concurrent;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Tests.Support;
using Azure;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;

namespace Amo2GSheet.Tests.Tables;

/// <summary>The file while it is in use: locks, moves, several writers.</summary>
public sealed partial class SqliteFileTests
{
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

    [Fact]
    public async Task A_read_does_not_wait_for_a_write_that_waits_for_the_lock_of_the_file()
    {
        var (waits, begins) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        var file = new SqliteFile(_path, TimeSpan.FromMinutes(1), connection => SQLitePCL.raw.sqlite3_trace(
            connection.Handle,
            (_, statement) =>
            {
                // The first one creates the table. SQLite reports a statement when it begins, and holds the connection's mutex from then on.
                if (statement == "BEGIN IMMEDIATE" && Interlocked.Increment(ref begins) == 2)
                    waits.TrySetResult();
            },
            null));
        using var service = new TableService(new SqliteTables(file, TimeProvider.System, _log));
        await Table(service).CreateAsync();
        using var other = new SqliteConnection($"Data Source={_path};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction();
        var write = Table(service).AddEntityAsync(new TableEntity("p", "r"));
        await waits.Task;

        Assert.Empty(await TableServiceContract.ReadAsync(Table(service), ""));

        Assert.False(write.IsCompleted);
        transaction.Rollback();
        await write;
        Assert.Single(await TableServiceContract.ReadAsync(Table(service), ""));
        Assert.Empty(_log.All);
    }

    [Fact]
    public async Task A_write_that_waits_takes_no_thread_of_the_pool()
    {
        var clock = new ThreadClock();
        using var service = TableService.OnFile(_path, clock, _log);
        await Table(service).CreateAsync();
        await Table(service).AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal([false, false], clock.AskedByPool);
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

    /// <summary>Records which threads ask for the time: the one that writes asks once for each transaction.</summary>
    private sealed class ThreadClock : TimeProvider
    {
        private readonly ConcurrentQueue<bool> _askedByPool = new();

        public IEnumerable<bool> AskedByPool => _askedByPool;

        public override DateTimeOffset GetUtcNow()
        {
            _askedByPool.Enqueue(Thread.CurrentThread.IsThreadPoolThread);
            return base.GetUtcNow();
        }
    }
}
