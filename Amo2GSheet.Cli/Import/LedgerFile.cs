using System.Globalization;
using System.Text;
using Amo2GSheet.Cli.Frame;

namespace Amo2GSheet.Cli.Import;

/// <summary>Every row's outcome as CSV: row, outcome, lead, reason. Written as the rows end, so that a failed run leaves what it did.</summary>
internal sealed class LedgerFile : IDisposable
{
    private readonly StreamWriter _writer;

    private LedgerFile(StreamWriter writer) => _writer = writer;

    /// <summary>Begins the file, over whatever stood there.</summary>
    /// <param name="path">Where to; null for nowhere.</param>
    /// <param name="workbook">The workbook, which must not be written over.</param>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public static LedgerFile? Create(string? path, string workbook)
    {
        if (path is null)
            return null;
        if (Path.GetFullPath(path) == Path.GetFullPath(workbook))
            throw new CommandException("--ledger names the workbook itself: give another file.");

        try
        {
            // With a byte order mark: Excel takes the file for something older without.
            var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)) { NewLine = "\r\n" };
            writer.WriteLine("row,outcome,lead,reason");
            return new LedgerFile(writer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException($"The ledger cannot be written to {path}: {exception.Message}");
        }
    }

    /// <summary>Writes a row.</summary>
    public void Write(ImportLine line) => _writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{line.Row},{ImportWords.Of(line.Outcome)},{line.Lead},{Quote(line.Reason)}"));

    /// <inheritdoc />
    public void Dispose() => _writer.Dispose();

    // A reason begins with a column's title, and a title may begin as a formula does.
    private static string Quote(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

/// <summary>What outcomes are called.</summary>
internal static class ImportWords
{
    /// <summary>The outcome's name in tables and in the ledger.</summary>
    public static string Of(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Created => "created",
        ImportOutcome.Skipped => "skipped",
        ImportOutcome.Refused => "refused",
        ImportOutcome.WouldCreate => "would be created",
        _ => "unclear",
    };
}
