using Amo2GSheet.Core;
using Amo2GSheet.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

// On Azure the host starts this process in another directory, where a relative path such as that of the key file leads nowhere.
Directory.SetCurrentDirectory(AppContext.BaseDirectory);

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.Logging.AddBackgroundLog();
    var gate = StartLogGate.AddTo(builder.Logging);
    builder.AddAmo2GSheetFunctions();

    var host = builder.Build();
    gate.OpenWith(host.Services);
    // A host's own start creates every hosted service first and would report only the first wrong setting.
    host.Services.ValidateSettings();
    await host.RunAsync();
    return 0;
}
catch (Exception e) when (StartReasons.Of(e) is { Count: > 0 } reasons)
{
    // The Functions host takes each line of stderr for an entry of its log, so all reasons are one line.
    Console.Error.WriteLine($"Critical: Amo2GSheet.Functions: cannot start. {string.Join(' ', reasons)}".ReplaceLineEndings(" "));
    return 1;
}
