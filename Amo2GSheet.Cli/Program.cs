using Amo2GSheet.Cli;

return await AmoCommandLine.RunAsync(args);
