using System.Diagnostics;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace Amo2GSheet.Tests.Tables;

/// <summary>Processes that write to the same file are killed as by kill -9, at arbitrary points.</summary>
public sealed class KilledWriterTests(ITestOutputHelper output)
{
    private const int Kills = 200;
    private const int AtOnce = 4;

    [Fact]
    public async Task Killed_two_hundred_times_no_answered_write_is_lost_and_no_transaction_is_half_there()
    {
        var path = TableFixture.NewFile();
        using (var service = TableService.OnFile(path, TimeProvider.System, NullLogger.Instance))
            await service.CreateTableAsync("leads");
        var (kills, recoveries, answered, rows) = (0, 0, new HashSet<string>(), new HashSet<string>());

        foreach (var round in Enumerable.Range(0, Kills).Chunk(AtOnce))
        {
            foreach (var printed in await Task.WhenAll(round.Select(number => WriteUntilKilledAsync(path, $"{number:D3}", lines: 1 + (number * 7 % 23)))))
            {
                answered.UnionWith(printed);
                kills++;
            }

            // No process has the file open now: the next one to open it recovers it from the log that the killed ones left.
            if (new FileInfo($"{path}-wal") is { Exists: true, Length: > 0 })
                recoveries++;
            rows = Reopen(path);
            Assert.DoesNotContain(answered, row => !rows.Contains(row));
            Assert.DoesNotContain(rows, row => row.EndsWith("-pair", StringComparison.Ordinal) ? !rows.Contains(row[..^5]) : IsOdd(row) && !rows.Contains($"{row}-pair"));
        }

        output.WriteLine($"{kills} kills, {recoveries} recoveries, {answered.Count} answered writes, {rows.Count} rows in the file");
        Assert.Equal((Kills, Kills / AtOnce), (kills, recoveries));
        Assert.True(answered.Count >= Kills);
    }

    /// <summary>Opens the file as the first process, checks its structure, and closes it.</summary>
    private static HashSet<string> Reopen(string path)
    {
        using var service = TableService.OnFile(path, TimeProvider.System, NullLogger.Instance);
        var rows = Rows(service);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Assert.Equal("ok", SqliteFile.Text(connection, "PRAGMA integrity_check"));
        return rows;
    }

    /// <summary>Kills a writer once it has printed so many lines, in the middle of what it does then.</summary>
    /// <returns>All lines that it printed: writes that were answered.</returns>
    private static async Task<List<string>> WriteUntilKilledAsync(string path, string prefix, int lines)
    {
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Amo2GSheet.Tests.TableWriter.dll"), path, prefix])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = writer.StandardError.ReadToEndAsync();
        var printed = new List<string>();
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            printed.Add(line);
            if (printed.Count == lines)
                writer.Kill();
        }

        await writer.WaitForExitAsync();
        Assert.True(printed.Count >= lines, $"The writer ended by itself: {await error}");
        return printed;
    }

    private static bool IsOdd(string row) => (row[^1] - '0') % 2 == 1;

    private static HashSet<string> Rows(TableService service)
    {
        var rows = new HashSet<string>();
        EntityKey? from = null;
        do
        {
            var (entities, next) = service.Query("leads", Filter.None, from, EntityLimits.PageSize);
            rows.UnionWith(entities.Select(entity => entity.Key.Row));
            from = next;
        }
        while (from is not null);
        return rows;
    }
}
