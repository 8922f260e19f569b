using Amo2GSheet.Core;
using Amo2GSheet.Functions;
using Amo2GSheet.Functions.Sheets;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

builder.Logging.AddBackgroundLog();
builder.Services
    .AddAmo2GSheet(builder.Configuration)
    .AddGoogleOrderSheet(builder.Configuration);

await builder.Build().RunAsync();
