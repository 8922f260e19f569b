using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Tables;
using Amo2GSheet.Tests.Support;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Cli;

/// <summary><c>amo2gsheet tables</c>: the key that it keeps beside the file.</summary>
public sealed class TableServingTests
{
    private readonly string _path = TableFixture.NewFile();

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("c2hvcnQ=\n")]
    [InlineData("This is not base64.\n")]
    public async Task A_key_file_without_a_whole_key_is_refused_with_one_sentence_and_left_as_it_is(string text)
    {
        await File.WriteAllTextAsync($"{_path}.key", text);

        var (code, output, error) = await RunAsync();

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"{_path}.key does not hold a key: remove it, and give the programs that use these tables the new connection string.", error.Trim());
        Assert.Equal(text, await File.ReadAllTextAsync($"{_path}.key"));
    }

    [Fact]
    public async Task The_key_is_made_once_for_its_owner_alone_and_nothing_else_is_left_beside_the_tables()
    {
        var first = await RunAsync(connection => new TableServiceClient(connection).CreateTableAsync("leads"));
        var second = await RunAsync(connection => new TableServiceClient(connection).CreateTableIfNotExistsAsync("leads"));

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Equal(KeyOf(first.Out), KeyOf(second.Out));
        Assert.Equal([_path, $"{_path}.key"], Directory.GetFiles(Path.GetDirectoryName(_path)!, $"{Path.GetFileName(_path)}*").Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{_path}.key"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_file_without_a_name_is_refused_with_one_sentence(string name)
    {
        using var error = new StringWriter();

        var code = await new TableServing(name, 0).RunAsync(new Terminal(TextWriter.Null, error, TextReader.Null), CancellationToken.None);

        Assert.Equal(1, code);
        Assert.Contains("The option --file names no file: give it one, or leave it out for the file of the settings.", error.ToString(), StringComparison.Ordinal);
    }

    private static string KeyOf(string connection) => connection.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal));

    /// <summary>Serves until the connection string was printed and used.</summary>
    private async Task<(int Code, string Out, string Error)> RunAsync(Func<string, Task>? use = null)
    {
        using var stop = new CancellationTokenSource();
        using var output = new PrintedText();
        using var error = new StringWriter();
        var serving = new TableServing(_path, 0).RunAsync(new Terminal(output, error, TextReader.Null), stop.Token);
        if (await Task.WhenAny(serving, output.Printed) == output.Printed && use is not null)
            await use(output.ToString().Trim());
        await stop.CancelAsync();
        return (await serving, output.ToString(), error.ToString());
    }

    private sealed class PrintedText : StringWriter
    {
        private readonly TaskCompletionSource _printed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Printed => _printed.Task;

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            _printed.TrySetResult();
            return base.FlushAsync(cancellationToken);
        }
    }
}
