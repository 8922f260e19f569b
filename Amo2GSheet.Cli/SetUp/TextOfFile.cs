using System.Text;
using Amo2GSheet.Cli.Frame;

namespace Amo2GSheet.Cli.SetUp;

/// <summary>Reads a text file that somebody saved in whatever encoding their program uses.</summary>
internal static class TextOfFile
{
    private const long MostBytes = 5 * 1024 * 1024;
    private const int Cyrillic = 1251;

    /// <summary>Reads it: UTF-8 with or without a mark, UTF-16, else cp1251, which Excel writes on Russian Windows.</summary>
    /// <exception cref="CommandException">It cannot be read, is too large, or is no text.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new CommandException($"{path} is larger than {MostBytes / 1024 / 1024} MB: that is no list of people.");

            return Decode(await File.ReadAllBytesAsync(path, cancellationToken), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandException($"{path} cannot be read: {failure.Message}");
        }
    }

    private static string Decode(byte[] bytes, string path)
    {
        if (bytes.AsSpan().StartsWith("PK"u8))
            throw new CommandException($"{path} is a workbook or an archive: save the sheet as CSV first.");
        if (bytes.AsSpan().StartsWith("\uFEFF"u8))
            return Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3);
        if (bytes is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);
        if (bytes is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2);
        // Digits and separators have a zero byte in UTF-16, and in no other encoding of text.
        if (Array.IndexOf(bytes, (byte)0) is >= 0 and var zero)
            return (zero % 2 == 1 ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes);

        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(Cyrillic)!.GetString(bytes);
        }
    }
}
