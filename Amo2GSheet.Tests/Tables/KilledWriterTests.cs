using System.Collections.Concurrent;
using System.Diagnostics;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace Amo2GSheet.Tests.Tables;

/// <summary>Processes that write to the same file are killed as by kill -9, at points that nobody chose.</summary>
public sealed class KilledWriterTests(ITestOutputHelper output)
{
    private const int Kills = 200;
    private const int AtOnce = 4;

    [Fact]
    public async Task Killed_two_hundred_times_no_answered_write_is_lost_and_no_transaction_is_half_there()
    {
        var path = TableFixture.NewFile();
        using var service = TableService.OnFile(path, TimeProvider.System, NullLogger.Instance);
        await service.CreateTableAsync("leads");
        var answered = new ConcurrentBag<string>();
        var kills = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, Kills), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            foreach (var row in await WriteUntilKilledAsync(path, $"{number:D3}", lines: 1 + (number * 7 % 23)))
                answered.Add(row);
            Interlocked.Increment(ref kills);
        });

        var rows = Rows(service);
        output.WriteLine($"{kills} kills, {answered.Count} answered writes, {rows.Count} rows in the file");
        Assert.Equal(Kills, kills);
        Assert.True(answered.Count >= Kills);
        Assert.Empty(answered.Where(row => !rows.Contains(row)));
        Assert.Empty(rows.Where(row => row.EndsWith("-pair", StringComparison.Ordinal) ? !rows.Contains(row[..^5]) : IsOdd(row) && !rows.Contains($"{row}-pair")));
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Assert.Equal("ok", SqliteFile.Text(connection, "PRAGMA integrity_check"));
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
