using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Amo2GSheet.Tests.Cli;

/// <summary>What a backup says when it cannot be made, and its help.</summary>
public sealed partial class BackupTests
{
    [Theory]
    [InlineData(13, "There is no room left for the table file target.partial")]
    [InlineData(10, "The table file target.partial cannot be read or written")]
    [InlineData(14, "The table file target.partial cannot be written")]
    [InlineData(11, "The table file source.db is damaged")]
    public void An_error_of_the_copying_names_the_file_that_it_is_about(int code, string sentence)
    {
        var folder = Path.GetDirectoryName(_path)!;
        var (source, target) = (File_("source.db"), File_("target.partial"));

        var problem = TableArchive.ExplainCopy(source, target, new SqliteException("what SQLite says", code));

        Assert.StartsWith(sentence, problem.Message.Replace($"{folder}{Path.DirectorySeparatorChar}", "", StringComparison.Ordinal), StringComparison.Ordinal);

        SqliteFile File_(string name) => new(Path.Combine(folder, name), TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_nothing_behind()
    {
        var setting = TableFixture.NewSetting();
        await FillAsync(Place(setting, ""));
        await using (var file = File.OpenWrite(setting["sqlite:".Length..]))
        {
            // Not the head and the schema: the copying has begun when it meets this.
            file.Position = file.Length / 2;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)(file.Length / 4)).ToArray());
        }

        var run = await RunAsync(Place(setting, ""), "backup", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains($"The table file {setting["sqlite:".Length..]} is damaged", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_path)!, $"{Path.GetFileName(_path)}*"));
    }

    [Fact]
    public async Task A_backup_that_is_missing_is_named()
    {
        var run = await RunAsync(Place(TableFixture.NewSetting(), ""), "restore", _path);

        Assert.Equal(1, run.Code);
        Assert.Contains($"There is no backup {_path}.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_path));
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("tables")]
    public async Task The_help_has_an_example(string command)
    {
        var run = await CliRun.OfAsync(command, "--help");

        Assert.Equal(0, run.Code);
        Assert.Contains($"amo2gsheet {command} ", run.Out, StringComparison.Ordinal);
    }
}
