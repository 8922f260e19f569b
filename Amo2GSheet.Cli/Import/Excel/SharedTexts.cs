using System.Text;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>
/// The texts that a workbook keeps apart from its cells. They can be most of a workbook, so they stand packed in memory, and beyond a
/// few megabytes in a temporary file that only this user can read and that goes with this object.
/// </summary>
internal sealed class SharedTexts : IDisposable
{
    private const int PerBlock = 16;
    private const int MostInMemory = 16 << 20;
    private const int CachedBlocks = 256;
    private const int LargestCached = 64 << 10;

    private readonly (int Block, string[] Texts)[] _cache = new (int, string[])[CachedBlocks];
    private readonly List<long> _starts = [0];
    private (int Index, string Text) _last;
    private Stream _store = new MemoryStream();

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the next text.</summary>
    public void Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(length, bytes.Length);
        _store.Write(length);
        _store.Write(bytes);
        if (++Count % PerBlock == 0)
            _starts.Add(_store.Position);
        if (_store is MemoryStream && _store.Position > MostInMemory)
            MoveToFile();
    }

    /// <summary>The text at a place, from 0; null when there is none.</summary>
    public string? At(int index)
    {
        if (index < 0 || index >= Count)
            return null;

        var block = index / PerBlock;
        ref var cached = ref _cache[block % CachedBlocks];
        if (cached.Texts is { } texts && cached.Block == block)
            return texts[index % PerBlock];

        var end = block + 1 < _starts.Count ? _starts[block + 1] : _store.Length;
        if (end - _starts[block] > LargestCached)
            return ReadOne(index);
        cached = (block, ReadBlock(block, (int)(end - _starts[block])));
        return cached.Texts[index % PerBlock];
    }

    /// <inheritdoc />
    public void Dispose() => _store.Dispose();

    // A block of long texts is not read for one of them: cells may refer to it as often as they like.
    private string ReadOne(int index)
    {
        if (_last.Text is { } kept && _last.Index == index)
            return kept;

        _store.Position = _starts[index / PerBlock];
        var length = ReadLength();
        for (var before = index % PerBlock; before > 0; before--)
        {
            _store.Position += length;
            length = ReadLength();
        }

        var bytes = new byte[length];
        _store.ReadExactly(bytes);
        _last = (index, Encoding.UTF8.GetString(bytes));
        return _last.Text;
    }

    private int ReadLength()
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        _store.ReadExactly(length);
        return BitConverter.ToInt32(length);
    }

    private string[] ReadBlock(int block, int size)
    {
        var bytes = new byte[size];
        _store.Position = _starts[block];
        _store.ReadExactly(bytes);

        var texts = new string[PerBlock];
        for (int number = 0, at = 0; at < bytes.Length; number++)
        {
            var length = BitConverter.ToInt32(bytes, at);
            texts[number] = Encoding.UTF8.GetString(bytes, at + sizeof(int), length);
            at += sizeof(int) + length;
        }

        return texts;
    }

    private void MoveToFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"amo2gsheet-{Guid.NewGuid():n}.tmp"), options);
        _store.Position = 0;
        _store.CopyTo(file);
        _store.Dispose();
        _store = file;
    }
}
