using Amo2GSheet.Cli.Frame;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>
/// Unpacks a part of a workbook within bounds: a few kilobytes can unpack to gigabytes. Between two tags there is never much in a real
/// workbook, so a value or a name that would fill the memory is noticed before the parser collects it.
/// </summary>
internal sealed class GuardedStream(Stream inner) : Stream
{
    /// <summary>Excel's longest text is 32,767 characters; each takes ten bytes at the very most.</summary>
    private const int LongestRun = 1 << 20;

    private long _read;
    private long _run;

    /// <summary>The most that a part may unpack to.</summary>
    public const long Largest = 1L << 30;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _read += count;
        if (_read > Largest)
            throw new CommandException("The file unpacks to more than 1 GB: it is no workbook of orders, or it should be imported in several parts.");

        // UTF-8 and UTF-16 both have this byte in every tag.
        var last = buffer[..count].LastIndexOf((byte)'<');
        _run = last < 0 ? _run + count : count - last;
        if (_run > LongestRun)
            throw new CommandException("The file holds a value longer than any that Excel can hold: it is damaged, or was not written by a spreadsheet program.");
        return count;
    }

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
