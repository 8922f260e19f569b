using Amo2GSheet.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.Logging.AddBackgroundLog();
builder.AddAmo2GSheetFunctions();

var host = builder.Build();
host.ValidateSettings();
await host.RunAsync();
