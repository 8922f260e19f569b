using System.Text;

namespace Amo2GSheet.Tests.Hardening.Log;

/// <summary>A console stream that goes on as ever and is written down, line by line.</summary>
internal sealed class OverheardWriter(TextWriter inner, LogWatch watch) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        inner.Write(value);
        Hear([value]);
    }

    public override void Write(string? value)
    {
        inner.Write(value);
        Hear(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        inner.Write(buffer, index, count);
        Hear(buffer.AsSpan(index, count));
    }

    public override void WriteLine(string? value)
    {
        inner.WriteLine(value);
        Hear(value);
        Hear("\n");
    }

    public override void Flush() => inner.Flush();

    private void Hear(ReadOnlySpan<char> text)
    {
        lock (_line)
        {
            _line.Append(text);
            if (!text.Contains('\n'))
                return;
            watch.Take("console", _line.ToString());
            _line.Clear();
        }
    }
}
