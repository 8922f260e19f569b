using System.Text;
using Amo2GSheet.Cli;

if (OperatingSystem.IsWindows())
    Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false); // Its consoles' own code pages lack most letters.
return await AmoCommandLine.RunAsync(args);
