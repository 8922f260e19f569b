using Amo2GSheet.Benchmarks;

return await BenchCommandLine.RunAsync(args);
