using System.IO.Compression;
using System.Text;
using Amo2GSheet.Cli.Frame;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>Opens a file that should be a workbook, and says what it is when it is not one.</summary>
internal static class WorkbookFile
{
    private const long Largest = 100L << 20;

    private static readonly byte[] Ole = [0xD0, 0xCF, 0x11, 0xE0];
    private static readonly byte[] EncryptedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <summary>Opens the zip archive that an .xlsx is.</summary>
    /// <exception cref="CommandException">The file is none; one sentence.</exception>
    public static ZipArchive Open(string path)
    {
        FileStream? file = null;
        try
        {
            // Excel keeps a workbook open that a person looks at.
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Judge(file);
            file.Position = 0;
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (Exception exception)
        {
            file?.Dispose();
            throw exception switch
            {
                CommandException => exception,
                FileNotFoundException or DirectoryNotFoundException => new CommandException($"There is no file {path}."),
                UnauthorizedAccessException => new CommandException($"{path} cannot be read: it is a folder, or this user lacks the rights."),
                InvalidDataException => new CommandException("The file is a damaged workbook: open it in Excel, and save it as a new .xlsx."),
                IOException => new CommandException($"{path} cannot be read: {exception.Message}"),
                _ => exception,
            };
        }
    }

    private static void Judge(FileStream file)
    {
        if (file.Length == 0)
            throw new CommandException("The file is empty.");
        if (file.Length > Largest)
            throw new CommandException($"The file is larger than {Largest >> 20} MB: split it into several workbooks.");

        var head = new byte[512];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (head.AsSpan(0, read).StartsWith("PK"u8))
            return;
        if (head.AsSpan(0, read).StartsWith(Ole))
        {
            throw new CommandException(Contains(file, EncryptedPackage)
                ? "The workbook is protected by a password: save it without one."
                : "The file is a workbook of the old kind (.xls): open it in Excel and save it as .xlsx.");
        }

        throw new CommandException(head.AsSpan(0, read).Contains((byte)0)
            ? "The file is no Excel workbook (.xlsx)."
            : "The file is no Excel workbook (.xlsx) but text, such as CSV: open it in Excel and save it as .xlsx.");
    }

    private static bool Contains(FileStream file, byte[] wanted)
    {
        var buffer = new byte[64 << 10];
        var kept = 0;
        file.Position = 0;
        while (file.Read(buffer, kept, buffer.Length - kept) is var read and > 0)
        {
            var filled = buffer.AsSpan(0, kept + read);
            if (filled.IndexOf(wanted) >= 0)
                return true;
            kept = Math.Min(wanted.Length, filled.Length);
            filled[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
